package org.wasmi.testkit.contract;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.VecType;

/** The structures and arrays that a {@link SingleInstruction} works on, and how what it has done is shown. */
final class SingleObjects {
    /** How many slots at the end of the frame are used here. */
    static final int SCRATCH_SLOTS = 4;

    private static final int SCRATCH = 22;
    private static final int SCRATCH_INDEX = 24;

    private static final int FUNCTION_TYPE = 0;
    private static final int STRUCT = 1;
    private static final int BYTES = 2;
    private static final int SHORTS = 3;
    private static final int INTS = 4;
    private static final int LONGS = 5;
    private static final int VECTORS = 6;
    private static final int REFERENCES = 7;

    /** The types from 1 on: a structure with places up to 5 of each kind, and arrays. */
    static final List<CompositeType> TYPES = Stream.concat(
                    Stream.of(new StructType(Stream.concat(
                                    Collections.nCopies(6, field(NumType.I64)).stream(),
                                    Collections.nCopies(6, field(RefType.FUNCREF)).stream())
                            .toList())),
                    Stream.of(PackedType.I8, PackedType.I16, NumType.I32, NumType.I64, VecType.V128, RefType.FUNCREF)
                            .map(each -> new ArrayType(field(each))))
            .map(CompositeType.class::cast)
            .toList();

    private SingleObjects() {}

    private static FieldType field(StorageType storage) {
        return new FieldType(storage, true);
    }

    /** {@return the index of the type that an instruction names or works on} */
    static int type(Op op) {
        return switch (op.kind()) {
            case STRUCT -> STRUCT;
            case ARRAY -> arrayType(op);
            default -> FUNCTION_TYPE;
        };
    }

    private static int arrayType(Op op) {
        return switch (op) {
            case ARRAY_GET8_S_SS, ARRAY_GET8_U_SS, ARRAY_SET8 -> BYTES;
            case ARRAY_GET16_S_SS, ARRAY_GET16_U_SS, ARRAY_SET16 -> SHORTS;
            case ARRAY_GET64_SS, ARRAY_SET64 -> LONGS;
            case ARRAY_NEW128, ARRAY_GET128_SS, ARRAY_SET128, ARRAY_FILL128 -> VECTORS;
            case ARRAY_NEW_REF, ARRAY_NEW_ELEM, ARRAY_INIT_ELEM -> REFERENCES;
            case ARRAY_GET_REF_SS, ARRAY_SET_REF, ARRAY_FILL_REF -> REFERENCES;
            default -> INTS;
        };
    }

    /** {@return whether an operand that is a reference is one to a structure or array, not to a function} */
    static boolean isObject(Op op, int operand) {
        return switch (op) {
            case STRUCT_SET_REF_S -> operand == 0;
            case ARRAY_NEW_REF -> false;
            case ARRAY_SET_REF, ARRAY_FILL_REF -> operand == 0;
            default -> op.kind() == Op.Kind.STRUCT || op.kind() == Op.Kind.ARRAY;
        };
    }

    /** {@return what puts a structure or array, with something in it, into a slot} */
    static String made(Op op, int slot) {
        int type = type(op);
        String values = "const64 s%1$d, %2$d%nconst64 s%3$d, %4$d%nref_func s%1$d, func 2%nconst32 s%5$d, 6%n"
                .formatted(SCRATCH, -0x1234_5678_9ABCL, SCRATCH + 1, 0x7F00_0000_0000_0011L, SCRATCH_INDEX);
        String created =
                switch (type) {
                    case STRUCT ->
                        "struct_new_default s%1$d, type 1%nstruct_set_s s%1$d, +4, s%2$d%n".formatted(slot, SCRATCH)
                                + "struct_set_s s%1$d, +5, s%2$d%nstruct_set_ref_s s%1$d, +4, s%3$d"
                                        .formatted(slot, SCRATCH + 1, SCRATCH);
                    case VECTORS -> "array_new128 s%d, type %d, s%d, s%d".formatted(slot, type, SCRATCH, SCRATCH_INDEX);
                    case REFERENCES ->
                        "array_new_ref s%d, type %d, s%d, s%d".formatted(slot, type, SCRATCH, SCRATCH_INDEX);
                    default -> "array_new s%d, type %d, s%d, s%d".formatted(slot, type, SCRATCH, SCRATCH_INDEX);
                };
        return values + created;
    }

    /**
     * {@return what puts into slots 0 and 1 what an instruction has done}
     *
     * @param op the instruction
     * @param result the slot of its result, if it has one
     * @param object the slot of what it has accessed, if it has
     */
    static String shown(Op op, int result, int object) {
        if (op.results().isEmpty()) {
            return readBack(op, object);
        }
        return switch (op.results().get(0)) {
            case REF ->
                switch (op) {
                    case STRUCT_GET_REF, ARRAY_GET_REF_SS -> "const32 s0, 100%ncopy_ref s1, s%d%n".formatted(result);
                    case STRUCT_NEW_DEFAULT -> "struct_get s0, s%d, +4%nref_null s1%n".formatted(result);
                    default -> "array_len s0, s%d%nref_null s1%n".formatted(result);
                };
            case V128 ->
                "i64x2.extract_lane s0, s%1$d, lane 0%ni64x2.extract_lane s%2$d, s%1$d, lane 1%n"
                                .formatted(result, SCRATCH)
                        + "i64.add_ss s0, s0, s%d%nref_null s1%n".formatted(SCRATCH);
            default -> "copy s0, s%d%nref_null s1%n".formatted(result);
        };
    }

    private static String readBack(Op op, int object) {
        if (type(op) == STRUCT) {
            return "struct_get s0, s%1$d, +4%nstruct_get s%2$d, s%1$d, +5%ni64.add_ss s0, s0, s%2$d%n"
                            .formatted(object, SCRATCH)
                    + "struct_get_ref s1, s%d, +4%n".formatted(object);
        }
        String get =
                switch (type(op)) {
                    case BYTES -> "array_get8_s_ss s0";
                    case SHORTS -> "array_get16_s_ss s0";
                    case LONGS -> "array_get64_ss s0";
                    case VECTORS -> "array_get128_ss s%d".formatted(SCRATCH);
                    case REFERENCES -> "array_get_ref_ss s1";
                    default -> "array_get32_ss s0";
                };
        String number =
                switch (type(op)) {
                    case VECTORS -> "i64.add_ss s0, s%d, s%d%nref_null s1%n".formatted(SCRATCH, SCRATCH + 1);
                    case REFERENCES -> "const32 s0, 100%n".formatted();
                    default -> "ref_null s1%n".formatted();
                };
        return "const32 s%1$d, 2%n%2$s, s%3$d, s%1$d%n".formatted(SCRATCH_INDEX, get, object) + number;
    }
}
