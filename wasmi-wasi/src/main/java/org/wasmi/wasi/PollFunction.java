package org.wasmi.wasi;

import static org.wasmi.encoding.type.NumType.I32;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Preview;
import org.wasmi.wasi.internal.abi.Rights;
import org.wasmi.wasi.internal.file.Descriptor;
import org.wasmi.wasi.internal.file.Descriptors;
import org.wasmi.wasi.internal.file.HostErrors;
import org.wasmi.wasi.internal.file.StandardInput;

/** Waiting for time or input: {@code poll_oneoff}. */
final class PollFunction {
    private static final int CLOCK_SIZE = 32;
    private static final int EVENT_SIZE = 32;

    /** More than this is no program but an attempt on the host's memory. */
    private static final int MAX_SUBSCRIPTIONS = 1 << 16;

    /** What it costs to ask a descriptor for its state and to answer. */
    private static final int SUBSCRIPTION_PRICE = 500;

    private static final int CLOCK = 0;
    private static final int FD_READ = 1;
    private static final int FD_WRITE = 2;

    private static final int CLOCK_ABSOLUTE = 1;

    /**
     * How often the store is checked for the end of the guest; also the time in which a stream has to show that it has
     * ended.
     */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final WasiConfig config;
    private final Descriptors descriptors;

    PollFunction(WasiConfig config, Descriptors descriptors) {
        this.config = config;
        this.descriptors = descriptors;
    }

    void define(Definitions definitions) {
        definitions.defineByPreview(
                "poll_oneoff", preview -> (call, memory) -> poll(call, memory, preview), I32, I32, I32, I32);
    }

    /**
     * What has happened.
     *
     * @param userdata the guest's own mark
     * @param type which kind of subscription it answers
     * @param errno what went wrong
     * @param bytes how much there is to read
     */
    private record Event(long userdata, int type, Errno errno, long bytes) {}

    /**
     * A time to wait for.
     *
     * @param userdata the guest's own mark
     * @param nanos how long from the start of the call
     */
    private record Timer(long userdata, long nanos) {}

    /** A stream to wait for. */
    private record Input(long userdata, StandardInput descriptor) {}

    private void poll(HostCall call, GuestMemory memory, Preview preview) throws IOException {
        long count = memory.pointer(2);
        if (count == 0 || count > MAX_SUBSCRIPTIONS) {
            throw new ErrnoException(Errno.INVAL);
        }
        // In preview 0 a name of its own stands before the clock, to which nothing answers.
        int clockOffset = preview == Preview.ZERO ? 24 : 16;
        int size = clockOffset + CLOCK_SIZE;
        long subscriptions = memory.pointer(0, count * size);
        long out = memory.pointer(1, count * EVENT_SIZE);
        long result = memory.pointer(3, 4);

        List<Event> events = new ArrayList<>();
        List<Timer> timers = new ArrayList<>();
        List<Input> inputs = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            memory.payForItem(i, count, SUBSCRIPTION_PRICE);
            subscribe(memory.bytes(), subscriptions + i * size, clockOffset, events, timers, inputs);
        }
        if (events.isEmpty()) {
            await(call.store(), timers, inputs, events);
        }
        for (Event event : events) {
            put(memory.bytes(), out, event);
            out += EVENT_SIZE;
        }
        memory.bytes().putInt(result, events.size());
    }

    /** Adds the subscription to the timers or inputs, or, where there is nothing to wait for, its event. */
    private void subscribe(
            Memory bytes, long at, int clockOffset, List<Event> events, List<Timer> timers, List<Input> inputs) {
        long userdata = bytes.getLong(at);
        int type = bytes.getByte(at + 8);
        try {
            if (type == CLOCK) {
                timers.add(new Timer(userdata, nanosUntil(bytes, at + clockOffset)));
            } else if (type == FD_READ || type == FD_WRITE) {
                Descriptor descriptor = descriptors.get(bytes.getInt(at + 16));
                descriptor.require(Rights.POLL_FD_READWRITE);
                if (type == FD_READ && descriptor instanceof StandardInput input && !input.isReady()) {
                    inputs.add(new Input(userdata, input));
                } else {
                    long available = type == FD_READ ? descriptor.available() : 0;
                    events.add(new Event(userdata, type, Errno.SUCCESS, available));
                }
            } else {
                throw new ErrnoException(Errno.INVAL);
            }
        } catch (ErrnoException e) {
            events.add(new Event(userdata, type, e.errno(), 0));
        } catch (IOException e) {
            events.add(new Event(userdata, type, HostErrors.errno(e), 0));
        }
    }

    /** {@return how long it is until a subscription's time, which the guest says as an unsigned number} */
    private long nanosUntil(Memory bytes, long at) {
        int clock = bytes.getInt(at);
        long timeout = bytes.getLong(at + 8);
        long now = ClockFunctions.now(config, clock);
        long nanos = (bytes.getShort(at + 24) & CLOCK_ABSOLUTE) != 0
                ? (Long.compareUnsigned(timeout, now) <= 0 ? 0 : timeout - now)
                : timeout;
        return nanos < 0 ? Long.MAX_VALUE : nanos;
    }

    private void await(Store store, List<Timer> timers, List<Input> inputs, List<Event> events) throws IOException {
        descriptors.flushStreams();
        if (timers.isEmpty()) {
            // Nothing to do meanwhile: let the read itself wait.
            inputs.forEach(input -> events.add(new Event(input.userdata(), FD_READ, Errno.SUCCESS, 0)));
            return;
        }
        long first = timers.stream().mapToLong(Timer::nanos).min().orElseThrow();
        if (!inputs.isEmpty() && inputs.get(0).descriptor().lookAhead()) {
            first = Math.max(first, STEP_NANOS);
        }
        long start = System.nanoTime();
        long waited = 0;
        while (waited < first && events.isEmpty()) {
            sleep(Math.min(first - waited, STEP_NANOS), inputs);
            store.checkpoint();
            waited = System.nanoTime() - start;
            for (Input input : inputs) {
                if (input.descriptor().isReady()) {
                    events.add(new Event(
                            input.userdata(),
                            FD_READ,
                            Errno.SUCCESS,
                            input.descriptor().available()));
                }
            }
        }
        for (Timer timer : timers) {
            if (timer.nanos() <= waited) {
                events.add(new Event(timer.userdata(), CLOCK, Errno.SUCCESS, 0));
            }
        }
    }

    /** Waits for some time; what inputs, all of which are the one standard input, have to tell ends that early. */
    private static void sleep(long nanos, List<Input> inputs) {
        try {
            if (inputs.isEmpty()) {
                TimeUnit.NANOSECONDS.sleep(nanos);
            } else {
                inputs.get(0).descriptor().await(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ErrnoException(Errno.INTR);
        }
    }

    private static void put(Memory bytes, long at, Event event) {
        bytes.putLong(at, event.userdata());
        bytes.putShort(at + 8, (short) event.errno().code());
        bytes.putShort(at + 10, (short) event.type());
        bytes.putInt(at + 12, 0);
        bytes.putLong(at + 16, event.bytes());
        bytes.putLong(at + 24, 0);
    }
}
