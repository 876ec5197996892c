package org.wasmi.wasi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.wasi.internal.abi.Errno;

class PollTest {
    private static final int SUBSCRIPTIONS = 1024;
    private static final int EVENTS = 2048;

    private static void clock(Guest guest, int index, long userdata, int clock, long timeout, int flags) {
        long at = SUBSCRIPTIONS + 48L * index;
        guest.memory().putLong(at, userdata);
        guest.memory().putByte(at + 8, (byte) 0);
        guest.memory().putInt(at + 16, clock);
        guest.memory().putLong(at + 24, timeout);
        guest.memory().putShort(at + 40, (short) flags);
    }

    private static void descriptor(Guest guest, int index, long userdata, int type, int fd) {
        long at = SUBSCRIPTIONS + 48L * index;
        guest.memory().putLong(at, userdata);
        guest.memory().putByte(at + 8, (byte) type);
        guest.memory().putInt(at + 16, fd);
    }

    private static int poll(Guest guest, int count) {
        assertThat(guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, count, 0)).isEqualTo(Errno.SUCCESS);
        return guest.i32(0);
    }

    @Test
    void theShortestTimerEndsTheWait() throws IOException {
        try (Guest guest = new Guest(WasiConfig.DEFAULT)) {
            clock(guest, 0, 7, 1, TimeUnit.HOURS.toNanos(1), 0);
            clock(guest, 1, 8, 1, TimeUnit.MILLISECONDS.toNanos(20), 0);
            long start = System.nanoTime();
            assertThat(poll(guest, 2)).isEqualTo(1);
            assertThat(System.nanoTime() - start).isBetween(20_000_000L, TimeUnit.MINUTES.toNanos(10));
            assertThat(guest.i64(EVENTS)).isEqualTo(8);
            assertThat(guest.i64(EVENTS + 8)).isZero();
        }
    }

    @Test
    @Timeout(60)
    void aDeadlineEndsTheWait() throws IOException {
        try (Guest guest = new Guest(WasiConfig.DEFAULT, true)) {
            clock(guest, 0, 7, 1, TimeUnit.HOURS.toNanos(1), 0);
            guest.store().deadline(Duration.ofMillis(20));
            assertThatThrownBy(() -> poll(guest, 1))
                    .isInstanceOfSatisfying(
                            TrapException.class, trap -> assertThat(trap.trap()).isEqualTo(Trap.DEADLINE_EXCEEDED));
        }
    }

    @Test
    void absoluteTimesAreComparedWithTheirClock() throws IOException {
        WasiConfig config = WasiConfig.DEFAULT.withClock(Clock.fixed(Instant.ofEpochSecond(1000), ZoneOffset.UTC));
        try (Guest guest = new Guest(config)) {
            clock(guest, 0, 1, 0, TimeUnit.SECONDS.toNanos(999), 1);
            clock(guest, 1, 2, 0, -1, 1);
            assertThat(poll(guest, 2)).isEqualTo(1);
            assertThat(guest.i64(EVENTS)).isEqualTo(1);
        }
    }

    @Test
    void whatIsReadyComesBeforeAnyWait() throws IOException {
        WasiConfig config = WasiConfig.DEFAULT.withStdin(new ByteArrayInputStream("abc".getBytes(UTF_8)));
        try (Guest guest = new Guest(config)) {
            clock(guest, 0, 1, 1, TimeUnit.HOURS.toNanos(1), 0);
            descriptor(guest, 1, 2, 1, 0);
            descriptor(guest, 2, 3, 2, 1);
            assertThat(poll(guest, 3)).isEqualTo(2);
            assertThat(guest.i64(EVENTS)).isEqualTo(2);
            assertThat(guest.i32(EVENTS + 8)).isEqualTo(1 << 16);
            assertThat(guest.i64(EVENTS + 16)).isEqualTo(3);
            assertThat(guest.i64(EVENTS + 32)).isEqualTo(3);
            assertThat(guest.i32(EVENTS + 40)).isEqualTo(2 << 16);
        }
    }

    @Test
    @Timeout(60)
    void inputThatDoesNotComeLosesToTheTimer() throws IOException {
        try (PipedOutputStream out = new PipedOutputStream();
                Guest guest = new Guest(WasiConfig.DEFAULT.withStdin(new PipedInputStream(out)))) {
            inputOrTimer(guest, TimeUnit.MILLISECONDS.toNanos(12));
            assertThat(poll(guest, 2)).isEqualTo(1);
            assertThat(guest.i64(EVENTS)).isEqualTo(2);

            // Nothing that comes later is lost, and what is there ends the next wait.
            out.write("hi\n".getBytes(UTF_8));
            out.flush();
            inputOrTimer(guest, TimeUnit.HOURS.toNanos(1));
            assertThat(poll(guest, 2)).isEqualTo(1);
            assertThat(guest.i64(EVENTS)).isEqualTo(1);
            assertThat(guest.i64(EVENTS + 16)).isPositive();
            assertThat(guest.read(0, 100)).isEqualTo("hi\n");
        }
    }

    private static void inputOrTimer(Guest guest, long nanos) {
        descriptor(guest, 0, 1, 1, 0);
        clock(guest, 1, 2, 1, nanos, 0);
    }

    @Test
    @Timeout(60)
    void theEndOfInputEndsTheWait() throws IOException {
        try (Guest guest = new Guest(WasiConfig.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                inputOrTimer(guest, TimeUnit.HOURS.toNanos(1));
                assertThat(poll(guest, 2)).isEqualTo(1);
                assertThat(guest.i64(EVENTS)).isEqualTo(1);
                assertThat(guest.i32(EVENTS + 8)).isEqualTo(1 << 16);
                assertThat(guest.i64(EVENTS + 16)).isZero();
                assertThat(guest.read(0, 10)).isEmpty();
            }
        }
    }

    @Test
    @Timeout(60)
    void theEndOfAPipeEndsTheWaitThatIsOn() throws Exception {
        PipedOutputStream out = new PipedOutputStream();
        try (Guest guest = new Guest(WasiConfig.DEFAULT.withStdin(new PipedInputStream(out)))) {
            inputOrTimer(guest, 1);
            assertThat(poll(guest, 2)).isEqualTo(1);
            out.close();
            inputOrTimer(guest, TimeUnit.HOURS.toNanos(1));
            assertThat(poll(guest, 2)).isEqualTo(1);
            assertThat(guest.i64(EVENTS)).isEqualTo(1);
            assertThat(guest.read(0, 10)).isEmpty();
        }
    }

    @Test
    @Timeout(60)
    void inputThatFailsIsReadyAndTheReadTells() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Bad file descriptor");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
        try (Guest guest = new Guest(WasiConfig.DEFAULT.withStdin(broken))) {
            inputOrTimer(guest, TimeUnit.HOURS.toNanos(1));
            assertThat(poll(guest, 2)).isEqualTo(1);
            assertThat(guest.i64(EVENTS)).isEqualTo(1);
            assertThat(guest.tryRead(0, 10)).isEqualTo(Errno.BADF);
            assertThat(guest.tryRead(0, 10)).isEqualTo(Errno.BADF);
        }
    }

    @Test
    @Timeout(60)
    void aDeadlineEndsTheWaitForInput() throws IOException {
        try (PipedOutputStream out = new PipedOutputStream();
                Guest guest = new Guest(WasiConfig.DEFAULT.withStdin(new PipedInputStream(out)), true)) {
            inputOrTimer(guest, TimeUnit.HOURS.toNanos(1));
            guest.store().deadline(Duration.ofMillis(20));
            assertThatThrownBy(() -> poll(guest, 2))
                    .isInstanceOfSatisfying(
                            TrapException.class, trap -> assertThat(trap.trap()).isEqualTo(Trap.DEADLINE_EXCEEDED));
        }
    }

    @Test
    void inputAloneIsReadySinceItsReadWaits() throws IOException {
        try (Guest guest = new Guest(WasiConfig.DEFAULT)) {
            descriptor(guest, 0, 1, 1, 0);
            assertThat(poll(guest, 1)).isEqualTo(1);
        }
    }

    @Test
    void mistakesAreEventsOfTheirSubscription() throws IOException {
        try (Guest guest = new Guest(WasiConfig.DEFAULT)) {
            descriptor(guest, 0, 1, 1, 77);
            clock(guest, 1, 2, 3, 0, 0);
            descriptor(guest, 2, 3, 9, 0);
            assertThat(poll(guest, 3)).isEqualTo(3);
            assertThat(guest.memory().getShort(EVENTS + 8)).isEqualTo((short) Errno.BADF.code());
            assertThat(guest.memory().getShort(EVENTS + 40)).isEqualTo((short) Errno.NOTSUP.code());
            assertThat(guest.memory().getShort(EVENTS + 72)).isEqualTo((short) Errno.INVAL.code());
            assertThat(guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, 0, 0)).isEqualTo(Errno.INVAL);
        }
    }

    @Test
    void anInterruptEndsTheWait() throws IOException {
        try (Guest guest = new Guest(WasiConfig.DEFAULT)) {
            clock(guest, 0, 1, 1, TimeUnit.HOURS.toNanos(1), 0);
            Thread.currentThread().interrupt();
            assertThat(guest.call("poll_oneoff", SUBSCRIPTIONS, EVENTS, 1, 0)).isEqualTo(Errno.INTR);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
