package org.wasmi.encoding.type;

import java.util.function.IntFunction;

/**
 * A value type (Wasm specification, 2.3.4). Consumers switch over the permitted types exhaustively; later proposals add
 * cases to {@link HeapType}, not new kinds.
 */
public sealed interface ValType extends StorageType permits NumType, VecType, RefType {

    /** {@return the number of frame slots for a value of this type: 2 for v128, 1 for all others} */
    default int slots() {
        return this == VecType.V128 ? 2 : 1;
    }

    /** {@return whether values of this type are references, which are in the reference half of a slot} */
    default boolean isReference() {
        return this instanceof RefType;
    }

    @Override
    default ValType unpacked() {
        return this;
    }

    @Override
    default ValType closed(IntFunction<? extends DefinedType> defined) {
        return this;
    }

    @Override
    default int bytes() {
        if (this instanceof NumType number) {
            return switch (number) {
                case I32, F32 -> Integer.BYTES;
                case I64, F64 -> Long.BYTES;
            };
        }
        return this == VecType.V128 ? 2 * Long.BYTES : 0;
    }
}
