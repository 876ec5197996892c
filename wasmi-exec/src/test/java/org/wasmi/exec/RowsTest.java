package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.StructType;

/**
 * Several instructions on vectors or on references in a row, which an executor may execute together: one that throws is
 * known by its own position.
 */
@ParameterizedClass
@MethodSource("org.wasmi.exec.Guest#executors")
class RowsTest {
    private static final FuncType I32_TO_I64 = Guest.type(List.of(Guest.I32), List.of(Guest.I64));
    private static final int PAGES = 16;
    private static final int STRUCT = 0;

    /** How many instructions are in a row. */
    private static final int LENGTH = 4;

    private final Store store;

    RowsTest(String executor) {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
    }

    /** {@return a function that takes an i32 in slot 0, and to which slots from 1 on belong} */
    private Instance instance(Consumer<InstructionWriter> body) {
        Code code = Guest.code(new FrameShape(1, 1, 1, 10, true), body);
        return new Guest()
                .types(new StructType(List.of(new FieldType(NumType.I64, true))))
                .memory("memory", Limits.atLeast(PAGES))
                .function("row", I32_TO_I64, () -> code)
                .instantiate(store);
    }

    private static void trapsAt(int offset, Trap trap, Instance instance, int argument) {
        TrapException thrown = catchThrowableOfType(
                TrapException.class, () -> instance.function("row").call(Value.i32(argument)));
        assertThat(thrown.trap()).isEqualTo(trap);
        assertThat(thrown.backtrace().frames())
                .extracting(TrapException.Frame::offset)
                .containsExactly(offset);
    }

    @Test
    void aLoadOfAVectorTrapsAtItsPosition() {
        for (int at = 0; at < LENGTH; at++) {
            int trapping = at;
            Instance instance = instance(w -> {
                w.write(Op.V128_CONST, 2, 1, 2);
                for (int i = 0; i < LENGTH; i++) {
                    w.source(100 + i);
                    if (i == trapping) {
                        w.write(Op.V128_LOAD, 4, 0, 0);
                    } else {
                        w.write(Op.I64X2_ADD_SS, 2, 2, 2);
                    }
                }
                w.write(Op.RETURN_S, 2);
            });

            trapsAt(100 + at, Trap.MEMORY_OUT_OF_BOUNDS, instance, -1);
            assertThat(instance.function("row").call(Value.i32(0))).containsExactly(Value.i64(1L << (LENGTH - 1)));
        }
    }

    @Test
    void anAccessToAStructureTrapsAtItsPosition() {
        for (int at = 0; at < LENGTH; at++) {
            int trapping = at;
            Instance instance = instance(w -> {
                w.write(Op.REF_NULL, 2);
                w.write(Op.STRUCT_NEW_DEFAULT, 3, STRUCT);
                for (int i = 0; i < LENGTH; i++) {
                    w.source(100 + i);
                    w.write(Op.STRUCT_GET, 4, i == trapping ? 2 : 3, 0);
                }
                w.write(Op.RETURN_S, 4);
            });

            trapsAt(100 + at, Trap.NULL_STRUCTURE, instance, 0);
        }
    }

    @Test
    void anAccessToAStructureBehindScalarsAndBranchesTrapsAtItsPosition() {
        Instance instance = instance(w -> {
            w.write(Op.REF_NULL, 2);
            w.write(Op.STRUCT_NEW_DEFAULT, 3, STRUCT);
            w.source(100);
            w.write(Op.STRUCT_GET, 4, 3, 0);
            Label loop = w.newLabel();
            w.bind(loop);
            w.write(Op.I64_ADD_SI, 4, 4, 2);
            w.write(Op.I32_ADD_SI, 0, 0, -1);
            w.source(101);
            w.write(Op.STRUCT_SET_S, 3, 0, 4);
            w.branch(Op.BR_IF_NEZ, loop, 0);
            w.write(Op.STRUCT_GET, 4, 3, 0);
            Label end = w.newLabel();
            w.branch(Op.BR_IF_I64_LT_U_SI, end, 4, 10);
            w.source(102);
            w.write(Op.STRUCT_GET, 4, 2, 0);
            w.bind(end);
            w.write(Op.RETURN_S, 4);
        });

        assertThat(instance.function("row").call(Value.i32(4))).containsExactly(Value.i64(8));
        trapsAt(102, Trap.NULL_STRUCTURE, instance, 5);
    }

    @Test
    void instructionsBeforeALoadThatNeedsRoomAreNotRepeated() {
        Instance instance = instance(w -> {
            w.write(Op.V128_CONST, 2, 0, 0);
            w.write(Op.V128_CONST, 4, 1, 1);
            w.write(Op.I64X2_ADD_SS, 2, 2, 4);
            w.write(Op.V128_LOAD, 6, 0, 0); // nothing has touched the page
            w.write(Op.I64X2_ADD_SS, 2, 2, 4);
            w.write(Op.RETURN_S, 2);
        });

        for (int page = 1; page < PAGES; page++) {
            assertThat(instance.function("row").call(Value.i32(page << 16))).containsExactly(Value.i64(2));
        }
    }
}
