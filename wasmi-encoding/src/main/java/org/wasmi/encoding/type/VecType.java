package org.wasmi.encoding.type;

/** A vector type (Wasm specification, 2.3.2). */
public enum VecType implements ValType {
    /** 128 bits; two consecutive slots of a frame, the lower half first. */
    V128;

    /** {@return the name in the text format} */
    @Override
    public String toString() {
        return "v128";
    }
}
