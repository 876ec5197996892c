package org.wasmi.encoding.program;

import java.util.Objects;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;

/**
 * A constant expression (Wasm specification, 3.3.13): a single constant, which needs no evaluation, or code. Modules have
 * many of the former, such as the offsets of data segments.
 */
public sealed interface ConstExpr {

    /** {@return the type of the value} */
    ValType type();

    /**
     * A number.
     *
     * @param type its type
     * @param bits the bits of the number; of 32 bits, they are the lower half, and the upper half repeats their sign
     */
    record Numeric(NumType type, long bits) implements ConstExpr {

        /** Checks for nulls, and sets the upper half of a number of 32 bits. */
        public Numeric {
            Objects.requireNonNull(type, "type");
            int lower = (int) bits;
            bits = type == NumType.I32 || type == NumType.F32 ? lower : bits;
        }
    }

    /**
     * A reference to a function.
     *
     * @param type the type of the value, to which the reference belongs
     * @param index the function
     */
    record FunctionReference(RefType type, int index) implements ConstExpr {

        /** Checks for nulls. */
        public FunctionReference {
            Objects.requireNonNull(type, "type");
        }
    }

    /**
     * The null reference.
     *
     * @param type the type of the value, which is nullable in valid programs
     */
    record NullReference(RefType type) implements ConstExpr {

        /** Checks for nulls. */
        public NullReference {
            Objects.requireNonNull(type, "type");
        }
    }

    /**
     * The code of a function without parameters that returns the value. Executors run it as any other code.
     *
     * @param type the type of the value
     * @param code the code, with only the instructions that the specification allows in constant expressions
     */
    record Computed(ValType type, Code code) implements ConstExpr {

        /** Checks for nulls. */
        public Computed {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(code, "code");
        }
    }
}
