package org.wasmi.encoding.program;

import java.util.Objects;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.type.ValType;

/**
 * A constant expression (Wasm specification, 3.3.13): the code of a function without parameters that returns the value.
 * Executors run it like any other code, so there is one evaluator only.
 *
 * @param type the type of the value
 * @param code the code; it may use constants, integer arithmetic, {@code global_get} and {@code ref_func} only
 */
public record ConstExpr(ValType type, Code code) {

    /** Refuses nulls. */
    public ConstExpr {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(code, "code");
    }
}
