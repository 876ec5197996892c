package org.wasmi.encoding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.Patch;
import org.wasmi.encoding.SourceMap;

class WordsEncoderTest {

    private static final FrameShape FRAME = new FrameShape(0, 0, 0, 4, false);

    private InstructionEncoder encoder = new WordsEncoder();

    @Test
    void anInstructionIsItsCodeThenItsOperands() {
        encoder.begin(Op.I32_ADD_SI);
        encoder.operand(1);
        encoder.operand(2);
        encoder.operand(-3);
        encoder.begin(Op.RETURN);

        assertThat(encoder.finish(FRAME).toArray()).containsExactly(Op.I32_ADD_SI.code(), 1, 2, -3, Op.RETURN.code());
    }

    @Test
    void wideOperandsHaveTheLowerHalfFirst() {
        encoder.begin(Op.LOAD64_M);
        encoder.operand(1);
        encoder.operand(2);
        encoder.wide(0x1234_5678_9ABC_DEF0L);
        encoder.operand(3);

        assertThat(encoder.finish(FRAME).toArray())
                .containsExactly(Op.LOAD64_M.code(), 1, 2, 0x9ABC_DEF0, 0x1234_5678, 3);
    }

    @Test
    void branchesAreDistancesFromTheStartOfTheirInstruction() {
        Label forward = encoder.newLabel();
        Label backward = encoder.newLabel();
        encoder.bind(backward);
        encoder.begin(Op.BR_IF_NEZ);
        encoder.branch(forward);
        encoder.operand(1);
        encoder.begin(Op.BR);
        encoder.branch(backward);
        encoder.bind(forward);
        encoder.begin(Op.RETURN);

        assertThat(encoder.finish(FRAME).toArray())
                .containsExactly(Op.BR_IF_NEZ.code(), 5, 1, Op.BR.code(), -3, Op.RETURN.code());
    }

    @Test
    void anyNumberOfBranchesMayWaitForAnyNumberOfLabels() {
        int labels = 100;
        int branches = 1000;
        List<Label> targets = new ArrayList<>();
        for (int i = 0; i < labels; i++) {
            targets.add(encoder.newLabel());
        }
        for (int i = 0; i < branches; i++) {
            encoder.begin(Op.BR);
            encoder.branch(targets.get(i % labels));
        }
        for (Label target : targets) {
            encoder.bind(target);
            encoder.begin(Op.RETURN);
        }

        Code code = encoder.finish(FRAME);
        for (int i = 0; i < branches; i++) {
            assertThat(2 * i + code.dataAt(2 * i + 1)).isEqualTo(2 * branches + i % labels);
        }
    }

    @Test
    void aLabelMayBeBoundBetweenBranchesToIt() {
        Label label = encoder.newLabel();
        encoder.begin(Op.BR);
        encoder.branch(label);
        encoder.bind(label);
        encoder.begin(Op.BR);
        encoder.branch(label);

        assertThat(encoder.finish(FRAME).toArray()).containsExactly(Op.BR.code(), 2, Op.BR.code(), 0);
    }

    @Test
    void severalLabelsMayBeBoundToOneInstruction() {
        Label first = encoder.newLabel();
        Label second = encoder.newLabel();
        encoder.begin(Op.BR_IF_EQZ);
        encoder.branch(first);
        encoder.operand(0);
        encoder.begin(Op.BR);
        encoder.branch(second);
        encoder.bind(first);
        encoder.bind(second);
        encoder.begin(Op.RETURN);

        assertThat(encoder.finish(FRAME).toArray())
                .containsExactly(Op.BR_IF_EQZ.code(), 5, 0, Op.BR.code(), 2, Op.RETURN.code());
    }

    @Test
    void tablesHaveTheirNumberThenEachTarget() {
        Label here = encoder.newLabel();
        Label next = encoder.newLabel();
        encoder.bind(here);
        encoder.begin(Op.BR_TABLE);
        encoder.operand(7);
        encoder.operand(3);
        encoder.branch(next);
        encoder.branch(here);
        encoder.branch(next);
        encoder.bind(next);
        encoder.begin(Op.RETURN);

        assertThat(encoder.finish(FRAME).toArray())
                .containsExactly(Op.BR_TABLE.code(), 7, 3, 6, 0, 6, Op.RETURN.code());
    }

    @Test
    void patchesAreZeroUntilSetAndTheLastValueCounts() {
        List<Patch> patches = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            encoder.begin(Op.CONSUME_FUEL);
            patches.add(encoder.patch());
        }
        encoder.set(patches.get(1), 5);
        encoder.set(patches.get(9), 6);
        encoder.set(patches.get(9), 7);

