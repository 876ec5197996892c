package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wasmi.encoding.type.RefType.FUNCREF;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.encoding.verify.Verifier;

/**
 * Code that no translator writes and that the verifier accepts: accesses to structures and arrays through references to
 * something else. None of Java's own exceptions reaches the host.
 */
class ForgedObjectsTest {
    private static final int STRUCT = 1;
    private static final int INTS = 2;
    private static final int LONGS = 3;
    private static final int VECTORS = 4;
    private static final int REFERENCES = 5;

    private static FieldType field(StorageType type) {
        return new FieldType(type, true);
    }

    /** What slots 2 to 7 refer to: a function, a structure of an i64 and a funcref, and arrays of five elements. */
    private static void makeObjects(InstructionWriter w) {
        w.write(Op.CONST32, 1, 5);
        w.write(Op.REF_FUNC, 2, 0);
        w.write(Op.STRUCT_NEW_DEFAULT, 3, STRUCT);
        for (int type = INTS; type <= REFERENCES; type++) {
            w.write(Op.ARRAY_NEW_DEFAULT, 2 + type, type, 1);
        }
        w.write(Op.CONST32, 1, 0);
    }

    private static final int FUNCTION = 2;
    private static final int OBJECTS = 2;

    /** The instructions that read or write, with what they work on. */
    private static List<Op> accesses() {
        return Arrays.stream(Op.values())
                .filter(op -> op.kind() == Op.Kind.STRUCT || op.kind() == Op.Kind.ARRAY)
                .filter(op -> !op.operator().contains("_new"))
                .toList();
    }

    private static List<Integer> fitting(Op op) {
        return switch (op) {
            case STRUCT_GET, STRUCT_GET8_S, STRUCT_GET8_U, STRUCT_GET16_S, STRUCT_GET16_U -> List.of(STRUCT);
            case STRUCT_GET_REF, STRUCT_SET_S, STRUCT_SET_I, STRUCT_SET_REF_S -> List.of(STRUCT);
            case ARRAY_GET32_SS, ARRAY_SET32 -> List.of(INTS);
            case ARRAY_GET64_SS, ARRAY_SET64, ARRAY_GET128_SS, ARRAY_SET128 -> List.of(LONGS, VECTORS);
            case ARRAY_GET_REF_SS, ARRAY_SET_REF, ARRAY_FILL_REF, ARRAY_INIT_ELEM -> List.of(REFERENCES);
            case ARRAY_LEN -> List.of(INTS, LONGS, VECTORS, REFERENCES);
            case ARRAY_FILL -> List.of(INTS, LONGS);
            case ARRAY_FILL128 -> List.of(VECTORS);
            case ARRAY_INIT_DATA -> List.of(INTS, LONGS, VECTORS);
            case ARRAY_COPY -> List.of();
            default -> List.of(); // of packed elements, or of two places where there is one
        };
    }

    private static void write(InstructionWriter w, Op op, int object) {
        switch (op.format()) {
            case RS -> w.write(op, 0, object);
            case RSO -> w.write(op, 8, object, 0);
            case SOS, SOI -> w.write(op, object, 0, 1);
            case RSS -> w.write(op, 8, object, 1);
            case SSS -> w.write(op, object, 1, 1);
            case SSSS -> w.write(op, object, 1, 1, 1);
            case XSSSS -> w.write(op, 0, object, 1, 1, 1);
            case SSSSS -> w.write(op, object, 1, object == 3 ? 4 : 3, 1, 1);
            default -> throw new IllegalArgumentException(op.toString());
        }
    }

    static Stream<Arguments> executorsAndAccesses() {
        return Guest.executors().flatMap(executor -> accesses().stream().map(op -> Arguments.of(executor, op)));
    }

    @ParameterizedTest
    @MethodSource("executorsAndAccesses")
    void accessesToSomethingElseAreTypedExceptions(String executor, Op op) {
        for (int object = FUNCTION; object <= OBJECTS + REFERENCES; object++) {
            if (fitting(op).contains(object - OBJECTS)) {
                continue;
            }
            int accessed = object;
            Code code = Guest.code(new FrameShape(0, 0, 0, 12, true), w -> {
                makeObjects(w);
                write(w, op, accessed);
                w.write(Op.RETURN);
            });
            Guest guest = new Guest();
            guest.typeIndex(Guest.NOTHING);
            Program program = guest.types(
                            new StructType(List.of(field(NumType.I64), field(FUNCREF))),
                            new ArrayType(field(NumType.I32)),
                            new ArrayType(field(NumType.I64)),
                            new ArrayType(field(VecType.V128)),
                            new ArrayType(field(FUNCREF)))
                    .data(new SegmentMode.Passive(), (byte) 1)
                    .elements(new SegmentMode.Passive(), Guest.refNull(FUNCREF))
                    .function("run", Guest.NOTHING, () -> code)
                    .build();
            Verifier.verify(program);
            WasmFunction run = new Linker()
                    .instantiate(
                            Engine.create(EngineConfig.DEFAULT.withExecutor(executor))
                                    .newStore(),
                            program)
                    .function("run");
            assertThatThrownBy(run::call).as(op + " on s" + object).isInstanceOf(InvalidException.class);
        }
    }
}
