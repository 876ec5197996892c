package org.wasmi.translate.internal.binary;

import org.wasmi.encoding.error.InvalidException;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;

/** Reads counts and indices of sections, checked. */
final class Checks {

    private Checks() {}

    /**
     * {@return the length of a list, of which each element takes at least one byte}
     *
     * @param limit what the list counts against
     * @param before how many there are already
     */
    static int count(BinaryReader reader, TranslationLimits limits, TranslationLimit limit, int before) {
        int count = reader.count();
        limits.check(limit, (long) before + count);
        return count;
    }

    /**
     * {@return an index}
     *
     * @param size how many there are in the index space
     * @param what the word for one of them
     */
    static int index(BinaryReader reader, int size, String what) {
        int at = reader.position();
        int index = reader.u32();
        if (Integer.compareUnsigned(index, size) >= 0) {
            throw invalid("unknown " + what + " " + Integer.toUnsignedString(index), at);
        }
        return index;
    }

    static InvalidException invalid(String message, int at) {
        return new InvalidException(message, InvalidException.NO_FUNCTION, at);
    }
}
