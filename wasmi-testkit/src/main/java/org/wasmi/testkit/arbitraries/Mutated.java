package org.wasmi.testkit.arbitraries;

import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The bytes of a valid module or stored program after some mutations. Immutable.
 *
 * @param <T> the type of the valid object
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

    /** {@return the valid object before the mutations} */
    public T original() {
        return original;
    }

    /** {@return a copy of the bytes} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return the mutations, the bytes in hexadecimal, and the valid object} */
    @Override
    public String toString() {
        return how + "\n" + HexFormat.of().formatHex(bytes) + "\nof\n" + original;
    }
}
