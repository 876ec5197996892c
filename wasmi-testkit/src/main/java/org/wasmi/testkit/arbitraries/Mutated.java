package org.wasmi.testkit.arbitraries;

import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Bytes that were something valid once, a module or a stored program. Immutable.
 *
 * @param <T> what they were
 */
public final class Mutated<T> {
    private final T original;
    private final String how;
    private final byte[] bytes;

    private Mutated(T original, String how, byte[] bytes) {
        this.original = original;
        this.how = how;
        this.bytes = bytes;
    }

    /** Applies mutations to all bytes from one on, then a last step. */
    static <T> Mutated<T> of(
            T original, byte[] valid, int from, List<Mutation> mutations, UnaryOperator<byte[]> lastStep) {
        byte[] bytes = valid;
        for (Mutation each : mutations) {
            bytes = each.apply(bytes, from);
        }
        return new Mutated<>(original, mutations.toString(), lastStep.apply(bytes));
    }

    static <T> Mutated<T> of(T original, String how, byte[] bytes) {
        return new Mutated<>(original, how, bytes);
    }

    /** {@return what was valid} */
    public T original() {
        return original;
    }

    /** {@return a copy of the bytes} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return what was done, the bytes in hexadecimal, and what was valid} */
    @Override
    public String toString() {
        return how + "\n" + HexFormat.of().formatHex(bytes) + "\nof\n" + original;
    }
}
