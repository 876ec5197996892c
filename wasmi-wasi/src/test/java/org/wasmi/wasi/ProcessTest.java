package org.wasmi.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.wasi.internal.abi.Errno;

class ProcessTest {

    @Test
    void everyFunctionOfPreview1Links() throws IOException {
        assertThat(Guest.FUNCTIONS).hasSize(46);
        try (Guest guest = new Guest(WasiConfig.DEFAULT)) {
            assertThat(guest.call("sched_yield")).isEqualTo(Errno.SUCCESS);
        }
    }

    @Test
    void argumentsAreTerminatedStringsBehindPointers() throws IOException {
        try (Guest guest = new Guest(WasiConfig.DEFAULT.withArguments(List.of("prog", "", "grün")))) {
            assertThat(guest.call("args_sizes_get", 0, 8)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.i32(0)).isEqualTo(3);
            assertThat(guest.i32(8)).isEqualTo(5 + 1 + 6);

            assertThat(guest.call("args_get", 16, 100)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.i32(16)).isEqualTo(100);
            assertThat(guest.i32(20)).isEqualTo(105);
            assertThat(guest.i32(24)).isEqualTo(106);
            assertThat(guest.text(100, 12)).isEqualTo("prog\0\0grün\0");
        }
    }

    @Test
    void variablesAreNamesWithValuesInOrder() throws IOException {
        WasiConfig config = WasiConfig.DEFAULT.withVariable("B", "1=2").withVariable("A", "");
        try (Guest guest = new Guest(config)) {
            assertThat(guest.call("environ_sizes_get", 0, 8)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.i32(0)).isEqualTo(2);
            assertThat(guest.i32(8)).isEqualTo(9);
            assertThat(guest.call("environ_get", 0, 8)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.text(8, 9)).isEqualTo("B=1=2\0A=\0");
        }
    }

    @Test
    void whatCannotBeHandedOverIsRefused() {
        assertThatThrownBy(() -> WasiConfig.DEFAULT.withArguments(List.of("a\0b")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WasiConfig.DEFAULT.withEnvironment(Map.of("a=b", "c")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WasiConfig.DEFAULT.withVariable("", "c")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void clocksTellTheConfiguredTime() throws IOException {
        WasiConfig config = WasiConfig.DEFAULT
                .withClock(Clock.fixed(Instant.ofEpochSecond(1_700_000_000, 123_456_789), ZoneOffset.UTC))
                .withNanoTime(() -> 42);
        try (Guest guest = new Guest(config)) {
            assertThat(guest.call("clock_time_get", 0, 1L, 0)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.i64(0)).isEqualTo(1_700_000_000_123_456_789L);
            assertThat(guest.call("clock_time_get", 1, 1L, 0)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.i64(0)).isEqualTo(42);
            assertThat(guest.call("clock_time_get", 2, 1L, 0)).isEqualTo(Errno.NOTSUP);
            assertThat(guest.call("clock_time_get", 4, 1L, 0)).isEqualTo(Errno.INVAL);
            assertThat(guest.call("clock_res_get", 0, 0)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.i64(0)).isEqualTo(1000);
            assertThat(guest.call("clock_res_get", 9, 0)).isEqualTo(Errno.INVAL);
        }
    }

    @Test
    void randomBytesFillTheRangeAndNothingElse() throws IOException {
        int size = 100_000;
        byte[] expected = new byte[size];
        Random same = new Random(7);
        byte[] chunk = new byte[1 << 16];
        same.nextBytes(chunk);
        System.arraycopy(chunk, 0, expected, 0, chunk.length);
        same.nextBytes(chunk);
        System.arraycopy(chunk, 0, expected, chunk.length, size - chunk.length);

        try (Guest guest = new Guest(WasiConfig.DEFAULT.withRandom(new Random(7)))) {
            assertThat(guest.call("random_get", 10, size)).isEqualTo(Errno.SUCCESS);
            byte[] actual = new byte[size];
            guest.memory().read(10, actual, 0, size);
            assertThat(actual).isEqualTo(expected);
            assertThat(guest.i64(2)).isZero();
            assertThat(guest.i64(10 + size)).isZero();
        }
    }

    @Test
    void exitUnwindsTheGuestWithItsCode() throws IOException {
        try (Guest guest = new Guest(WasiConfig.DEFAULT)) {
            assertThatThrownBy(() -> guest.call("proc_exit", -3))
                    .isInstanceOfSatisfying(ProcExitException.class, e -> assertThat(e.exitCode())
                            .isEqualTo(-3))
                    .hasMessage("exit code 4294967293");
        }
    }

    @Test
    void whatThereIsNotSaysSo() throws IOException {
        try (Guest guest = new Guest(WasiConfig.DEFAULT)) {
            assertThat(guest.call("proc_raise", 2)).isEqualTo(Errno.NOSYS);
            assertThat(guest.call("sock_shutdown", 0, 0)).isEqualTo(Errno.NOTSOCK);
            assertThat(guest.call("sock_shutdown", 9, 0)).isEqualTo(Errno.BADF);
        }
    }

    /** The memory has 4 pages: 0x40000 bytes. */
    @ParameterizedTest
    @CsvSource({
        "args_sizes_get, 0x3fffd 0",
        "args_sizes_get, 0 -1",
        "args_get, 0x3ffff 0",
        "args_get, 0 0x3fffc",
        "clock_res_get, 0 0x3fff9",
        "clock_time_get, 0 0L -8",
        "random_get, 0x3ffff 2",
        "random_get, 1 -1",
        "fd_fdstat_get, 1 0x3ffe9",
        "fd_filestat_get, 1 0x3ffc1",
        "fd_write, 1 0x3fff9 1 0",
        "fd_write, 1 0 0x10000000 0",
        "fd_write, 1 0 1 0x3fffd",
        "fd_read, 0 -1 1 0",
        "fd_seek, 1 0L 0 0x3fffc",
        "poll_oneoff, 0x3fff0 0 1 0",
        "poll_oneoff, 0 0x3fff0 1 0",
        "poll_oneoff, 0 100 1 -1",
    })
    void pointersOutOfTheMemoryFault(String function, String arguments) throws IOException {
        try (Guest guest = new Guest(WasiConfig.DEFAULT.withArguments(List.of("prog")))) {
            Object[] values = new Object[arguments.split(" ").length];
            for (int i = 0; i < values.length; i++) {
                String word = arguments.split(" ")[i];
                values[i] = word.endsWith("L")
                        ? (Object) Long.decode(word.substring(0, word.length() - 1))
                        : (Object) Integer.decode(word);
            }
            assertThat(guest.call(function, values)).isEqualTo(Errno.FAULT);
        }
    }

    @Test
    void aVectorOutOfTheMemoryFaultsBeforeAnythingIsWritten() throws IOException {
        var out = new ByteArrayOutputStream();
        try (Guest guest = new Guest(WasiConfig.DEFAULT.withStdout(out))) {
            int first = guest.vector(guest.put("hello"), 5);
            guest.vector(0x3ffff, 2);
            assertThat(guest.call("fd_write", 1, first, 2, 0)).isEqualTo(Errno.FAULT);
        }
        assertThat(out.toByteArray()).isEmpty();
    }
}
