package org.wasmi.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold for the rows of {@link Op}. */
class OpTest {

    @Test
    void codesAreContiguousFromZeroInTheOrderOfTheRows() {
        Op[] ops = Op.values();
        for (int code = 0; code < ops.length; code++) {
            assertThat(ops[code].code()).isEqualTo(code);
            assertThat(Op.of(code)).isEqualTo(ops[code]);
        }
        assertThat(Op.count()).isEqualTo(ops.length);
    }

    @Test
    void otherCodesAreRefused() {
        for (int code : new int[] {-1, Op.count(), Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> Op.of(code))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Integer.toString(code));
        }
    }

    @Test
    void mnemonicsAreUnique() {
        assertThat(Arrays.stream(Op.values()).map(Op::mnemonic)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void theNameIsTheMnemonic(Op op) {
        assertThat(op.name()).isEqualTo(op.mnemonic().toUpperCase(Locale.ROOT).replace('.', '_'));
        assertThat(op).hasToString(op.mnemonic());
        assertThat(Op.named(op.mnemonic())).contains(op);
    }

    @ParameterizedTest
    @EnumSource
    void anOperatorAndAFormatFindTheInstruction(Op op) {
        assertThat(Op.find(op.operator(), op.format())).contains(op);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(Op.named("i32.add")).isEmpty();
        assertThat(Op.find("i32.add", Format.RIS)).isEmpty();
        assertThat(Op.find("i32.add", Format.RS)).isEmpty();
        assertThat(Op.find("f64.add", Format.RSI)).isEmpty();
    }

    /** A result for what is written; an input for each slot that is read, and for no or for each immediate. */
    @ParameterizedTest
    @EnumSource
    void typesFitTheFormat(Op op) {
        List<OperandKind> kinds = op.format().operands();
        int slots = (int) kinds.stream().filter(OperandKind::isRead).count();
        int immediates = (int) kinds.stream().filter(OperandKind::isImmediate).count();

        assertThat(op.results())
                .hasSize(kinds.stream().mapToInt(OpTest::results).sum());
        if (op.isNumeric() || op.loadsAtSum()) {
            assertThat(op.inputs()).hasSize(slots + immediates);
        } else if (kinds.contains(OperandKind.RESULT_PAIR)) {
            assertThat(op.inputs()).hasSize(2);
        } else {
            assertThat(op.inputs()).hasSize(slots);
        }
    }

    @ParameterizedTest
    @EnumSource
    void immediatesAreWideForDoublesOnly(Op op) {
        List<OperandKind> kinds = op.format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            Optional<SlotType> type = op.type(i);
            switch (kinds.get(i)) {
                case IMM32 ->
                    assertThat(type.map(each -> each != SlotType.F64).orElse(!op.isNumeric()))
                            .isTrue();
                case IMM64 ->
                    assertThat(type.map(each -> each == SlotType.F64).orElse(op == Op.CONST64 || op.touchesVectors()))
                            .isTrue();
                case RESULT, RESULT_PAIR, RESULT_SPAN, SLOT, SLOT_SPAN ->
                    assertThat(type).isPresent();
                default -> assertThat(type).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void indexOperandsHaveTheirSpaces(Op op) {
        List<OperandKind> kinds = op.format().operands();
        int next = 0;
        for (int i = 0; i < kinds.size(); i++) {
            int operand = i;
            if (kinds.get(i) == OperandKind.INDEX) {
                assertThat(op.indexSpace(i)).isEqualTo(op.indexSpaces().get(next++));
            } else {
                assertThatThrownBy(() -> op.indexSpace(operand)).isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(op.indexSpaces()).hasSize(next);
    }

    @ParameterizedTest
    @EnumSource
    void propertiesFitTheFormat(Op op) {
        List<OperandKind> kinds = op.format().operands();
        boolean branches = kinds.contains(OperandKind.BRANCH) || kinds.contains(OperandKind.TARGETS);
        if (op.isPure()) {
            assertThat(op.results()).isNotEmpty();
            assertThat(op.mayTrap()).isFalse();
            assertThat(op.terminates()).isFalse();
        }
        if (op.isCommutative()) {
            int inputs = op.inputs().size();
            assertThat(op.inputs().get(inputs - 1)).isEqualTo(op.inputs().get(inputs - 2));
        }
        if (op.terminates()) {
            assertThat(op.results()).isEmpty();
        }
        if (branches) {
            assertThat(op.terminates()).isEqualTo(op == Op.BR || op == Op.BR_TABLE);
        }
        assertThat(op.isCall()).isEqualTo(kinds.contains(OperandKind.FRAME));
        if (op.isCall()) {
            assertThat(op.mayTrap()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theKindFitsTheFormat(Op op) {
        List<OperandKind> kinds = op.format().operands();
        boolean compares = op.relation().isPresent();
        assertThat(op.kind() == Op.Kind.BRANCH)
                .isEqualTo(kinds.contains(OperandKind.BRANCH) || kinds.contains(OperandKind.TARGETS));
        switch (op.kind()) {
            case LOAD, STORE -> {
                assertThat(op.loadsAtSum())
                        .isNotEqualTo(kinds.contains(OperandKind.OFFSET32) || kinds.contains(OperandKind.OFFSET64));
                assertThat(op.accessesMemory0()).isEqualTo(op.indexSpaces().isEmpty());
                assertThat(op.results()).hasSize(op.kind() == Op.Kind.LOAD ? 1 : 0);
            }
            case NUMERIC, BRANCH, SELECT ->
                assertThat(op.isNumeric()).isEqualTo(compares || op.kind() == Op.Kind.NUMERIC);
            case RETURN, TRAP -> assertThat(op.terminates()).isTrue();
            case REFERENCE -> assertThat(op.touchesReferences()).isTrue();
            case VECTOR -> assertThat(op.touchesVectors()).isTrue();
            default -> assertThat(compares).isFalse();
        }
        assertThat(op.accessesMemory0() && op.kind() != Op.Kind.LOAD && op.kind() != Op.Kind.STORE)
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aRelationIsBetweenTheLastTwoOperandsAndInTheName(Op op) {
        op.relation().ifPresent(relation -> {
            int last = op.inputs().size() - 1;
            SlotType type = op.inputs().get(last);
            assertThat(op.inputs().get(last - 1)).isEqualTo(type);
            assertThat(op.operator()).isEqualTo(type + "." + relation);
            assertThat(Op.find(type, relation, op.format())).contains(op);
        });
    }

    @Test
    void slotsOfOperandsAreThoseOfTheirTypes() {
        assertThat(Op.COPY2.slots(0)).isEqualTo(2);
        assertThat(Op.COPY2.slots(1)).isEqualTo(1);
        assertThat(Op.I32_ADD_SI.slots(0)).isEqualTo(1);
        assertThat(Op.I32_ADD_SI.slots(2)).isZero();
        assertThat(Op.CALL.slots(1)).isZero();
        assertThat(SlotType.V128.slots()).isEqualTo(2);
        assertThat(SlotType.REF.slots()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void instructionsWithALaneSayHowManyLanesThereAre(Op op) {
        assertThat(op.lanes() != 0).isEqualTo(op.format().operands().contains(OperandKind.LANE));
        assertThat(op.lanes()).isIn(0, 2, 4, 8, 16);
    }

    @Test
    void lanesAreThoseOfTheShapeOrOfTheWidth() {
        assertThat(Op.I8X16_EXTRACT_LANE_U.lanes()).isEqualTo(16);
        assertThat(Op.I64X2_REPLACE_LANE.lanes()).isEqualTo(2);
        assertThat(Op.V128_LOAD16_LANE.lanes()).isEqualTo(8);
        assertThat(Op.V128_STORE32_LANE_M.lanes()).isEqualTo(4);
    }

    @Test
    void typesAreThoseOfTheRow() {
        assertThat(Op.STORE32_I.type(0)).contains(SlotType.I32);
        assertThat(Op.STORE32_I.type(1)).isEmpty();
        assertThat(Op.STORE32_I.type(2)).isEmpty();
        assertThat(Op.F32_SUB_IS.type(1)).contains(SlotType.F32);
        assertThat(Op.SELECT_I64_EQ_SI.type(0)).contains(SlotType.WORD);
        assertThat(Op.SELECT_I64_EQ_SI.type(4)).contains(SlotType.I64);
        assertThat(Op.CALL_INDIRECT.type(2)).contains(SlotType.I32);
        assertThat(Op.CALL_INDIRECT.type(3)).isEmpty();
        assertThatThrownBy(() -> Op.RETURN.type(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static int results(OperandKind kind) {
        return kind == OperandKind.RESULT_PAIR ? 2 : kind.isResult() ? 1 : 0;
    }
}
