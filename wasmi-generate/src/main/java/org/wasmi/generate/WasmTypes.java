package org.wasmi.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import java.util.List;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.Types;
import org.wasmi.encoding.type.ValType;

/** The types of Java that stand for those of Wasm, as in bound interfaces of wasmi-exec. */
final class WasmTypes {
    private static final String EXEC = "org.wasmi.exec";

    /** What a method takes at most, as the JVM counts: its object is one of 255 (JVM Specification, 4.3.3). */
    private static final int MAX_SLOTS = 254;

    private WasmTypes() {}

    /** {@return the type for values of a type} */
    static TypeName java(Types types, ValType type) {
        if (type instanceof NumType number) {
            return switch (number) {
                case I32 -> TypeName.INT;
                case I64 -> TypeName.LONG;
                case F32 -> TypeName.FLOAT;
                case F64 -> TypeName.DOUBLE;
            };
        } else if (type instanceof RefType reference) {
            return switch (types.top(reference.heap())) {
                case FUNC -> ClassName.get(EXEC, "WasmFunction");
                case EXN -> ClassName.get(EXEC, "TaggedException");
                default -> ClassName.OBJECT;
            };
        }
        return ClassName.get(EXEC, "Value", "V128");
    }

    /** {@return whether a method can have a type, beside some parameters of its own} */
    static boolean fits(FuncType type, int more) {
        return slots(type.params()) + more <= MAX_SLOTS && slots(type.results()) <= MAX_SLOTS;
    }

    private static int slots(List<ValType> types) {
        return types.stream()
                .mapToInt(type -> type == NumType.I64 || type == NumType.F64 ? 2 : 1)
                .sum();
    }

    /** {@return whether a host function that a method of Java defines can have a type} */
    static boolean isOfMethod(FuncType type) {
        return java.util.stream.Stream.concat(type.params().stream(), type.results().stream())
                .allMatch(
                        each -> !each.isReference() || each.equals(RefType.FUNCREF) || each.equals(RefType.EXTERNREF));
    }
}
