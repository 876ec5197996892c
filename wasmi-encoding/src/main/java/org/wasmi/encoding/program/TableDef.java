package org.wasmi.encoding.program;

import java.util.Objects;
import java.util.Optional;
import org.wasmi.encoding.type.TableType;

/**
 * A table that a program defines (Wasm specification, 2.5.3).
 *
 * @param type its type
 * @param init the initial value of its elements, the null reference if absent
 */
public record TableDef(TableType type, Optional<ConstExpr> init) {

    /** Checks for nulls. */
    public TableDef {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(init, "init");
    }
}
