package org.wasmi.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.Filetype;
import org.wasmi.wasi.internal.abi.Flags;
import org.wasmi.wasi.internal.abi.Rights;

class FilesTest {
    private static final int DIR = 3;
    private static final int CREAT = Flags.OPEN_CREAT;
    private static final long READ = Rights.FILE & ~Rights.WRITING;
    private static final long WRITE = Rights.FILE & ~Rights.FD_READ;

    private Path dir;
    private Guest guest;

    @BeforeEach
    void start(@TempDir Path empty) throws IOException {
        dir = empty;
        guest = new Guest(WasiConfig.DEFAULT.withDirectory(dir, "/data"));
    }

    @AfterEach
    void stop() throws IOException {
        guest.close();
    }

    @Test
    void theDirectoryIsAnnouncedUnderItsGuestName() {
        assertThat(guest.call("fd_prestat_get", DIR, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.i32(0)).isZero();
        assertThat(guest.i32(4)).isEqualTo(5);
        assertThat(guest.call("fd_prestat_dir_name", DIR, 16, 4)).isEqualTo(Errno.NAMETOOLONG);
        assertThat(guest.call("fd_prestat_dir_name", DIR, 16, 5)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.text(16, 6)).isEqualTo("/data\0");
        assertThat(guest.call("fd_prestat_get", DIR + 1, 0)).isEqualTo(Errno.BADF);
    }

    @Test
    void aDirectoryThatIsNoneIsRefusedAtTheStart() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));
        assertThatThrownBy(() -> new Wasi(WasiConfig.DEFAULT.withDirectory(file, ".")))
                .isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> new Wasi(WasiConfig.DEFAULT.withDirectory(dir.resolve("none"), ".")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whatIsWrittenIsThere() throws IOException {
        int fd = guest.open(DIR, "new.txt", CREAT, Rights.FILE);
        assertThat(fd).isEqualTo(4);
        guest.write(fd, "Hello, ");
        guest.write(fd, "world");
        assertThat(guest.seek(fd, 7, 0)).isEqualTo(7);
        assertThat(guest.read(fd, 100)).isEqualTo("world");
        assertThat(guest.read(fd, 100)).isEmpty();
        guest.closeFd(fd);
        assertThat(dir.resolve("new.txt")).hasContent("Hello, world");
        assertThat(guest.tryRead(fd, 1)).isEqualTo(Errno.BADF);
    }

    @Test
    void positionsMoveFromStartHereAndEnd() throws IOException {
        Files.writeString(dir.resolve("f"), "0123456789");
        int fd = guest.open(DIR, "f", 0, READ);
        assertThat(guest.seek(fd, -3, 2)).isEqualTo(7);
        assertThat(guest.seek(fd, -2, 1)).isEqualTo(5);
        assertThat(guest.read(fd, 1)).isEqualTo("5");
        assertThat(guest.call("fd_tell", fd, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.i64(0)).isEqualTo(6);
        assertThat(guest.seek(fd, 100, 0)).isEqualTo(100);
        assertThat(guest.read(fd, 1)).isEmpty();
        assertThat(guest.call("fd_seek", fd, -1L, 0, 0)).isEqualTo(Errno.INVAL);
        assertThat(guest.call("fd_seek", fd, Long.MAX_VALUE, 1, 0)).isEqualTo(Errno.OVERFLOW);
        assertThat(guest.call("fd_seek", fd, 0L, 3, 0)).isEqualTo(Errno.INVAL);
    }

    @Test
    void readingAndWritingElsewhereLeavesThePosition() throws IOException {
        Files.writeString(dir.resolve("f"), "0123456789");
        int fd = guest.open(DIR, "f", 0, Rights.FILE);
        int room = guest.room(3);
        assertThat(guest.call("fd_pread", fd, guest.vector(room, 3), 1, 4L, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.text(room, guest.i32(0))).isEqualTo("456");
        assertThat(guest.call("fd_pwrite", fd, guest.vector(guest.put("xy"), 2), 1, 8L, 0))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.read(fd, 100)).isEqualTo("01234567xy");
        assertThat(guest.call("fd_pread", fd, guest.vector(room, 3), 1, -1L, 0)).isEqualTo(Errno.INVAL);
    }

    @Test
    void appendingWritesToTheEndUntilTheFlagGoes() throws IOException {
        Files.writeString(dir.resolve("f"), "abc");
        assertThat(guest.tryOpen(DIR, "f", 0, 0, Rights.FILE, Flags.FD_APPEND)).isEqualTo(Errno.SUCCESS);
        int fd = guest.i32(0);
        guest.write(fd, "d");
        guest.seek(fd, 0, 0);
        guest.write(fd, "e");
        assertThat(guest.call("fd_fdstat_set_flags", fd, 0)).isEqualTo(Errno.SUCCESS);
        guest.seek(fd, 0, 0);
        guest.write(fd, "X");
        assertThat(dir.resolve("f")).hasContent("Xbcde");
        assertThat(guest.call("fd_fdstat_set_flags", fd, 64)).isEqualTo(Errno.INVAL);
    }

    @Test
    void openingCreatesTruncatesOrRefusesAsAsked() throws IOException {
        Path file = dir.resolve("f");
        assertThat(guest.tryOpen(DIR, "f", 0, 0, READ, 0)).isEqualTo(Errno.NOENT);
        // Creating needs no right to write.
        guest.open(DIR, "f", CREAT, READ);
        assertThat(file).isEmptyFile();
        Files.writeString(file, "contents");
        assertThat(guest.tryOpen(DIR, "f", 0, CREAT | Flags.OPEN_EXCL, READ, 0)).isEqualTo(Errno.EXIST);
        assertThat(guest.tryOpen(DIR, "f", 0, Flags.OPEN_DIRECTORY, READ, 0)).isEqualTo(Errno.NOTDIR);
        assertThat(guest.tryOpen(DIR, "f/", 0, 0, READ, 0)).isEqualTo(Errno.NOTDIR);
        assertThat(guest.tryOpen(DIR, "f/x", 0, CREAT, READ, 0)).isEqualTo(Errno.NOTDIR);
        assertThat(guest.tryOpen(DIR, "g/", 0, CREAT, READ, 0)).isEqualTo(Errno.ISDIR);
        assertThat(guest.tryOpen(DIR, "f", 0, 16, READ, 0)).isEqualTo(Errno.INVAL);
        assertThat(guest.tryOpen(DIR, "f", 2, 0, READ, 0)).isEqualTo(Errno.INVAL);
        assertThat(guest.tryOpen(DIR, "f", 0, 0, READ, 32)).isEqualTo(Errno.INVAL);
        assertThat(file).hasContent("contents");
        guest.open(DIR, "f", Flags.OPEN_TRUNC, WRITE);
        assertThat(file).isEmptyFile();
        guest.open(DIR, "g", CREAT | Flags.OPEN_EXCL, WRITE);
        assertThat(dir.resolve("g")).isEmptyFile();
    }

    @Test
    void aFileTakesTheSizeItIsGiven() throws IOException {
        Path file = Files.writeString(dir.resolve("f"), "0123456789");
        int fd = guest.open(DIR, "f", 0, Rights.FILE);
        guest.seek(fd, 8, 0);
        assertThat(guest.call("fd_filestat_set_size", fd, 4L)).isEqualTo(Errno.SUCCESS);
        assertThat(file).hasContent("0123");
        assertThat(guest.seek(fd, 0, 1)).isEqualTo(8);
        assertThat(guest.call("fd_filestat_set_size", fd, 6L)).isEqualTo(Errno.SUCCESS);
        assertThat(Files.readString(file)).isEqualTo("0123\0\0");
        assertThat(guest.call("fd_allocate", fd, 2L, 8L)).isEqualTo(Errno.SUCCESS);
        assertThat(file).hasSize(10);
        assertThat(guest.call("fd_allocate", fd, 0L, 5L)).isEqualTo(Errno.SUCCESS);
        assertThat(file).hasSize(10);
        assertThat(guest.call("fd_allocate", fd, Long.MAX_VALUE, 1L)).isEqualTo(Errno.FBIG);
        assertThat(guest.call("fd_filestat_set_size", fd, -1L)).isEqualTo(Errno.INVAL);
        assertThat(guest.call("fd_advise", fd, 0L, 10L, 3)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("fd_advise", fd, 0L, 10L, 6)).isEqualTo(Errno.INVAL);
        assertThat(guest.call("fd_sync", fd)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("fd_datasync", fd)).isEqualTo(Errno.SUCCESS);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere only names lead to files, see NamedDirectoryTest")
    void aDescriptorKnowsItsFileEvenWithoutAName() throws IOException {
        Files.writeString(dir.resolve("f"), "12345");
        int fd = guest.open(DIR, "f", 0, Rights.FILE);
        assertThat(guest.call("fd_filestat_get", fd, 0)).isEqualTo(Errno.SUCCESS);
        long inode = guest.i64(8);
        assertThat(guest.memory().getByte(16)).isEqualTo((byte) Filetype.REGULAR_FILE.code());
        assertThat(guest.i64(24)).isEqualTo(1);
        assertThat(guest.i64(32)).isEqualTo(5);

        assertThat(guest.onPath("path_unlink_file", DIR, "f")).isEqualTo(Errno.SUCCESS);
        Path another = Files.writeString(dir.resolve("f"), "another");
        FileTime time = Files.getLastModifiedTime(another);
        assertThat(guest.call("fd_filestat_get", fd, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.i64(8)).isEqualTo(inode);
        assertThat(guest.i64(32)).isEqualTo(5);
        assertThat(guest.i64(24)).isZero();
        assertThat(guest.call("fd_filestat_set_times", fd, 0L, 1000L, Flags.TIMES_MTIM))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("fd_filestat_get", fd, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.i64(48)).isEqualTo(1000);
        assertThat(Files.getLastModifiedTime(another)).isEqualTo(time);
    }

    @Test
    void timesAreSetOneByOne() throws IOException {
        Path file = Files.createFile(dir.resolve("f"));
        Files.setLastModifiedTime(file, FileTime.from(1000, TimeUnit.SECONDS));
        int fd = guest.open(DIR, "f", 0, Rights.FILE);
        long nanos = 1_234_567_891_000L;
        assertThat(guest.call("fd_filestat_set_times", fd, nanos, 0L, Flags.TIMES_ATIM))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("fd_filestat_get", fd, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.i64(40)).isEqualTo(nanos);
        assertThat(guest.i64(48)).isEqualTo(1_000_000_000_000L);

        int path = guest.put("f");
        assertThat(guest.call("path_filestat_set_times", DIR, 0, path, 1, 0L, nanos, Flags.TIMES_MTIM))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.stat(DIR, "f", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.i64(48)).isEqualTo(nanos);
        long before = System.currentTimeMillis();
        assertThat(guest.call("path_filestat_set_times", DIR, 0, path, 1, 0L, 0L, Flags.TIMES_MTIM_NOW))
                .isEqualTo(Errno.SUCCESS);
        assertThat(Files.getLastModifiedTime(file).toMillis()).isGreaterThanOrEqualTo(before - 1000);
        assertThat(guest.call("fd_filestat_set_times", fd, 0L, 0L, Flags.TIMES_ATIM | Flags.TIMES_ATIM_NOW))
                .isEqualTo(Errno.INVAL);
    }

    /** Times are unsigned; hosts are told them as signed numbers. */
    @Test
    void timesThatTheHostCannotBeToldAreRefused() throws IOException {
        Path file = Files.createFile(dir.resolve("f"));
        FileTime before = Files.getLastModifiedTime(file);
        int fd = guest.open(DIR, "f", 0, Rights.FILE);
        int path = guest.put("f");
        for (long nanos : new long[] {Long.MIN_VALUE, -1}) {
            assertThat(guest.call("path_filestat_set_times", DIR, 0, path, 1, 0L, nanos, Flags.TIMES_MTIM))
                    .isEqualTo(Errno.OVERFLOW);
            assertThat(guest.call("path_filestat_set_times", DIR, 0, path, 1, nanos, 0L, Flags.TIMES_ATIM))
                    .isEqualTo(Errno.OVERFLOW);
            assertThat(guest.call("fd_filestat_set_times", fd, 0L, nanos, Flags.TIMES_MTIM))
                    .isEqualTo(Errno.OVERFLOW);
        }
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
        assertThat(guest.call("path_filestat_set_times", DIR, 0, path, 1, 0L, -1L, Flags.TIMES_MTIM_NOW))
                .isEqualTo(Errno.SUCCESS);
    }

    @Test
    void timesBefore1970AreNotTakenForLateOnes() throws IOException {
        Path file = Files.createFile(dir.resolve("f"));
        Files.setLastModifiedTime(file, FileTime.from(-1000, TimeUnit.SECONDS));
        assertThat(guest.stat(DIR, "f", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.i64(48)).isZero();
    }

    @Test
    void numbersAreTheLowestFreeAndCanBeMoved() throws IOException {
        Files.writeString(dir.resolve("f"), "first");
        Files.writeString(dir.resolve("g"), "second");
        int first = guest.open(DIR, "f", 0, READ);
        int second = guest.open(DIR, "g", 0, READ);
        assertThat(guest.call("fd_renumber", second, first)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.read(first, 10)).isEqualTo("second");
        assertThat(guest.tryRead(second, 1)).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_renumber", second, first)).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_renumber", first, second)).isEqualTo(Errno.BADF);
        assertThat(guest.open(DIR, "f", 0, READ)).isEqualTo(second);
        guest.closeFd(0);
        assertThat(guest.open(DIR, "f", 0, READ)).isZero();
    }

    @Test
    void descriptorsRunOutWithoutHarm() throws IOException {
        Files.createDirectory(dir.resolve("d"));
        int opened = 0;
        int path = guest.put("d");
        while (guest.call("path_open", DIR, 0, path, 1, 0, 0L, 0L, 0, 0) == Errno.SUCCESS) {
            opened++;
        }
        assertThat(opened).isEqualTo(4092);
        assertThat(guest.call("path_open", DIR, 0, path, 1, 0, 0L, 0L, 0, 0)).isEqualTo(Errno.MFILE);
    }

    @Test
    void rightsLimitWhatADescriptorDoesAndCanOnlyShrink() throws IOException {
        Files.writeString(dir.resolve("f"), "abc");
        int reader = guest.open(DIR, "f", 0, READ);
        assertThat(guest.tryWrite(reader, "x")).isEqualTo(Errno.NOTCAPABLE);
        assertThat(guest.call("fd_filestat_set_size", reader, 0L)).isEqualTo(Errno.NOTCAPABLE);
        int writer = guest.open(DIR, "f", 0, WRITE);
        assertThat(guest.tryRead(writer, 1)).isEqualTo(Errno.NOTCAPABLE);
        assertThat(guest.call("fd_fdstat_set_rights", writer, Rights.FD_SEEK, 0L))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.tryWrite(writer, "x")).isEqualTo(Errno.NOTCAPABLE);
        assertThat(guest.call("fd_fdstat_set_rights", writer, Rights.FD_WRITE, 0L))
                .isEqualTo(Errno.NOTCAPABLE);

        assertThat(guest.call("fd_fdstat_set_rights", DIR, Rights.DIRECTORY, READ))
                .isEqualTo(Errno.SUCCESS);
        int path = guest.put("f");
        assertThat(guest.call("path_open", DIR, 0, path, 1, 0, WRITE, 0L, 0, 0)).isEqualTo(Errno.NOTCAPABLE);
        assertThat(guest.call("path_open", DIR, 0, path, 1, 0, READ, 0L, 0, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("fd_fdstat_set_rights", DIR, Rights.PATH_OPEN, READ))
                .isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("path_open", DIR, 0, path, 1, CREAT, READ, 0L, 0, 0))
                .isEqualTo(Errno.NOTCAPABLE);
        assertThat(guest.onPath("path_unlink_file", DIR, "f")).isEqualTo(Errno.NOTCAPABLE);
    }

    @Test
    void directoriesAreNotFiles() throws IOException {
        Files.createDirectory(dir.resolve("d"));
        assertThat(guest.tryOpen(DIR, "d", 0, 0, Rights.FILE, 0)).isEqualTo(Errno.ISDIR);
        assertThat(guest.tryOpen(DIR, "d", 0, CREAT, READ, 0)).isEqualTo(Errno.ISDIR);
        assertThat(guest.tryOpen(DIR, "d", 0, Flags.OPEN_DIRECTORY, Rights.FD_READ | Rights.FD_WRITE, 0))
                .isEqualTo(Errno.ISDIR);
        assertThat(guest.tryOpen(DIR, ".", 0, Flags.OPEN_DIRECTORY, Rights.FD_WRITE, 0))
                .isEqualTo(Errno.ISDIR);
        guest.closeFd(guest.open(DIR, "d", Flags.OPEN_DIRECTORY, Rights.FD_READ));
        int fd = guest.openDirectory(DIR, "d");
        assertThat(guest.tryRead(fd, 1)).isEqualTo(Errno.BADF);
        assertThat(guest.tryWrite(fd, "x")).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_seek", fd, 0L, 1, 0)).isEqualTo(Errno.BADF);
        assertThat(guest.call("fd_sync", fd)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.call("fd_fdstat_get", fd, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getByte(0)).isEqualTo((byte) Filetype.DIRECTORY.code());
        assertThat(guest.i64(8) & Rights.FD_SEEK).isZero();
    }
}
