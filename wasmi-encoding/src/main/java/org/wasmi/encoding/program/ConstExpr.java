package org.wasmi.encoding.program;

import java.util.Objects;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.type.ValType;

/**
 * A constant expression (Wasm specification, 3.3.13), as the code of a function without parameters that returns the
 * value. Executors run it as any other code, so there is only one evaluator.
 *
 * @param type the type of the value
 * @param code the code, with only the instructions that the specification allows in constant expressions
 */
public record ConstExpr(ValType type, Code code) {

    /** Checks for nulls. */
    public ConstExpr {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(code, "code");
    }
}
