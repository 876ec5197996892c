package org.wasmi.testkit.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.text.Assembler;

class AssertingDecoderTest {

    /** At 0, 4, 9 and 12. */
    private static final Code CODE = Assembler.assemble("""
            frame params 1, results 0, locals 1, slots 4
            L0:
                const64 s1, 1000000000000
                br_table s0, L0, L1
            L1:
                br_if_nez L0, s1
                return
            """);

    private final AssertingDecoder decoder = AssertingDecoder.of(Encodings.decoder(CODE), CODE);
    private final AssertingDecoder sequential = AssertingDecoder.sequential(Encodings.decoder(CODE), CODE);

    @BeforeEach
    void begin() {
        decoder.next();
        sequential.next();
    }

    private static void assertFails(ThrowingCallable call, String... messages) {
        assertThatThrownBy(call).isInstanceOf(AssertionError.class).hasMessageContainingAll(messages);
    }

    @Test
    void questionsThatFitAreAnswered() {
        assertThat(decoder.op()).isEqualTo(Op.CONST64);
        assertThat(decoder.wide(1)).isEqualTo(1_000_000_000_000L);
        assertThat(decoder.operand(0)).isEqualTo(1);
        assertThat(decoder.position()).isZero();
        assertThat(decoder.end()).isEqualTo(4);
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.operand(1)).isEqualTo(2);
        assertThat(decoder.target(1, 1)).isEqualTo(9);
        assertThat(decoder.target(1, 0)).isZero();
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.target(0)).isZero();
        assertThat(decoder.malformed("why")).hasMessageContaining("why");
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.next()).isFalse();
        decoder.seek(4);
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.op()).isEqualTo(Op.BR_TABLE);
    }

    @Test
    void theKindOfAnOperandHasToFit() {
        assertFails(() -> decoder.operand(1), "const64 at 0 (byte 0 of the code)", "operand 1 is IMM64, not 32 bits");
        assertFails(() -> decoder.wide(0), "operand 0 is RESULT, not 64 bits");
        assertFails(() -> decoder.target(0), "operand 0 is RESULT, not a branch");
        decoder.next();
        assertFails(
                () -> decoder.target(1), "br_table at 4 (byte 16 of the code)", "operand 1 is TARGETS, not a branch");
        decoder.next();
        assertFails(() -> decoder.operand(0), "operand 0 is BRANCH, not 32 bits");
        assertFails(() -> decoder.target(0, 0), "operand 0 is BRANCH, not targets");
    }

    @Test
    void operandsAndTargetsHaveToExist() {
        assertFails(() -> decoder.operand(2), "operand 2 does not exist: there are 2");
        assertFails(() -> decoder.wide(-1), "operand -1 does not exist");
        decoder.next();
        assertFails(() -> decoder.target(1, 2), "operand 1 has 2 targets, and none is number 2");
        assertFails(() -> decoder.target(1, -1), "none is number -1");
    }

    @Test
    void thereHasToBeAnInstruction() {
        AssertingDecoder fresh = AssertingDecoder.of(Encodings.decoder(CODE), CODE);
        assertFails(fresh::op, "op() is called between instructions, before position 0");
        assertFails(() -> fresh.operand(0), "operand is called between instructions");
        decoder.seek(0);
        assertFails(decoder::position, "position()");
        while (decoder.next()) {
            assertThat(decoder.op()).isNotNull();
        }
        assertFails(decoder::end, "end()");
        assertFails(() -> decoder.malformed("why"), "malformed()");
    }

    @Test
    void seekingLeadsToWhereAnInstructionIsKnownToBegin() {
        assertFails(() -> decoder.seek(1), "no instruction is known to begin at 1");
        assertFails(() -> decoder.seek(9), "no instruction is known to begin at 9");
        assertFails(() -> decoder.seek(-1), "no instruction is known to begin at -1");
        decoder.next();
        decoder.next();
        decoder.seek(9);
        assertThat(decoder.next()).isTrue();
        decoder.seek(CODE.length());
        assertThat(decoder.next()).isFalse();
    }

    @Test
    void aSequentialOneLetsNothingBeSkipped() {
        assertFails(sequential::next, "const64 at 0", "operand 0 was skipped");
        sequential.operand(0);
        assertFails(() -> sequential.seek(0), "operand 1 was skipped");
        sequential.wide(1);
        assertThat(sequential.next()).isTrue();
        sequential.operand(0);
        sequential.operand(1);
        sequential.target(1, 0);
        assertFails(sequential::next, "br_table at 4", "operand 1 was skipped");
        sequential.target(1, 1);
        assertThat(sequential.next()).isTrue();
    }

    @Test
    void aSequentialOneWantsOperandsInOrderAndOnce() {
        assertFails(() -> sequential.wide(1), "operand 1 is asked for while operand 0 is due");
        sequential.operand(0);
        assertFails(() -> sequential.operand(0), "operand 0 is asked for while operand 1 is due");
        sequential.wide(1);
        sequential.next();
        sequential.operand(0);
        assertFails(() -> sequential.target(1, 0), "its target 0 while its number of targets is due");
        sequential.operand(1);
        assertFails(() -> sequential.target(1, 1), "its target 1 while its target 0 is due");
    }

    /** A decoder with mistakes. */
    private static final class Lost implements InstructionDecoder {
        private final InstructionDecoder correct = Encodings.decoder(CODE);
        private int shift;
        private int answers;

        @Override
        public boolean next() {
            return correct.next() && shift < 100;
        }

        @Override
        public void seek(int position) {
            correct.seek(position);
        }

        @Override
        public int position() {
            return correct.position() + shift;
        }

        @Override
        public int end() {
            return correct.end();
        }

        @Override
        public Op op() {
            return correct.op();
        }

        @Override
        public int operand(int number) {
            return answers++;
        }

        @Override
        public long wide(int number) {
            return answers++;
        }

        @Override
        public int target(int number) {
            return correct.target(number);
        }

        @Override
        public int target(int number, int entry) {
            return correct.target(number, entry);
        }

        @Override
        public MalformedException malformed(String message) {
            return correct.malformed(message);
        }
    }

    @Test
    void aDecoderThatLosesItsWayIsFound() {
        Lost lost = new Lost();
        AssertingDecoder asserting = AssertingDecoder.of(lost, CODE);
        assertThat(asserting.next()).isTrue();
        assertFails(() -> asserting.operand(0), "operand 0 is not always 0");
        assertFails(() -> asserting.wide(1), "operand 1 is not always 2");
        lost.shift = 1;
        assertFails(asserting::next, "is said to be from 5 to 9", "before 4");
        Lost early = new Lost();
        early.shift = 100;
        assertFails(() -> AssertingDecoder.of(early, CODE).next(), "code of " + CODE.length() + " units ends at 0");
    }
}
