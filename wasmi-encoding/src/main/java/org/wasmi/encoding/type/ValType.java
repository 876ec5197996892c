package org.wasmi.encoding.type;

/**
 * A value type (Wasm specification, 2.3.4). Consumers switch over the permitted types exhaustively; later proposals add
 * cases to {@link HeapType}, not new kinds.
 */
public sealed interface ValType permits NumType, VecType, RefType {

    /** {@return the number of 64-bit frame slots that a value of this type takes: 2 for v128, 1 for everything else} */
    default int slots() {
        return this == VecType.V128 ? 2 : 1;
    }

    /** {@return whether values of this type are references, which live in the reference half of a frame} */
    default boolean isReference() {
        return this instanceof RefType;
    }
}
