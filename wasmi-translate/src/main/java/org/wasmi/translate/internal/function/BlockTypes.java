package org.wasmi.translate.internal.function;

import java.util.List;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;

/** The function types of blocks that are written without naming one (Wasm specification, 3.2.2). */
final class BlockTypes {

    /** No parameters and no results. */
    static final FuncType EMPTY = new FuncType(List.of(), List.of());

    private static final FuncType I32 = create(NumType.I32);
    private static final FuncType I64 = create(NumType.I64);
    private static final FuncType F32 = create(NumType.F32);
    private static final FuncType F64 = create(NumType.F64);

    private BlockTypes() {}

    /** {@return the type of a block without parameters that has one result} */
    static FuncType of(ValType result) {
        if (result instanceof NumType number) {
            return switch (number) {
                case I32 -> I32;
                case I64 -> I64;
                case F32 -> F32;
                case F64 -> F64;
            };
        }
        return create(result);
    }

    private static FuncType create(ValType result) {
        return new FuncType(List.of(), List.of(result));
    }
}
