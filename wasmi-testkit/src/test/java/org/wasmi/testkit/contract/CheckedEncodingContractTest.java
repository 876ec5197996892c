package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Example;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.instruction.Instruction;
import org.wasmi.encoding.instruction.Instructions;
import org.wasmi.testkit.arbitraries.InstructionArbitraries;
import org.wasmi.testkit.encoding.CheckedEncoding;

class CheckedEncodingContractTest extends EncodingContract {
    @Override
    public String encoding() {
        return CheckedEncoding.NAME;
    }

    /** It is there to fail loudly where other decoders throw. */
    @Override
    @Example
    void theDecoderRefusesQuestionsThatDoNotFit() {
        Code code = Instructions.encode(
                List.of(Instruction.of(Op.CONST64, 1, 2)),
                InstructionArbitraries.FRAME,
                Encodings.named(CheckedEncoding.NAME));
        InstructionDecoder decoder = Encodings.decoder(code);
        assertThatThrownBy(decoder::op).isInstanceOf(AssertionError.class);
        decoder.next();
        assertThatThrownBy(() -> decoder.operand(1)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> decoder.operand(2)).isInstanceOf(AssertionError.class);
    }
}
