package org.wasmi.encoding.type;

/** A vector type (Wasm specification, 2.3.2). */
public enum VecType implements ValType {
    /** 128 bits; two consecutive slots of a frame, the lower half first. */
    V128(0x7B);

    private final int code;

    VecType(int code) {
        this.code = code;
    }

    /** {@return the byte of the type in the binary format (Wasm specification, 5.3)} */
    public int code() {
        return code;
    }

    /** {@return the name in the text format} */
    @Override
    public String toString() {
        return "v128";
    }
}