        Code code = encoder.finish(FRAME);
        assertThat(code.dataAt(1)).isZero();
        assertThat(code.dataAt(3)).isEqualTo(5);
        assertThat(code.dataAt(19)).isEqualTo(7);
    }

    @Test
    void sourcesHoldFromTheNextInstructionOn() {
        encoder.begin(Op.RETURN);
        encoder.source(30);
        encoder.begin(Op.TRAP);
        encoder.operand(0);
        encoder.source(20);
        encoder.source(40);
        encoder.begin(Op.RETURN);
        encoder.begin(Op.RETURN);

        SourceMap sources = encoder.finish(FRAME).sources();
        assertThat(sources.offsetAt(0)).isEqualTo(SourceMap.UNKNOWN);
        assertThat(sources.offsetAt(1)).isEqualTo(30);
        assertThat(sources.offsetAt(2)).isEqualTo(30);
        assertThat(sources.offsetAt(3)).isEqualTo(40);
        assertThat(sources.offsetAt(4)).isEqualTo(40);
    }

    @Test
    void noInstructionsAreCodeToo() {
        encoder.bind(encoder.newLabel());

        assertThat(encoder.finish(FRAME).length()).isZero();
    }

    @Test
    void operandsNeedAnInstruction() {
        Label label = encoder.newLabel();

        assertThatThrownBy(() -> encoder.operand(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.wide(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.branch(label)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(encoder::patch).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void operandsTooManyAreRefused() {
        encoder.begin(Op.RETURN_I);
        encoder.operand(1);

        assertThatThrownBy(() -> encoder.operand(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("return_i takes 1 operands only");
    }

    @Test
    void operandsTooFewAreRefusedByWhateverComesNext() {
        encoder.begin(Op.COPY);
        encoder.operand(1);
        Label label = encoder.newLabel();
        String message = "copy takes more operands than the 1 it was given";

        assertThatThrownBy(() -> encoder.begin(Op.RETURN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> encoder.bind(label))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> encoder.finish(FRAME))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    @Test
    void operandsOfAnotherKindAreRefused() {
        Label label = encoder.newLabel();

        encoder.begin(Op.COPY);
        assertThatThrownBy(() -> encoder.wide(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operand 0 of copy is RESULT, not 64 bits");
        encoder = new WordsEncoder();
        encoder.begin(Op.COPY);
        assertThatThrownBy(() -> encoder.branch(label))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operand 0 of copy is RESULT, not a label");
        encoder = new WordsEncoder();
        encoder.begin(Op.BR);
        assertThatThrownBy(() -> encoder.operand(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operand 0 of br is BRANCH, not 32 bits");
        encoder = new WordsEncoder();
        encoder.begin(Op.CONST64);
        encoder.operand(0);
        assertThatThrownBy(() -> encoder.operand(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operand 1 of const64 is IMM64, not 32 bits");
    }

    @Test
    void tablesNeedAsManyTargetsAsTheySay() {
        Label label = encoder.newLabel();
        encoder.bind(label);
        encoder.begin(Op.BR_TABLE);
        encoder.operand(0);
        encoder.operand(2);
        encoder.branch(label);

        assertThatThrownBy(() -> encoder.operand(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 more targets are due");
        assertThatThrownBy(() -> encoder.begin(Op.RETURN)).isInstanceOf(IllegalStateException.class);
        encoder.branch(label);
        assertThatThrownBy(() -> encoder.branch(label)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tablesNeedADefault() {
        encoder.begin(Op.BR_TABLE);
        encoder.operand(0);

        assertThatThrownBy(() -> encoder.operand(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a table of targets needs a default");
    }

    @Test
    void labelsAreBoundOnce() {
        Label label = encoder.newLabel();
        encoder.bind(label);

        assertThatThrownBy(() -> encoder.bind(label))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("label 0 is bound already");
    }

    @Test
    void labelsWithBranchesAreBound() {
        encoder.begin(Op.BR);
        encoder.branch(encoder.newLabel());

        assertThatThrownBy(() -> encoder.finish(FRAME))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("1 branches lead to labels that are not bound");
    }

    @Test
    void labelsWithBranchesAreBoundToAnInstruction() {
        Label end = encoder.newLabel();
        encoder.begin(Op.BR);
        encoder.branch(end);
        encoder.bind(end);

        assertThatThrownBy(() -> encoder.finish(FRAME))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a branch leads to the end of the code");
    }

    @Test
    void labelsAndPatchesOfAnotherEncoderAreRefused() {
        encoder.begin(Op.BR);
        for (int id : new int[] {-1, 0, 100}) {
            assertThatThrownBy(() -> new WordsEncoder().bind(new Label(id)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> encoder.set(new Patch(id), 1)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> encoder.branch(new Label(0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFinishedEncoderIsOfNoMoreUse() {
        encoder.begin(Op.CONSUME_FUEL);
        Patch patch = encoder.patch();
        Label label = encoder.newLabel();
        encoder.finish(FRAME);

        assertThatThrownBy(() -> encoder.begin(Op.RETURN)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.operand(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.bind(label)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.set(patch, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.finish(FRAME)).isInstanceOf(IllegalStateException.class);
    }
}
