package org.wasmi.testkit.differential;

import java.util.Iterator;
import java.util.Optional;
import org.wasmi.testkit.arbitraries.WasmModule;

/** Compares the modules of one seed after another. Deterministic; not thread-safe. */
public final class Fuzzer {

    /** How many smaller modules are tried at most, to make a module that shows a disagreement small. */
    private static final int MAX_REDUCTIONS = 5_000;

    private final Differential differential;
    private long seed;

    /**
     * Makes a fuzzer.
     *
     * @param differential what compares
     * @param seed the seed of the first module
     */
    public Fuzzer(Differential differential, long seed) {
        this.differential = differential;
        this.seed = seed;
    }

    /**
     * A disagreement.
     *
     * @param seed the seed of the module that showed it
     * @param original as the module of that seed shows it
     * @param reduced as a module shows it that is as small as was found
     */
    public record Finding(long seed, Disagreement original, Disagreement reduced) {}

    /** {@return the seed of the next module} */
    public long seed() {
        return seed;
    }

    /**
     * Compares the module of the next seed and goes on to the seed after that.
     *
     * @return what was found
     */
    public Optional<Finding> next() {
        long current = seed++;
        return differential
                .check(WasmModule.ofSeed(current))
                .map(original -> new Finding(current, original, reduced(original)));
    }

    private Disagreement reduced(Disagreement original) {
        Disagreement smallest = original;
        Iterator<WasmModule> candidates = original.module().reductions().iterator();
        for (int tried = 0; tried < MAX_REDUCTIONS && candidates.hasNext(); tried++) {
            Optional<Disagreement> smaller = differential.check(candidates.next());
            if (smaller.isPresent()) {
                smallest = smaller.get();
                candidates = smallest.module().reductions().iterator();
            }
        }
        return smallest;
    }
}
