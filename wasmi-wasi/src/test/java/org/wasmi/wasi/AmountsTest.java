package org.wasmi.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.Rights;

/** Work whose amount the guest chooses: it costs fuel, and the guest can be ended while it is done. */
class AmountsTest {

    /** Something that the host gives, which ends the guest when it is first used, and counts how much more is. */
    private static final class Ending {
        private Runnable interrupt = () -> {};
        private long count;

        void use(long amount) {
            if (count == 0) {
                interrupt.run();
            }
            count += amount;
        }

        RandomGenerator random() {
            return new RandomGenerator() {
                @Override
                public long nextLong() {
                    use(8);
                    return 7;
                }
            };
        }

        OutputStream output() {
            return new OutputStream() {
                @Override
                public void write(int b) {
                    use(1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    use(length);
                }
            };
        }

        /** Input that never comes. */
        InputStream input() {
            return new InputStream() {
                @Override
                public int read() {
                    throw new AssertionError("no guest reads this");
                }

                @Override
                public int read(byte[] bytes, int offset, int length) {
                    return read();
                }

                @Override
                public int available() {
                    use(1);
                    return 0;
                }
            };
        }
    }

    private static Trap trapOf(Guest guest, String function, Object... arguments) {
        return catchThrowableOfType(TrapException.class, () -> guest.call(function, arguments))
                .trap();
    }

    private static Guest metered(WasiConfig config, Ending ending) throws IOException {
        Guest guest = new Guest(config, true);
        ending.interrupt = guest.store().interruptHandle()::interrupt;
        return guest;
    }

    /** Vectors of which each but the first describes the same bytes; together they have more than the memory. */
    private static int vectors(Guest guest, int count, int firstLength, int length) {
        int first = guest.vector(0, firstLength);
        for (int i = 1; i < count; i++) {
            guest.vector(0, length);
        }
        return first;
    }

    @Test
    void randomBytesCanBeInterrupted() throws IOException {
        Ending ending = new Ending();
        try (Guest guest = metered(WasiConfig.DEFAULT.withRandom(ending.random()), ending)) {
            assertThat(trapOf(guest, "random_get", 0, 200_000)).isEqualTo(Trap.INTERRUPTED);
            assertThat(ending.count).isBetween(1L, 10_000L);
        }
    }

    @Test
    void writingCanBeInterrupted() throws IOException {
        Ending ending = new Ending();
        try (Guest guest = metered(WasiConfig.DEFAULT.withStdout(ending.output()), ending)) {
            int vectors = vectors(guest, 1_000, 200_000, 200_000);
            assertThat(trapOf(guest, "fd_write", 1, vectors, 1_000, 0)).isEqualTo(Trap.INTERRUPTED);
            assertThat(ending.count).isBetween(1L, 1L << 16);
        }
    }

    @Test
    void emptyVectorsCanBeInterrupted() throws IOException {
        Ending ending = new Ending();
        try (Guest guest = metered(WasiConfig.DEFAULT.withStdout(ending.output()), ending)) {
            int vectors = vectors(guest, 20_000, 1, 0);
            guest.memory().putInt(0, -1);
            assertThat(trapOf(guest, "fd_write", 1, vectors, 20_000, 0)).isEqualTo(Trap.INTERRUPTED);
            assertThat(guest.i32(0)).as("the result").isEqualTo(-1);
        }
    }

    @Test
    void askingManyDescriptorsCanBeInterrupted() throws IOException {
        Ending ending = new Ending();
        try (Guest guest = metered(WasiConfig.DEFAULT.withStdin(ending.input()), ending)) {
            int subscriptions = guest.room(2_000 * 48);
            int events = guest.room(2_000 * 32);
            for (int i = 0; i < 2_000; i++) {
                guest.memory().putByte(subscriptions + 48L * i + 8, (byte) 1);
            }
            assertThat(trapOf(guest, "poll_oneoff", subscriptions, events, 2_000, 0))
                    .isEqualTo(Trap.INTERRUPTED);
            assertThat(ending.count).isBetween(1L, 500L);
        }
    }

    @Test
    void whatIsDoneCostsFuel(@TempDir Path folder) throws IOException {
        for (int i = 0; i < 50; i++) {
            Files.createFile(folder.resolve("f" + i));
        }
        WasiConfig config = WasiConfig.DEFAULT.withDirectory(folder, "/");
        try (Guest guest = new Guest(config, true)) {
            int fd = guest.open(3, "f0", 0, Rights.FILE);
            int large = vectors(guest, 100, 200_000, 200_000);
            int empty = vectors(guest, 10_000, 0, 0);
            long moved = 100L * 200_000 / 64;
            assertThat(cost(guest, "fd_write", fd, large, 100, 0)).isGreaterThan(moved);
            assertThat(cost(guest, "fd_pwrite", fd, large, 100, 0L, 0)).isGreaterThan(moved);
            assertThat(cost(guest, "fd_pread", fd, large, 100, 0L, 0)).isGreaterThan(moved);
            guest.seek(fd, 0, 0);
            assertThat(cost(guest, "fd_read", fd, large, 100, 0)).isGreaterThan(moved);
            assertThat(cost(guest, "fd_write", fd, empty, 10_000, 0)).isGreaterThan(10_000);
            assertThat(cost(guest, "fd_read", fd, empty, 10_000, 0)).isGreaterThan(10_000);
            assertThat(cost(guest, "random_get", 0, 4_096)).isGreaterThan(4_096);
            assertThat(cost(guest, "fd_readdir", 3, 0, 4_096, 0L, 0)).isGreaterThan(50 * 1_000);
            assertThat(cost(guest, "sched_yield")).isBetween(100L, 200L);
        }
    }

    private static long cost(Guest guest, String function, Object... arguments) {
        long before = guest.store().fuelUsed();
        assertThat(guest.call(function, arguments)).isEqualTo(Errno.SUCCESS);
        return guest.store().fuelUsed() - before;
    }

    @Test
    void whoCannotPayGetsNoMore() throws IOException {
        Ending ending = new Ending();
        try (Guest guest = metered(WasiConfig.DEFAULT.withStdout(ending.output()), ending)) {
            ending.count = 1;
            guest.store().addFuel(20_000);
            int vectors = vectors(guest, 100, 200_000, 200_000);
            assertThat(trapOf(guest, "fd_write", 1, vectors, 100, 0)).isEqualTo(Trap.OUT_OF_FUEL);
            assertThat(ending.count).isLessThan(20_000 * 64);
        }
    }
}
