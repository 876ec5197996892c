package org.wasmi.encoding.type;

import java.util.function.IntFunction;

/** What a field holds (Wasm specification, 2.3 "Composite types"). */
public sealed interface StorageType permits ValType, PackedType {

    /**
     * {@return the type apart from its program}
     *
     * @param defined the types of the program, by index
     */
    default StorageType closed(IntFunction<? extends DefinedType> defined) {
        return this;
    }
}
