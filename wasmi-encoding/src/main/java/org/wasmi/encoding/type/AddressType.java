package org.wasmi.encoding.type;

import java.util.Locale;

/** The types of the addresses of a memory or table (Wasm specification, 2.3 "Address types"). */
public enum AddressType {
    /** 32 bits, unsigned. */
    I32(NumType.I32),
    /** 64 bits, unsigned. */
    I64(NumType.I64);

    private final NumType valType;

    AddressType(NumType valType) {
        this.valType = valType;
    }

    /** {@return the type of addresses and sizes as values} */
    public NumType valType() {
        return valType;
    }

    /** {@return the name in the text format, such as {@code i32}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
