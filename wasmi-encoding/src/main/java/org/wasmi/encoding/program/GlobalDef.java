package org.wasmi.encoding.program;

import java.util.Objects;
import org.wasmi.encoding.type.GlobalType;

/**
 * A global that a program defines (Wasm specification, 2.5.5).
 *
 * @param type its type
 * @param init its initial value
 */
public record GlobalDef(GlobalType type, ConstExpr init) {

    /** Checks for nulls. */
    public GlobalDef {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(init, "init");
    }
}
