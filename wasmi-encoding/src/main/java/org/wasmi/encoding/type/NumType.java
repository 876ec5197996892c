package org.wasmi.encoding.type;

import java.util.Locale;

/** A number type (Wasm specification, 2.3.1). */
public enum NumType implements ValType {
    /** 32-bit integer, without a sign of its own. */
    I32,
    /** 64-bit integer, without a sign of its own. */
    I64,
    /** IEEE 754 binary32. */
    F32,
    /** IEEE 754 binary64. */
    F64;

    /** {@return the name in the text format, such as {@code i32}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
