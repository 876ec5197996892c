package org.wasmi.testkit.arbitraries;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * A change of a few bytes.
 *
 * @param kind what is done
 * @param at where, as a share of what may be changed: from 0, below 1
 * @param value the byte to put there, where one is put
 */
record Mutation(Kind kind, double at, byte value) {

    /** What is done. */
    enum Kind {
        REPLACE,
        INSERT,
        DELETE,
        FLIP,
        TRUNCATE
    }

    /** {@return mutations of all kinds, with bytes that mean something more often than others} */
    static Arbitrary<Mutation> any() {
        Arbitrary<Byte> telling = Arbitraries.of(0x00, 0x01, 0x02, 0x0B, 0x20, 0x40, 0x41, 0x6F, 0x70, 0x7F, 0x80, 0xFC)
                .map(Integer::byteValue);
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(8, Arbitraries.just(Kind.REPLACE)),
                                Tuple.of(3, Arbitraries.of(Kind.FLIP, Kind.INSERT, Kind.DELETE)),
                                Tuple.of(1, Arbitraries.just(Kind.TRUNCATE))),
                        Arbitraries.doubles().between(0, true, 1, false),
                        Arbitraries.oneOf(telling, Arbitraries.bytes()))
                .as(Mutation::new);
    }

    /**
     * {@return a copy with this change}
     *
     * @param bytes what is changed
     * @param from the first byte that may be changed
     */
    byte[] apply(byte[] bytes, int from) {
        if (bytes.length <= from) {
            return bytes.clone();
        }
        int place = from + (int) (at * (bytes.length - from));
        return switch (kind) {
            case REPLACE -> with(bytes, place, value);
            case FLIP -> with(bytes, place, (byte) (bytes[place] ^ 1 << (value & 7)));
            case TRUNCATE -> Arrays.copyOf(bytes, place);
            case DELETE -> spliced(bytes, place, place + 1);
            case INSERT -> with(spliced(bytes, place, place), place, value);
        };
    }

    private static byte[] with(byte[] bytes, int place, byte value) {
        byte[] copy = bytes.clone();
        copy[place] = value;
        return copy;
    }

    /** {@return a copy without a byte, or with a zero before one if the range is empty} */
    private static byte[] spliced(byte[] bytes, int from, int to) {
        int gap = from == to ? 1 : 0;
        byte[] copy = Arrays.copyOf(bytes, bytes.length + gap - (to - from));
        System.arraycopy(bytes, to, copy, from + gap, bytes.length - to);
        return copy;
    }
}
