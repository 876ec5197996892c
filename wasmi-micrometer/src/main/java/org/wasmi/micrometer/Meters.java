package org.wasmi.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.wasmi.encoding.error.Trap;

/** The meters of a registry that stores write. Thread-safe. */
final class Meters {
    final Counter fuel;
    final Timer instantiations;
    private final Map<Outcome, Timer> calls = new EnumMap<>(Outcome.class);
    private final Map<Trap, Counter> traps = new EnumMap<>(Trap.class);

    /** How a call from the host can end. */
    enum Outcome {
        RETURNED,
        TRAPPED,
        THREW,
        SUSPENDED
    }

    Meters(MeterRegistry registry, Tags tags) {
        fuel = Counter.builder("wasmi.fuel")
                .description("Fuel that guests have used")
                .tags(tags)
                .register(registry);
        instantiations = Timer.builder("wasmi.instantiations")
                .description("Instances that were made")
                .tags(tags)
                .register(registry);
        for (Outcome each : Outcome.values()) {
            calls.put(
                    each,
                    Timer.builder("wasmi.calls")
                            .description("Calls of guests by the host")
                            .tags(tags.and("outcome", name(each)))
                            .register(registry));
        }
        for (Trap each : Trap.values()) {
            traps.put(
                    each,
                    Counter.builder("wasmi.traps")
                            .description("Traps that have reached the host")
                            .tags(tags.and("trap", name(each)))
                            .register(registry));
        }
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    Timer calls(Outcome outcome) {
        return Objects.requireNonNull(calls.get(outcome));
    }

    Counter traps(Trap trap) {
        return Objects.requireNonNull(traps.get(trap));
    }
}
