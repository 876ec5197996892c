package org.wasmi.encoding;

import java.util.Locale;

/**
 * The type as which an instruction accesses a slot. The numeric half of a slot is 64 bits without a type of its own;
 * each instruction determines the type.
 */
public enum SlotType {
    /** The lower 32 bits as an integer. The upper 32 bits are ignored. */
    I32('i'),
    /** 64 bits as an integer. */
    I64('l'),
    /** The lower 32 bits as a float. */
    F32('f'),
    /** 64 bits as a float. */
    F64('d'),
    /** 128 bits: the numeric halves of two consecutive slots, the lower 64 bits first. */
    V128('v'),
    /** 64 bits of any type. */
    WORD('w'),
    /** The reference half of a slot. */
    REF('r'),
    /** Both halves of a slot. */
    BOTH('a');

    private final char letter;

    SlotType(char letter) {
        this.letter = letter;
    }

    /** {@return the letter for this type in the rows of {@link Op}} */
    char letter() {
        return letter;
    }

    /** {@return the number of consecutive slots that are accessed} */
    public int slots() {
        return this == V128 ? 2 : 1;
    }

    /** {@return whether it includes the reference half of a slot} */
    public boolean hasReference() {
        return this == REF || this == BOTH;
    }

    /** {@return the name in Wasm's text format, such as {@code i32}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the type with a letter} */
    static SlotType of(char letter) {
        for (SlotType type : values()) {
            if (type.letter == letter) {
                return type;
            }
        }
        throw new IllegalArgumentException("no slot type has the letter " + letter);
    }
}
