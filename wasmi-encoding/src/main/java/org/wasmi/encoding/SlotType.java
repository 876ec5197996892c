package org.wasmi.encoding;

import java.util.Locale;

/**
 * How an instruction sees a slot. A slot of the numeric half of a frame is 64 bits without a type of its own; each
 * instruction brings the type.
 */
public enum SlotType {
    /** The lower 32 bits as an integer. What is in the upper 32 bits is never looked at. */
    I32('i'),
    /** 64 bits as an integer. */
    I64('l'),
    /** The lower 32 bits as a float. */
    F32('f'),
    /** 64 bits as a float. */
    F64('d'),
    /** 128 bits: the numeric halves of two consecutive slots, the lower 64 bits first. */
    V128('v'),
    /** 64 bits, whatever they mean. */
    WORD('w'),
    /** A slot of the reference half of the frame. */
    REF('r'),
    /** A slot of both halves. */
    BOTH('a');

    private final char letter;

    SlotType(char letter) {
        this.letter = letter;
    }

    /** {@return the letter that stands for this type in the rows of {@link Op}} */
    char letter() {
        return letter;
    }

    /** {@return the number of consecutive slots that are seen} */
    public int slots() {
        return this == V128 ? 2 : 1;
    }

    /** {@return whether it sees the reference half of a slot} */
    public boolean hasReference() {
        return this == REF || this == BOTH;
    }

    /** {@return the name as in Wasm's text format, such as {@code i32}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the type that a letter stands for} */
    static SlotType of(char letter) {
        for (SlotType type : values()) {
            if (type.letter == letter) {
                return type;
            }
        }
        throw new IllegalArgumentException("no slot type has the letter " + letter);
    }
}
