package org.wasmi.encoding.type;

import java.util.function.IntFunction;

/** The type of the value that a field holds (Wasm specification, 2.3 "Composite types"). */
public sealed interface StorageType permits ValType, PackedType {

    /**
     * {@return the type of the operand when such a field is read or written (Wasm specification, 3.3 "unpacked")}
     */
    ValType unpacked();

    /** {@return the number of bytes that a value of this type takes in a data segment; 0 for references} */
    int bytes();

    /**
     * {@return the type independent of its program: each index of a type is replaced}
     *
     * @param defined the types of the program, by index
     */
    default StorageType closed(IntFunction<? extends DefinedType> defined) {
        return this;
    }
}
