package org.wasmi.wasi;

import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.time.Instant;
import org.wasmi.exec.HostCall;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;

/** The clocks: {@code clock_*}. */
final class ClockFunctions {
    private static final int REALTIME = 0;
    private static final int MONOTONIC = 1;
    private static final int PROCESS_CPUTIME = 2;
    private static final int THREAD_CPUTIME = 3;

    private final WasiConfig config;

    ClockFunctions(WasiConfig config) {
        this.config = config;
    }

    void define(Definitions definitions) {
        definitions.define("clock_res_get", ClockFunctions::resolution, I32, I32);
        definitions.define("clock_time_get", this::time, I32, I64, I32);
    }

    /** {@return the time of a clock in nanoseconds} */
    static long now(WasiConfig config, int clock) {
        return switch (clock) {
            case REALTIME -> {
                Instant instant = config.clock().instant();
                yield instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
            }
            case MONOTONIC -> config.nanoTime().getAsLong();
            default -> throw unsupported(clock);
        };
    }

    private static ErrnoException unsupported(int clock) {
        return new ErrnoException(clock == PROCESS_CPUTIME || clock == THREAD_CPUTIME ? Errno.NOTSUP : Errno.INVAL);
    }

    /** What Java's own clocks can tell apart: microseconds of the day, nanoseconds of the monotonic clock. */
    private static void resolution(HostCall call, GuestMemory memory) {
        int clock = call.i32(0);
        long nanos =
                switch (clock) {
                    case REALTIME -> 1_000;
                    case MONOTONIC -> 1;
                    default -> throw unsupported(clock);
                };
        memory.bytes().putLong(memory.pointer(1), nanos);
    }

    private void time(HostCall call, GuestMemory memory) {
        memory.bytes().putLong(memory.pointer(2), now(config, call.i32(0)));
    }
}
