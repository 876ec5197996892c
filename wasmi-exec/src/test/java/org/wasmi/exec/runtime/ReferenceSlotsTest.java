package org.wasmi.exec.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.Guest;

class ReferenceSlotsTest {
    private static final FuncType OF_NUMBER = Guest.type(List.of(NumType.I32), List.of());
    private static final FuncType OF_REFERENCE = Guest.type(List.of(RefType.FUNCREF), List.of());
    private static final int SLOTS = 10;

    private static ReferenceSlots find(FuncType type, Consumer<InstructionWriter> body) {
        Program program = new Guest()
                .function("callee", OF_REFERENCE, 1, w -> w.write(Op.RETURN))
                .build();
        Code code = Guest.code(new FrameShape(type.paramSlots(), 0, type.paramSlots(), SLOTS, true), body);
        return ReferenceSlots.of(code, program, type);
    }

    private static boolean readsReferences(Op op) {
        List<OperandKind> kinds = op.format().operands();
        return kinds.contains(OperandKind.FRAME)
                || IntStream.range(0, kinds.size())
                        .filter(i -> kinds.get(i).isRead())
                        .anyMatch(i -> op.type(i).filter(SlotType::hasReference).isPresent());
    }

    static Stream<Op> readers() {
        return Stream.of(Op.values()).filter(ReferenceSlotsTest::readsReferences);
    }

    /** Writes an instruction that reads from a slot on, and writes to slot 5 on. */
    private static void write(InstructionWriter w, Op op, int slot) {
        long[] operands = op.format().operands().stream()
                .filter(kind -> !kind.isTarget())
                .mapToLong(kind -> switch (kind) {
                    case SLOT, SLOT_SPAN, FRAME -> slot;
                    case RESULT, RESULT_PAIR, RESULT_SPAN -> 5;
                    case COUNT -> 1;
                    default -> 0;
                })
                .toArray();
        if (op.format().operands().contains(OperandKind.BRANCH)) {
            Label end = w.newLabel();
            w.branch(op, end, operands);
            w.bind(end);
        } else {
            w.write(op, operands);
        }
        w.write(Op.RETURN);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void aParameterThatIsReadAsAReferenceIsFound(Op op) {
        assertThat(find(OF_NUMBER, w -> write(w, op, 0)).readsNumbers()).isTrue();
        assertThat(find(OF_REFERENCE, w -> write(w, op, 0)).readsNumbers()).isFalse();
        assertThat(find(OF_NUMBER, w -> write(w, op, 3)).readsNumbers()).isFalse();
    }

    @Test
    void parametersAreFoundWithinWiderSpans() {
        FuncType type = Guest.type(List.of(RefType.FUNCREF, VecType.V128, RefType.FUNCREF), List.of());

        assertThat(find(type, w -> w.write(Op.COPY_SPAN_REFS, 5, 2, 2)).readsNumbers())
                .isTrue();
        assertThat(find(type, w -> w.write(Op.COPY_SPAN_REFS, 5, 0, 2)).readsNumbers())
                .isTrue();
        assertThat(find(type, w -> w.write(Op.COPY_SPAN_REFS, 5, 3, 2)).readsNumbers())
                .isFalse();
    }

    @Test
    void slotsThatAreWrittenMayHoldReferences() {
        ReferenceSlots slots = find(OF_NUMBER, w -> {
            w.write(Op.REF_NULL, 7);
            w.write(Op.REF_FUNC, 3, 0);
            w.write(Op.RETURN);
        });

        assertThat(slots.start()).isEqualTo(3);
        assertThat(slots.end()).isEqualTo(8);
        assertThat(slots.readsNumbers()).isFalse();
    }

    @Test
    void nothingIsHeldWithoutAReference() {
        ReferenceSlots slots = find(OF_NUMBER, w -> w.write(Op.RETURN));

        assertThat(slots.start()).isZero();
        assertThat(slots.end()).isZero();
    }

    @Test
    void parametersAndResultsHoldReferences() {
        FuncType type =
                Guest.type(List.of(NumType.I32, RefType.FUNCREF), List.of(NumType.I64, NumType.I64, RefType.EXTERNREF));
        ReferenceSlots slots = find(type, w -> w.write(Op.RETURN_SPAN, 0, 3));

        assertThat(slots.start()).isEqualTo(1);
        assertThat(slots.end()).isEqualTo(3);
    }
}
