package org.wasmi.encoding.type;

import java.util.Locale;
import java.util.Optional;

/**
 * The heap types that no program defines (Wasm specification, 2.3 "Heap types"). They form four hierarchies, below
 * {@link #ANY}, {@link #FUNC}, {@link #EXTERN} and {@link #EXN}.
 */
public enum AbstractHeapType implements HeapType {
    /** The top of its hierarchy: everything that can be compared, and host objects that a guest has converted. */
    ANY(0x6E, "anyref"),
    /** References that can be compared. */
    EQ(0x6D, "eqref"),
    /** Integers of 31 bits. */
    I31(0x6C, "i31ref"),
    /** Structures of any type. */
    STRUCT(0x6B, "structref"),
    /** Arrays of any type. */
    ARRAY(0x6A, "arrayref"),
    /** The bottom of the hierarchy of {@link #ANY}. */
    NONE(0x71, "nullref"),
    /** Functions of any type. */
    FUNC(0x70, "funcref"),
    /** The bottom of the hierarchy of {@link #FUNC}. */
    NOFUNC(0x73, "nullfuncref"),
    /** Host objects. */
    EXTERN(0x6F, "externref"),
    /** The bottom of the hierarchy of {@link #EXTERN}. */
    NOEXTERN(0x72, "nullexternref"),
    /** Exceptions. */
    EXN(0x69, "exnref"),
    /** The bottom of the hierarchy of {@link #EXN}. */
    NOEXN(0x74, "nullexnref");

    private final int code;
    private final String nullable;

    AbstractHeapType(int code, String nullable) {
        this.code = code;
        this.nullable = nullable;
    }

    /** {@return the byte of the type in the binary format (Wasm specification, 5.3)} */
    public int code() {
        return code;
    }

    /** {@return the type with a byte in the binary format, if there is one} */
    public static Optional<AbstractHeapType> ofCode(int code) {
        for (AbstractHeapType each : values()) {
            if (each.code == code) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** {@return the short name of nullable references of this type, such as {@code funcref}} */
    String nullable() {
        return nullable;
    }

    /** {@return the name in the text format, such as {@code func}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
