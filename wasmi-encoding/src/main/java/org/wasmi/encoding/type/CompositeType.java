package org.wasmi.encoding.type;

import java.util.function.IntFunction;

/** A function, structure or array type (Wasm specification, 2.3 "Composite types"). */
public sealed interface CompositeType permits FuncType, StructType, ArrayType {

    /** {@return the type independent of its program, see {@link StorageType#closed}} */
    CompositeType closed(IntFunction<? extends DefinedType> defined);

    /** {@return the abstract type of all types of this form} */
    default AbstractHeapType abstractType() {
        if (this instanceof FuncType) {
            return AbstractHeapType.FUNC;
        }
        return this instanceof StructType ? AbstractHeapType.STRUCT : AbstractHeapType.ARRAY;
    }
}
