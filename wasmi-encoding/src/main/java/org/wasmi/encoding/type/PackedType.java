package org.wasmi.encoding.type;

import java.util.Locale;

/** The types of narrow integers, which only fields hold (Wasm specification, 2.3 "Composite types"). */
public enum PackedType implements StorageType {
    /** 8 bits. */
    I8(0x78),
    /** 16 bits. */
    I16(0x77);

    private final int code;

    PackedType(int code) {
        this.code = code;
    }

    /** {@return the byte of the type in the binary format (Wasm specification, 5.3)} */
    public int code() {
        return code;
    }

    @Override
    public ValType unpacked() {
        return NumType.I32;
    }

    @Override
    public int bytes() {
        return this == I8 ? Byte.BYTES : Short.BYTES;
    }

    /** {@return the name in the text format, such as {@code i8}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
