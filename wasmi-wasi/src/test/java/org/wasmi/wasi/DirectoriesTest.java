package org.wasmi.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.Filetype;
import org.wasmi.wasi.internal.abi.Flags;
import org.wasmi.wasi.internal.abi.Rights;

class DirectoriesTest {
    private static final int DIR = 3;

    private Path dir;
    private Guest guest;

    @BeforeEach
    void start(@TempDir Path empty) throws IOException {
        dir = empty;
        guest = new Guest(WasiConfig.DEFAULT.withDirectory(dir, "."));
    }

    @AfterEach
    void stop() throws IOException {
        guest.close();
    }

    private static final int ROOM = 1 << 16;

    /** Reads entries from a cookie on into a buffer of a size; returns {@code name:type} for each that is complete. */
    private List<String> readdir(int fd, long[] cookie, int size) {
        assertThat(guest.call("fd_readdir", fd, ROOM, size, cookie[0], 0)).isEqualTo(Errno.SUCCESS);
        int used = guest.i32(0);
        assertThat(used).isLessThanOrEqualTo(size);
        List<String> entries = new ArrayList<>();
        int at = ROOM;
        while (ROOM + used - at >= 24 && ROOM + used - at - 24 >= guest.i32(at + 16)) {
            int length = guest.i32(at + 16);
            entries.add(guest.text(at + 24, length) + ":" + guest.memory().getByte(at + 20));
            cookie[0] = guest.i64(at);
            at += 24 + length;
        }
        return entries;
    }

    @Test
    void entriesComeWithTheirKinds() throws IOException {
        Files.createFile(dir.resolve("file"));
        Files.createDirectory(dir.resolve("dir"));
        Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        assertThat(readdir(DIR, new long[1], 1000))
                .containsExactly(
                        ".:" + Filetype.DIRECTORY.code(),
                        "..:" + Filetype.DIRECTORY.code(),
                        "dir:" + Filetype.DIRECTORY.code(),
                        "file:" + Filetype.REGULAR_FILE.code(),
                        "link:" + Filetype.SYMBOLIC_LINK.code());
    }

