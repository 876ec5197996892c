package org.wasmi.wasi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.encoding.program.Program;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.Filetype;
import org.wasmi.wasi.internal.abi.Rights;

/** Programs that import from {@code wasi_unstable}, where some structures and numbers are others than in preview 1. */
class Preview0Test {
    private static final int SUBSCRIPTIONS = 1024;
    private static final int EVENTS = 2048;
    private static final int RESULT = 3072;

    @Test
    void everyFunctionLinks() throws IOException {
        try (Guest guest = Guest.ofPreview0(WasiConfig.DEFAULT)) {
            assertThat(guest.call("sched_yield")).isEqualTo(Errno.SUCCESS);
        }
        assertThat(Wasi.isImportedBy(Guest.program(false, "wasi_unstable"))).isTrue();
        assertThat(Wasi.isImportedBy(Guest.program(false, "wasi_snapshot_preview1")))
                .isTrue();
        assertThat(Wasi.isImportedBy(Guest.program(false, "wasi"))).isFalse();
        assertThat(Wasi.isImportedBy(Program.builder().build())).isFalse();
    }

    /** 56 bytes: the number of links has 32 bits. */
    @Test
    void statusHasShortLinkCounts(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "hello");
        Files.setLastModifiedTime(file, FileTime.from(1_000_000_007, TimeUnit.SECONDS));
        Files.createLink(folder.resolve("other"), file);
        try (Guest guest = Guest.ofPreview0(WasiConfig.DEFAULT.withDirectory(folder, "/"))) {
            guest.memory().putLong(56, 0x1234_5678);
            assertThat(guest.stat(3, "file", 0)).isEqualTo(Errno.SUCCESS);
            assertFile(guest);

            int fd = guest.open(3, "file", 0, Rights.FILE);
            guest.memory().putBytes(0, new byte[56]);
            assertThat(guest.call("fd_filestat_get", fd, 0)).isEqualTo(Errno.SUCCESS);
            assertFile(guest);
        }
    }

    private static void assertFile(Guest guest) {
        assertThat(guest.memory().getByte(16)).isEqualTo((byte) Filetype.REGULAR_FILE.code());
        assertThat(guest.i32(20)).isEqualTo(2);
        assertThat(guest.i64(24)).isEqualTo(5);
        assertThat(guest.i64(40)).isEqualTo(1_000_000_007_000_000_000L);
        assertThat(guest.i64(56)).as("what follows").isEqualTo(0x1234_5678);
    }

    /** CUR is 0, END 1 and SET 2. */
    @Test
    void positionsAreRelativeInAnotherOrder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("file"), "0123456789");
        try (Guest guest = Guest.ofPreview0(WasiConfig.DEFAULT.withDirectory(folder, "/"))) {
            int fd = guest.open(3, "file", 0, Rights.FILE);
            assertThat(guest.seek(fd, 3, 2)).isEqualTo(3);
            assertThat(guest.seek(fd, 4, 0)).isEqualTo(7);
            assertThat(guest.seek(fd, -1, 1)).isEqualTo(9);
            assertThat(guest.call("fd_seek", fd, 0L, 3, 0)).isEqualTo(Errno.INVAL);
            assertThat(guest.call("fd_seek", fd, 0L, -1, 0)).isEqualTo(Errno.INVAL);
        }
    }

    /** 56 bytes each: a clock has an identifier before its number. */
    @Test
    void subscriptionsAreLonger() throws IOException {
        WasiConfig config = WasiConfig.DEFAULT.withStdin(new ByteArrayInputStream("abc".getBytes(UTF_8)));
        try (Guest guest = Guest.ofPreview0(config)) {
            clock(guest, 0, 7, 1);
            assertThat(poll(guest, 1)).isEqualTo(1);
            assertThat(guest.i64(EVENTS)).isEqualTo(7);
            assertThat(guest.i32(EVENTS + 8)).isZero();

            clock(guest, 0, 7, TimeUnit.HOURS.toNanos(1));
            guest.memory().putLong(SUBSCRIPTIONS + 56, 8);
            guest.memory().putByte(SUBSCRIPTIONS + 56 + 8, (byte) 1);
            guest.memory().putInt(SUBSCRIPTIONS + 56 + 16, 0);
            assertThat(poll(guest, 2)).isEqualTo(1);
            assertThat(guest.i64(EVENTS)).isEqualTo(8);
            assertThat(guest.i32(EVENTS + 8)).isEqualTo(1 << 16);
            assertThat(guest.i64(EVENTS + 16)).isEqualTo(3);

            assertThat(guest.call("poll_oneoff", (4 << 16) - 48, EVENTS, 1, RESULT))
                    .isEqualTo(Errno.FAULT);
        }
    }

    private static void clock(Guest guest, int index, long userdata, long timeout) {
        int at = SUBSCRIPTIONS + 56 * index;
        guest.memory().putLong(at, userdata);
        guest.memory().putByte(at + 8, (byte) 0);
        guest.memory().putLong(at + 16, 99);
        guest.memory().putInt(at + 24, 1);
        guest.memory().putLong(at + 32, timeout);
        guest.memory().putLong(at + 40, 0);
        guest.memory().putShort(at + 48, (short) 0);
    }

    private static int poll(Guest guest, int count) {
        assertThat(guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, count, RESULT))
                .isEqualTo(Errno.SUCCESS);
        return guest.i32(RESULT);
    }
}
