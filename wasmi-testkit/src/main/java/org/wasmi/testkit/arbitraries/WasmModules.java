package org.wasmi.testkit.arbitraries;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/**
 * Generates Wasm modules for properties. Modules that falsify a property shrink through {@link
 * WasmModule#reductions()}.
 */
public final class WasmModules {

    /** The length of magic and version. */
    private static final int HEADER = 8;

    private static final int MAX_MUTATIONS = 4;

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
            return ShrinkingDistance.of(value.typeCount(), value.size());
        }
    }

    /** {@return modules with a few random changes of bytes: malformed, invalid or different modules} */
    public static Arbitrary<Mutated<WasmModule>> mutated() {
        return Combinators.combine(valid(), Mutation.any().list().ofMinSize(1).ofMaxSize(MAX_MUTATIONS))
                .as((module, mutations) ->
                        Mutated.of(module, module.wasm(), HEADER, mutations, UnaryOperator.identity()));
    }

    /** A way to make any module malformed (Wasm specification, 5). */
    private record Damage(String name, UnaryOperator<byte[]> apply) {

        /** {@return what appends bytes} */
        static Damage append(String name, int... bytes) {
            return new Damage(name, wasm -> {
                byte[] longer = Arrays.copyOf(wasm, wasm.length + bytes.length);
                for (int i = 0; i < bytes.length; i++) {
                    longer[wasm.length + i] = (byte) bytes[i];
                }
                return longer;
            });
        }
    }

    private static byte[] replaced(byte[] wasm, int at) {
        byte[] copy = wasm.clone();
        copy[at]++;
        return copy;
    }

    private static final List<Damage> DAMAGES = List.of(
            new Damage("nothing", wasm -> new byte[0]),
            new Damage("half the magic", wasm -> Arrays.copyOf(wasm, 2)),
            new Damage("another magic", wasm -> replaced(wasm, 1)),
            new Damage("another version", wasm -> replaced(wasm, 4)),
            new Damage("without the last byte", wasm -> Arrays.copyOf(wasm, wasm.length - 1)),
            Damage.append("an unknown section", 0x20, 0),
            Damage.append("a second section of types", 1, 1, 0),
            Damage.append("a section that is too long", 0, 5, 0),
            Damage.append("a section without a length", 0),
            Damage.append("a length of six bytes", 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0),
            Damage.append("a length of more than 32 bits", 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F),
            Damage.append("a name that is not UTF-8", 0, 3, 2, 0xC3, 0x28));

    /** {@return modules that are malformed by construction, each in exactly one way} */
    public static Arbitrary<Mutated<WasmModule>> malformed() {
        return Combinators.combine(valid(), Arbitraries.of(DAMAGES))
                .as((module, damage) ->
                        Mutated.of(module, damage.name(), damage.apply().apply(module.wasm())));
    }
}