    @Test
    void cookiesContinueWhereASmallBufferEnded() throws IOException {
        TreeSet<String> expected = new TreeSet<>(List.of(".:3", "..:3"));
        for (int i = 0; i < 50; i++) {
            Files.createFile(dir.resolve("file-" + i));
            expected.add("file-" + i + ":4");
        }
        List<String> all = new ArrayList<>();
        long[] cookie = new long[1];
        for (List<String> some = readdir(DIR, cookie, 100); !some.isEmpty(); some = readdir(DIR, cookie, 100)) {
            assertThat(some.size()).isLessThanOrEqualTo(4);
            all.addAll(some);
            // A change in between neither repeats nor skips what was there.
            Files.deleteIfExists(dir.resolve("file-0"));
        }
        assertThat(all).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(all)).isEqualTo(expected);
        assertThat(readdir(DIR, new long[1], 10_000)).hasSize(51);
        assertThat(readdir(DIR, new long[] {1 << 20}, 10_000)).isEmpty();
        assertThat(readdir(DIR, new long[] {-1}, 10_000)).isEmpty();
    }

    @Test
    void directoriesAreMadeAndRemoved() throws IOException {
        assertThat(guest.onPath("path_create_directory", DIR, "a")).isEqualTo(Errno.SUCCESS);
        assertThat(guest.onPath("path_create_directory", DIR, "a/b/")).isEqualTo(Errno.SUCCESS);
        assertThat(guest.onPath("path_create_directory", DIR, "a")).isEqualTo(Errno.EXIST);
        assertThat(guest.onPath("path_create_directory", DIR, ".")).isEqualTo(Errno.EXIST);
        assertThat(guest.onPath("path_create_directory", DIR, "x/y")).isEqualTo(Errno.NOENT);
        assertThat(guest.onPath("path_remove_directory", DIR, "a")).isEqualTo(Errno.NOTEMPTY);
        assertThat(guest.onPath("path_unlink_file", DIR, "a")).isEqualTo(Errno.ISDIR);
        Files.createFile(dir.resolve("f"));
        assertThat(guest.onPath("path_remove_directory", DIR, "f")).isEqualTo(Errno.NOTDIR);
        assertThat(guest.onPath("path_unlink_file", DIR, "f/")).isEqualTo(Errno.NOTDIR);
        assertThat(guest.onPath("path_remove_directory", DIR, "a/b/")).isEqualTo(Errno.SUCCESS);
        assertThat(guest.onPath("path_remove_directory", DIR, "a")).isEqualTo(Errno.SUCCESS);
        assertThat(guest.onPath("path_remove_directory", DIR, "a")).isEqualTo(Errno.NOENT);
        assertThat(guest.onPath("path_remove_directory", DIR, ".")).isEqualTo(Errno.INVAL);
        assertThat(guest.onPath("path_unlink_file", DIR, "f")).isEqualTo(Errno.SUCCESS);
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void aDirectoryIsAStartOfPaths() throws IOException {
        Files.createDirectories(dir.resolve("a/b"));
        Files.createFile(dir.resolve("a/b/f"));
        int fd = guest.openDirectory(DIR, "a/b");
        assertThat(guest.stat(fd, "f", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.stat(fd, "../b/f", 0)).isEqualTo(Errno.PERM);
        assertThat(guest.stat(fd, "./f", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.stat(DIR, "a//b/../b/./f", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.stat(DIR, "a/b/f/.", 0)).isEqualTo(Errno.NOTDIR);
        assertThat(guest.stat(DIR, "a/b/f/..", 0)).isEqualTo(Errno.NOTDIR);
        assertThat(guest.stat(DIR, "", 0)).isEqualTo(Errno.NOENT);
        assertThat(guest.stat(0, "f", 0)).isEqualTo(Errno.NOTDIR);
        assertThat(guest.call("fd_prestat_get", fd, 0)).isEqualTo(Errno.BADF);
    }

    @Test
    void renamingReplacesLikeByLike() throws IOException {
        Files.writeString(dir.resolve("f"), "f");
        Files.writeString(dir.resolve("g"), "g");
        Files.createDirectories(dir.resolve("empty"));
        Files.createDirectories(dir.resolve("full/d"));
        assertThat(guest.rename(DIR, "f", DIR, "g")).isEqualTo(Errno.SUCCESS);
        assertThat(dir.resolve("g")).hasContent("f");
        assertThat(guest.rename(DIR, "f", DIR, "h")).isEqualTo(Errno.NOENT);
        assertThat(guest.rename(DIR, "g", DIR, "empty")).isEqualTo(Errno.ISDIR);
        assertThat(guest.rename(DIR, "g", DIR, "h/")).isEqualTo(Errno.NOTDIR);
        assertThat(guest.rename(DIR, "empty", DIR, "g")).isEqualTo(Errno.NOTDIR);
        assertThat(guest.rename(DIR, "empty", DIR, "full")).isEqualTo(Errno.NOTEMPTY);
        assertThat(guest.rename(DIR, "full", DIR, "full/d/e")).isEqualTo(Errno.INVAL);
        assertThat(guest.rename(DIR, ".", DIR, "x")).isEqualTo(Errno.BUSY);
        assertThat(guest.rename(DIR, "full", DIR, "full")).isEqualTo(Errno.SUCCESS);
        assertThat(guest.rename(DIR, "full", DIR, "empty")).isEqualTo(Errno.SUCCESS);
        assertThat(dir.resolve("empty/d")).isDirectory();
        int fd = guest.openDirectory(DIR, "empty");
        assertThat(guest.rename(DIR, "g", fd, "moved")).isEqualTo(Errno.SUCCESS);
        assertThat(dir.resolve("empty/moved")).hasContent("f");
    }

    @Test
    void hardLinksAreOneFile() throws IOException {
        Files.writeString(dir.resolve("f"), "f");
        Files.createDirectory(dir.resolve("d"));
        assertThat(guest.link(DIR, "f", DIR, "g")).isEqualTo(Errno.SUCCESS);
        assertThat(guest.stat(DIR, "g", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.i64(24)).isEqualTo(2);
        assertThat(guest.link(DIR, "f", DIR, "g")).isEqualTo(Errno.EXIST);
        assertThat(guest.link(DIR, "f", DIR, "h/")).isEqualTo(Errno.NOENT);
        assertThat(guest.link(DIR, "d", DIR, "h")).isEqualTo(Errno.PERM);
        assertThat(guest.link(DIR, "none", DIR, "h")).isEqualTo(Errno.NOENT);
    }

    @Test
    void symbolicLinksAreMadeReadAndFollowed() throws IOException {
        Files.writeString(dir.resolve("f"), "contents");
        assertThat(guest.symlink("f", DIR, "link")).isEqualTo(Errno.SUCCESS);
        assertThat(guest.symlink("f", DIR, "link")).isEqualTo(Errno.EXIST);
        assertThat(guest.symlink("", DIR, "x")).isEqualTo(Errno.NOENT);
        assertThat(guest.symlink("f", DIR, "x/")).isEqualTo(Errno.NOENT);
        assertThat(guest.stat(DIR, "link", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getByte(16)).isEqualTo((byte) Filetype.SYMBOLIC_LINK.code());
        assertThat(guest.stat(DIR, "link", 1)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.i64(32)).isEqualTo(8);

        int path = guest.put("link");
        assertThat(guest.call("path_readlink", DIR, path, 4, 100, 10, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.i32(0)).isEqualTo(1);
        assertThat(guest.text(100, 1)).isEqualTo("f");
        assertThat(guest.call("path_readlink", DIR, path, 4, 100, 0, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.i32(0)).isZero();
        int file = guest.put("f");
        assertThat(guest.call("path_readlink", DIR, file, 1, 100, 10, 0)).isEqualTo(Errno.INVAL);

        assertThat(guest.onPath("path_unlink_file", DIR, "link")).isEqualTo(Errno.SUCCESS);
        assertThat(dir.resolve("f")).exists();
    }

    /** As Linux has it: a slash asks for what the link leads to, except where a name is made, moved or removed. */
    @Test
    void aSlashFollowsALinkToADirectory() throws IOException {
        Files.createDirectory(dir.resolve("d"));
        Files.createSymbolicLink(dir.resolve("link"), Path.of("d"));
        Files.createSymbolicLink(dir.resolve("dangling"), Path.of("none"));
        Files.createFile(dir.resolve("f"));
        Files.createSymbolicLink(dir.resolve("file"), Path.of("f"));
        for (String path : List.of("link/", "link/.", "link//", "link/./")) {
            assertThat(guest.stat(DIR, path, 0)).as(path).isEqualTo(Errno.SUCCESS);
            assertThat(guest.memory().getByte(16)).as(path).isEqualTo((byte) Filetype.DIRECTORY.code());
            assertThat(guest.tryOpen(DIR, path, 0, Flags.OPEN_DIRECTORY, Rights.FD_READDIR, 0))
                    .as(path)
                    .isEqualTo(Errno.SUCCESS);
            assertThat(guest.call("path_readlink", DIR, guest.put(path), path.length(), 100, 10, 0))
                    .as(path)
                    .isEqualTo(Errno.INVAL);
            assertThat(guest.link(DIR, path, DIR, "x")).as(path).isEqualTo(Errno.PERM);
            assertThat(guest.onPath("path_create_directory", DIR, path))
                    .as(path)
                    .isEqualTo(Errno.EXIST);
            assertThat(guest.tryOpen(DIR, path, 0, 0, Rights.FD_WRITE, 0))
                    .as(path)
                    .isEqualTo(Errno.ISDIR);
        }
        for (String path : List.of("file/", "file/.", "f/", "f/.")) {
            assertThat(guest.stat(DIR, path, 0)).as(path).isEqualTo(Errno.NOTDIR);
            assertThat(guest.stat(DIR, path, 1)).as(path).isEqualTo(Errno.NOTDIR);
            assertThat(guest.onPath("path_unlink_file", DIR, path)).as(path).isEqualTo(Errno.NOTDIR);
            assertThat(guest.onPath("path_remove_directory", DIR, path))
                    .as(path)
                    .isEqualTo(Errno.NOTDIR);
            assertThat(guest.rename(DIR, path, DIR, "x")).as(path).isEqualTo(Errno.NOTDIR);
            assertThat(guest.link(DIR, path, DIR, "x")).as(path).isEqualTo(Errno.NOTDIR);
        }
        assertThat(guest.stat(DIR, "dangling/", 0)).isEqualTo(Errno.NOENT);
        assertThat(guest.onPath("path_create_directory", DIR, "dangling/")).isEqualTo(Errno.EXIST);
        assertThat(guest.onPath("path_remove_directory", DIR, "link/")).isEqualTo(Errno.NOTDIR);
        assertThat(guest.onPath("path_unlink_file", DIR, "link/")).isEqualTo(Errno.NOTDIR);
        assertThat(guest.rename(DIR, "link/", DIR, "x")).isEqualTo(Errno.NOTDIR);
        assertThat(guest.onPath("path_remove_directory", DIR, "d/.")).isEqualTo(Errno.INVAL);
        assertThat(guest.rename(DIR, "d/.", DIR, "x")).isEqualTo(Errno.BUSY);
        assertThat(guest.stat(DIR, "link", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.memory().getByte(16)).isEqualTo((byte) Filetype.SYMBOLIC_LINK.code());
    }

    @Test
    void pathsLeadDownSoFarAndUpAgain() throws IOException {
        Files.createDirectories(dir.resolve("d/".repeat(129)));
        assertThat(guest.stat(DIR, "d/".repeat(128) + "d", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.stat(DIR, "d/".repeat(128) + "d/.", 0)).isEqualTo(Errno.NAMETOOLONG);
        assertThat(guest.stat(DIR, "d/".repeat(129) + "x", 0)).isEqualTo(Errno.NAMETOOLONG);
        int fd = guest.openDirectory(DIR, "d/".repeat(128));
        assertThat(guest.stat(fd, "d/.", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.stat(DIR, "d/../".repeat(800) + "d", 0)).isEqualTo(Errno.SUCCESS);
        assertThat(guest.stat(DIR, "d/".repeat(100) + "../".repeat(101), 0)).isEqualTo(Errno.PERM);
    }

    @Test
    void namesThatAreNotTextAreRefused() {
        int path = guest.put("x");
        guest.memory().putByte(path, (byte) 0xFF);
        assertThat(guest.call("path_create_directory", DIR, path, 1)).isEqualTo(Errno.ILSEQ);
        assertThat(guest.onPath("path_create_directory", DIR, "a\0b")).isEqualTo(Errno.INVAL);
        assertThat(guest.onPath("path_create_directory", DIR, "x".repeat(5000))).isEqualTo(Errno.NAMETOOLONG);
        assertThat(guest.onPath("path_create_directory", DIR, "x".repeat(300))).isEqualTo(Errno.NAMETOOLONG);
    }
}
