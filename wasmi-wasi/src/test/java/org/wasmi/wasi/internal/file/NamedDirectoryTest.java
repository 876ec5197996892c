package org.wasmi.wasi.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Flags;
import org.wasmi.wasi.internal.abi.Rights;

/** What holds where the host does not show descriptors as paths. */
class NamedDirectoryTest {
    private static final FileTimes TIMES = new FileTimes(Optional.empty(), Optional.of(FileTime.fromMillis(1000)));

    private Path inside;
    private OpenDirectory root;

    @BeforeEach
    void start(@TempDir Path empty) throws IOException {
        inside = Files.createDirectory(empty.resolve("inside"));
        Files.createDirectory(inside.resolve("sub"));
        Files.writeString(inside.resolve("file"), "file");
        root = OpenDirectory.preopen(NamedDirectory.of(inside), "/", false);
    }

    @AfterEach
    void stop() throws IOException {
        root.close();
    }

    private static GuestPath path(String text) {
        return new GuestPath(text, false, () -> {});
    }

    @Test
    void aDirectoryThatWasReplacedByALinkIsGone() throws IOException {
        OpenDirectory sub =
                (OpenDirectory) root.open(path("sub"), Flags.OPEN_DIRECTORY, Rights.DIRECTORY, Rights.ALL, 0);
        sub.createDirectory(path("deep"));
        assertThat(inside.resolve("sub/deep")).isDirectory();
        root.rename(path("sub"), root, path("moved"));
        root.symlink("moved", path("sub"));
        assertThatThrownBy(sub::status).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> sub.entries(true, () -> {})).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> sub.setTimes(TIMES)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> sub.removeDirectory(path("deep"))).isInstanceOf(NoSuchFileException.class);
        assertThat(inside.resolve("moved/deep")).isDirectory();
    }

    @Test
    void aGivenDirectoryThatWasReplacedByALinkIsGone() throws IOException {
        OpenDirectory inner = OpenDirectory.preopen(NamedDirectory.of(inside.resolve("sub")), "/", false);
        root.rename(path("sub"), root, path("moved"));
        root.symlink(".", path("sub"));
        assertThatThrownBy(() -> inner.unlinkFile(path("file"))).isInstanceOf(NoSuchFileException.class);
        assertThat(inside.resolve("file")).exists();
    }

    @Test
    void aFileThatWasReplacedIsNotTakenForTheOther() throws IOException {
        Descriptor file = root.open(path("file"), 0, Rights.FILE, 0, 0);
        long inode = file.status().inode();
        file.setTimes(TIMES);
        assertThat(Files.getLastModifiedTime(inside.resolve("file"))).isEqualTo(FileTime.fromMillis(1000));
        root.rename(path("file"), root, path("moved"));
        Files.writeString(inside.resolve("file"), "another");
        assertThat(file.status().inode()).isEqualTo(inode);
        assertThat(file.status().size()).isEqualTo(4);
        assertThatThrownBy(() -> file.setTimes(TIMES)).isInstanceOf(NoSuchFileException.class);
        file.close();
    }

    /** There are hosts that would make one for the file that the link leads to. */
    @Test
    void aSymbolicLinkGetsNoSecondName() throws IOException {
        root.symlink("../outside", path("link"));
        assertThatThrownBy(() -> root.link(path("link"), root, path("second")))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.NOTSUP));
        root.link(path("file"), root, path("second"));
        assertThat(inside.resolve("second")).hasContent("file");
    }
}
