package org.wasmi.exec;

import java.util.Optional;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.Types;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

/**
 * The types of Java that stand for types of Wasm, and the accessors of {@link Invocation} and {@link HostCall} for
 * them.
 */
enum JavaType {
    I32(int.class, NumType.I32, "i32", "I32"),
    I64(long.class, NumType.I64, "i64", "I64"),
    F32(float.class, NumType.F32, "f32", "F32"),
    F64(double.class, NumType.F64, "f64", "F64"),
    V128(Value.V128.class, VecType.V128, "v128", "V128"),
    FUNCTION(WasmFunction.class, RefType.FUNCREF, "reference", "Reference"),
    EXCEPTION(TaggedException.class, new RefType(true, AbstractHeapType.EXN), "reference", "Reference"),
    OBJECT(Object.class, RefType.EXTERNREF, "reference", "Reference");

    private final Class<?> type;

    @SuppressWarnings("ImmutableEnumChecker") // all its cases are: enums and records
    private final ValType valType;

    private final String get;
    private final String suffix;

    JavaType(Class<?> type, ValType valType, String get, String suffix) {
        this.type = type;
        this.valType = valType;
        this.get = get;
        this.suffix = suffix;
    }

    /** {@return what a type of Java stands for, if for any of Wasm} */
    static Optional<JavaType> of(Class<?> type) {
        for (JavaType each : values()) {
            if (each.type == type) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** {@return whether all values of a type of Wasm are of this type, and the other way round but for null} */
    boolean standsFor(ValType wasm) {
        if (wasm instanceof RefType reference) {
            return this
                    == switch (Types.NONE.top(reference.heap())) {
                        case FUNC -> FUNCTION;
                        case EXN -> EXCEPTION;
                        default -> OBJECT;
                    };
        }
        return valType.equals(wasm);
    }

    Class<?> type() {
        return type;
    }

    ValType valType() {
        return valType;
    }

    /** {@return the type that the accessors take and return} */
    Class<?> accessed() {
        return valType.isReference() ? Object.class : type;
    }

    /** {@return the name of the accessor that returns a value} */
    String get() {
        return get;
    }

    /** {@return the name of the accessor that sets a value, given how it begins} */
    String set(String verb) {
        return verb + suffix;
    }
}
