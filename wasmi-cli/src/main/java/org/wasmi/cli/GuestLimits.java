package org.wasmi.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.StoreLimits;
import picocli.CommandLine.Option;

/** The options that say how much a guest may take, and what it took. */
final class GuestLimits {

    @Option(
            names = "--fuel",
            paramLabel = "N",
            converter = Amounts.OfCount.class,
            description =
                    "How much fuel the guest may burn, such as 10k or 1M, some 1 for each operator; beyond that it "
                            + "traps.")
    private @Nullable Long fuel;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Amounts.OfTime.class,
            description = "How long the guest may run, such as 500ms or 2s; beyond that it traps.")
    private @Nullable Duration timeout;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            converter = Amounts.OfBytes.class,
            description = "How much memory the guest may have, such as 64MiB; beyond that, growth fails.")
    private @Nullable Long maxMemory;

    @Option(
            names = "--max-call-depth",
            paramLabel = "N",
            converter = Amounts.OfCount.class,
            description = "How many calls of the guest may nest; beyond that it traps.")
    private @Nullable Long maxCallDepth;

    @Option(
            names = "--stats",
            description =
                    "Say on standard error what the guest took: fuel, memory, calls and time. It is metered for that.")
    private boolean stats;

    /** {@return whether to meter the guest} */
    boolean wantsMetering() {
        return needsMetering() || stats;
    }

    /** {@return whether the guest must be metered} */
    boolean needsMetering() {
        return fuel != null || timeout != null;
    }

    /**
     * {@return what the guest may take}
     *
     * @throws CommandException if an option is out of its range
     */
    StoreLimits limits() {
        StoreLimits limits = StoreLimits.DEFAULT;
        if (maxMemory != null) {
            limits = limit(limits, StoreLimit.TOTAL_MEMORY_BYTES, maxMemory);
        }
        return maxCallDepth == null ? limits : limit(limits, StoreLimit.CALL_DEPTH, maxCallDepth);
    }

    private static StoreLimits limit(StoreLimits limits, StoreLimit limit, long value) {
        try {
            return limits.with(limit, value);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    /** Sets fuel and deadline. */
    void apply(Store store) {
        if (fuel != null) {
            store.addFuel(fuel);
        }
        if (timeout != null) {
            store.deadline(timeout);
        }
    }

    /** {@return whether to say what the guest took} */
    boolean wantsStats() {
        return stats;
    }

    /** {@return what the guest took, a line each} */
    static String stats(Store store, boolean metered, Duration time) {
        return String.join(
                System.lineSeparator(),
                "fuel used:     " + (metered ? store.fuelUsed() : "not metered"),
                "peak memory:   " + store.memoryBytes() + " bytes",
                "deepest call:  " + store.deepestCall(),
                "calls to host: " + store.hostCalls(),
                "time:          " + time.toMillis() + " ms");
    }
}
