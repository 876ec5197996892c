package org.wasmi.testkit.arbitraries;

import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/** Wasm modules for properties. Those that falsify one are made smaller through {@link WasmModule#reductions()}. */
public final class WasmModules {
    private WasmModules() {}

    /** {@return modules that are valid by construction, with calls that end} */
    public static Arbitrary<WasmModule> valid() {
        return Arbitraries.fromGenerator(random -> new Candidate(WasmModule.random(random)));
    }

    private record Candidate(WasmModule value) implements Shrinkable<WasmModule> {
        @Override
        public Stream<Shrinkable<WasmModule>> shrink() {
            return value.reductions().map(Candidate::new);
        }

        @Override
        public ShrinkingDistance distance() {
            return ShrinkingDistance.of(value.size());
        }
    }
}
