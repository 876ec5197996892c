package org.wasmi.encoding.type;

/** The type of something that can be imported or exported (Wasm specification, 2.3.16). */
public sealed interface ExternType permits FuncType, TableType, MemoryType, GlobalType, TagType {

    /** {@return the kind of imports and exports with this type} */
    default ExternKind kind() {
        if (this instanceof FuncType) {
            return ExternKind.FUNC;
        } else if (this instanceof TableType) {
            return ExternKind.TABLE;
        } else if (this instanceof MemoryType) {
            return ExternKind.MEMORY;
        }
        return this instanceof GlobalType ? ExternKind.GLOBAL : ExternKind.TAG;
    }
}
