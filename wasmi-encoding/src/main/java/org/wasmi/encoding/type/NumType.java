package org.wasmi.encoding.type;

import java.util.Locale;

/** A number type (Wasm specification, 2.3.1). */
public enum NumType implements ValType {
    /** 32-bit integer, without a sign of its own. */
    I32(0x7F),
    /** 64-bit integer, without a sign of its own. */
    I64(0x7E),
    /** IEEE 754 binary32. */
    F32(0x7D),
    /** IEEE 754 binary64. */
    F64(0x7C);

    private final int code;

    NumType(int code) {
        this.code = code;
    }

    /** {@return the byte of the type in the binary format (Wasm specification, 5.3)} */
    public int code() {
        return code;
    }

    /** {@return the name in the text format, such as {@code i32}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
