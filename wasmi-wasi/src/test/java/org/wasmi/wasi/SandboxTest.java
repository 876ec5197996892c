package org.wasmi.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.Flags;
import org.wasmi.wasi.internal.abi.Rights;

/** A guest reaches nothing outside of the directories given to it. */
class SandboxTest {
    private static final int DIR = 3;
    private static final int READ_ONLY = 4;
    private static final int FOLLOW = Flags.LOOKUP_SYMLINK_FOLLOW;
    private static final long READ = Rights.FILE & ~Rights.WRITING;

    private Path temp;
    private Path inside;
    private Path secret;
    private Guest guest;

    @BeforeEach
    void start(@TempDir Path empty) throws IOException {
        temp = empty;
        inside = Files.createDirectories(temp.resolve("inside"));
        secret = Files.writeString(temp.resolve("secret"), "secret");
        Files.createDirectories(inside.resolve("sub/deep"));
        Files.writeString(inside.resolve("sub/file"), "file");
        Path fixed = Files.createDirectories(temp.resolve("fixed"));
        Files.writeString(fixed.resolve("file"), "fixed");
        guest = new Guest(WasiConfig.DEFAULT.withDirectory(inside, "/inside").withReadOnlyDirectory(fixed, "/fixed"));
    }

    @AfterEach
    void stop() throws IOException {
        guest.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret",
                "..",
                "../",
                "sub/../../secret",
                "sub/deep/../../../secret",
                "../inside/sub/file",
                "./.././secret",
                "/etc/passwd",
                "/",
                "//secret",
            })
    void pathsThatLeadOutAreNotPermitted(String path) {
        assertThat(guest.tryOpen(DIR, path, FOLLOW, 0, READ, 0)).isEqualTo(Errno.PERM);
        assertThat(guest.tryOpen(DIR, path, 0, Flags.OPEN_CREAT, READ, 0)).isEqualTo(Errno.PERM);
        assertThat(guest.stat(DIR, path, 0)).isEqualTo(Errno.PERM);
        assertThat(guest.onPath("path_create_directory", DIR, path)).isEqualTo(Errno.PERM);
        assertThat(guest.onPath("path_remove_directory", DIR, path)).isEqualTo(Errno.PERM);
        assertThat(guest.onPath("path_unlink_file", DIR, path)).isEqualTo(Errno.PERM);
        assertThat(guest.rename(DIR, "sub/file", DIR, path)).isEqualTo(Errno.PERM);
        assertThat(guest.rename(DIR, path, DIR, "x")).isEqualTo(Errno.PERM);
        assertThat(guest.link(DIR, path, DIR, "x")).isEqualTo(Errno.PERM);
        assertThat(guest.link(DIR, "sub/file", DIR, path)).isEqualTo(Errno.PERM);
        assertThat(guest.symlink("x", DIR, path)).isEqualTo(Errno.PERM);
        assertThat(secret).hasContent("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "sub/../../secret", "./../secret", "hop", "sub/up/../../secret"})
    void linksThatLeadOutAreNotFollowed(String text) throws IOException {
        Files.createSymbolicLink(inside.resolve("hop"), Path.of("sub/up/../secret"));
        Files.createSymbolicLink(inside.resolve("sub/up"), Path.of(".."));
        Files.createSymbolicLink(inside.resolve("link"), Path.of(text));
        assertThat(guest.tryOpen(DIR, "link", FOLLOW, 0, READ, 0)).isEqualTo(Errno.PERM);
        assertThat(guest.tryOpen(DIR, "link", FOLLOW, Flags.OPEN_TRUNC, Rights.FILE, 0))
                .isEqualTo(Errno.PERM);
        assertThat(guest.stat(DIR, "link", FOLLOW)).isEqualTo(Errno.PERM);
        assertThat(guest.stat(DIR, "link/x", 0)).isEqualTo(Errno.PERM);
        assertThat(guest.tryOpen(DIR, "link", 0, 0, READ, 0)).isEqualTo(Errno.LOOP);
        assertThat(secret).hasContent("secret");
    }

    @Test
    void absoluteLinksAreNeitherFollowedNorReadNorMade() throws IOException {
        Files.createSymbolicLink(inside.resolve("link"), secret.toAbsolutePath());
        Files.createSymbolicLink(inside.resolve("dir"), temp.toAbsolutePath());
        Files.createSymbolicLink(inside.resolve("home"), inside.toAbsolutePath());
        assertThat(guest.tryOpen(DIR, "link", FOLLOW, 0, READ, 0)).isEqualTo(Errno.PERM);
        assertThat(guest.tryOpen(DIR, "dir/secret", FOLLOW, 0, READ, 0)).isEqualTo(Errno.PERM);
        assertThat(guest.tryOpen(DIR, "home/sub/file", FOLLOW, 0, READ, 0)).isEqualTo(Errno.PERM);
        assertThat(guest.tryOpen(DIR, "dir/new", FOLLOW, Flags.OPEN_CREAT, Rights.FILE, 0))
                .isEqualTo(Errno.PERM);
        int path = guest.put("link");
        assertThat(guest.call("path_readlink", DIR, path, 4, 100, 100, 0)).isEqualTo(Errno.PERM);
        assertThat(guest.symlink("/etc", DIR, "etc")).isEqualTo(Errno.PERM);
        assertThat(inside.resolve("etc")).doesNotExist();
        assertThat(temp.resolve("new")).doesNotExist();
    }

    @Test
    void linksThatStayInsideAreFollowed() throws IOException {
        Files.createSymbolicLink(inside.resolve("sub/deep/link"), Path.of("../../chain"));
        Files.createSymbolicLink(inside.resolve("chain"), Path.of("sub/./file"));
        int fd = guest.open(DIR, "sub/deep/link", 0, READ);
        assertThat(guest.read(fd, 10)).isEqualTo("file");
        Files.createSymbolicLink(inside.resolve("d"), Path.of("sub/"));
        assertThat(guest.read(guest.open(DIR, "d/file", 0, READ), 10)).isEqualTo("file");
        // From a descriptor further down the same link leads out.
        int deep = guest.openDirectory(DIR, "sub/deep");
        assertThat(guest.tryOpen(deep, "link", FOLLOW, 0, READ, 0)).isEqualTo(Errno.PERM);
    }

    @Test
    void createThroughADanglingLinkStaysInside() throws IOException {
        Files.createSymbolicLink(inside.resolve("out"), Path.of("../new"));
        Files.createSymbolicLink(inside.resolve("in"), Path.of("sub/new"));
        assertThat(guest.tryOpen(DIR, "out", FOLLOW, Flags.OPEN_CREAT, Rights.FILE, 0))
                .isEqualTo(Errno.PERM);
        assertThat(guest.tryOpen(DIR, "in", FOLLOW, Flags.OPEN_CREAT | Flags.OPEN_EXCL, Rights.FILE, 0))
                .isEqualTo(Errno.EXIST);
        guest.open(DIR, "in", Flags.OPEN_CREAT, Rights.FILE);
        assertThat(inside.resolve("sub/new")).exists();
        assertThat(temp.resolve("new")).doesNotExist();
    }

    @Test
    void endlessLinksEnd() throws IOException {
        Files.createSymbolicLink(inside.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(inside.resolve("b"), Path.of("a"));
        Files.createSymbolicLink(inside.resolve("self"), Path.of("self/x"));
        assertThat(guest.stat(DIR, "a", FOLLOW)).isEqualTo(Errno.LOOP);
        assertThat(guest.stat(DIR, "self", FOLLOW)).isEqualTo(Errno.LOOP);
        assertThat(guest.stat(DIR, "a", 0)).isEqualTo(Errno.SUCCESS);
    }

    @Test
    void deletingALinkLeavesWhatItNames() throws IOException {
        Path link = Files.createSymbolicLink(inside.resolve("link"), secret.toAbsolutePath());
        assertThat(guest.onPath("path_unlink_file", DIR, "link")).isEqualTo(Errno.SUCCESS);
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(secret).exists();
        Files.createSymbolicLink(inside.resolve("d"), Path.of("sub"));
        assertThat(guest.onPath("path_remove_directory", DIR, "d/")).isEqualTo(Errno.NOTDIR);
    }

    /** The guest itself can move an open directory away and put a link in its place. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere directories are not held open, see NamedDirectoryTest")
    void anOpenDirectoryReplacedByALinkStaysWhatItIs() throws IOException {
        int sub = guest.openDirectory(DIR, "sub");
        int deep = guest.openDirectory(DIR, "sub/deep");
        assertThat(guest.rename(DIR, "sub", DIR, "moved")).isEqualTo(Errno.SUCCESS);
        assertThat(guest.symlink("..", DIR, "sub")).isEqualTo(Errno.SUCCESS);
        Files.createDirectory(temp.resolve("deep"));
        Files.writeString(temp.resolve("deep/secret"), "secret");
        assertThat(guest.tryOpen(sub, "secret", FOLLOW, 0, READ, 0)).isEqualTo(Errno.NOENT);
        assertThat(guest.tryOpen(deep, "secret", FOLLOW, 0, READ, 0)).isEqualTo(Errno.NOENT);
        assertThat(guest.read(guest.open(sub, "file", 0, READ), 10)).isEqualTo("file");
        assertThat(guest.onPath("path_create_directory", deep, "new")).isEqualTo(Errno.SUCCESS);
        assertThat(inside.resolve("moved/deep/new")).isDirectory();
        assertThat(guest.onPath("path_remove_directory", deep, "new")).isEqualTo(Errno.SUCCESS);
        assertThat(guest.onPath("path_remove_directory", DIR, "moved/deep")).isEqualTo(Errno.SUCCESS);
        assertThat(guest.onPath("path_create_directory", deep, "new")).isEqualTo(Errno.NOENT);
    }

    /** One guest's directory may lie in another's, who can put a link in its place. */
    @Test
    void aGivenDirectoryReplacedByALinkLeadsNowhereElse() throws IOException {
        try (Guest inner = new Guest(WasiConfig.DEFAULT.withDirectory(inside.resolve("sub"), "/"))) {
            assertThat(guest.rename(DIR, "sub", DIR, "moved")).isEqualTo(Errno.SUCCESS);
            assertThat(guest.symlink("..", DIR, "sub")).isEqualTo(Errno.SUCCESS);
            assertThat(inner.tryOpen(DIR, "secret", FOLLOW, 0, READ, 0)).isEqualTo(Errno.NOENT);
            assertThat(inner.stat(DIR, "secret", 0)).isEqualTo(Errno.NOENT);
            assertThat(inner.onPath("path_unlink_file", DIR, "secret")).isEqualTo(Errno.NOENT);
            assertThat(secret).hasContent("secret");
        }
    }

    @Test
    void aReadOnlyDirectoryIsOnlyRead() throws IOException {
        assertThat(guest.read(guest.open(READ_ONLY, "file", 0, READ), 10)).isEqualTo("fixed");
        assertThat(guest.tryOpen(READ_ONLY, "file", 0, 0, Rights.FILE, 0)).isEqualTo(Errno.PERM);
        assertThat(guest.tryOpen(READ_ONLY, "file", 0, Flags.OPEN_TRUNC, READ, 0))
                .isEqualTo(Errno.PERM);
        assertThat(guest.tryOpen(READ_ONLY, "new", 0, Flags.OPEN_CREAT, READ, 0))
                .isEqualTo(Errno.PERM);
        assertThat(guest.onPath("path_create_directory", READ_ONLY, "d")).isEqualTo(Errno.PERM);
        assertThat(guest.onPath("path_unlink_file", READ_ONLY, "file")).isEqualTo(Errno.PERM);
        assertThat(guest.rename(READ_ONLY, "file", DIR, "file")).isEqualTo(Errno.PERM);
        assertThat(guest.rename(DIR, "sub/file", READ_ONLY, "new")).isEqualTo(Errno.PERM);
        assertThat(guest.symlink("file", READ_ONLY, "link")).isEqualTo(Errno.PERM);
        // Through a second name elsewhere the guest could write to it.
        assertThat(guest.link(READ_ONLY, "file", DIR, "file")).isEqualTo(Errno.PERM);
        int path = guest.put("file");
        assertThat(guest.call("path_filestat_set_times", READ_ONLY, 0, path, 4, 0L, 0L, Flags.TIMES_MTIM))
                .isEqualTo(Errno.PERM);
        assertThat(temp.resolve("fixed/file")).hasContent("fixed");
        assertThat(temp.resolve("fixed")).isDirectoryContaining("glob:**file");
    }

    @Test
    void aReadOnlyFilesTimesStayToo() {
        int fd = guest.open(READ_ONLY, "file", 0, READ);
        assertThat(guest.call("fd_filestat_set_times", fd, 0L, 0L, Flags.TIMES_MTIM))
                .isEqualTo(Errno.PERM);
    }
}
