package org.wasmi.exec;

import org.wasmi.encoding.type.ExternType;

/** What an instance can import and export (Wasm specification, 4.2.11). Belongs to one store. */
public sealed interface Extern permits WasmFunction, Table, Memory, Global, Tag {

    /** {@return the type; that of a table or memory has the size of now as its minimum} */
    ExternType type();

    /** {@return the store that it belongs to} */
    Store store();
}
