package org.wasmi.exec.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.text.Disassembler;
import org.wasmi.exec.Guest;

/** Code for memories that are not in one array. */
class AnyMemoryCodeTest {

    @Test
    void accessesGetTheIndexOfTheMemoryAndBranchesLeadWhereTheyDid() {
        InstructionEncoder encoder = Encodings.named(Encodings.WORDS).encoder();
        InstructionWriter w = new InstructionWriter(encoder);
        Label again = encoder.newLabel();
        encoder.source(10);
        encoder.bind(again);
        w.write(Op.STORE64_I, 0, -1, -2);
        encoder.source(20);
        w.write(Op.LOAD16_U, 1, 0, 4);
        w.write(Op.LOAD8_S_SS, 1, 0, 1);
        w.write(Op.LOAD64_SI, 1, 0, -8);
        w.write(Op.LOAD16_S_SSI, 1, 0, 1, 2);
        w.write(Op.LOAD32_U_ISI, 1, 1024, 0, 3);
        w.write(Op.STORE8_S, 0, 5, 1);
        w.branch(Op.BR_IF_NEZ, again, 1);
        encoder.source(30);
        w.write(Op.I32_ADD_SI, 1, 1, 1);
        w.write(Op.RETURN);
        Code code = encoder.finish(new FrameShape(1, 0, 2, 2, false));

        Code any = AnyMemoryCode.of(code);

        assertThat(any.frame()).isEqualTo(new FrameShape(1, 0, 2, 3, false));
        assertThat(Disassembler.disassemble(any)).isEqualTo("""
                frame params 1, results 0, locals 2, slots 3
                L0:
                    const32 s2, -2
                    store64_m s0, +4294967295, s2, memory 0
                    load16_u_m s1, s0, +4, memory 0
                    i32.add_ss s1, s0, s1
                    load8_s_m s1, s1, +0, memory 0
                    i32.add_si s1, s0, -8
                    load64_m s1, s1, +0, memory 0
                    i32.add_shl_ssi s1, s0, s1, 2
                    load16_s_m s1, s1, +0, memory 0
                    i32.add_shl_isi s1, 1024, s0, 3
                    load32_u_m s1, s1, +0, memory 0
                    store8_m s0, +5, s1, memory 0
                    br_if_nez L0, s1
                    i32.add_si s1, s1, 1
                    return
                """);
        InstructionDecoder decoder = Encodings.decoder(any);
        List<Integer> sources = new ArrayList<>();
        while (decoder.next()) {
            sources.add(any.sources().offsetAt(decoder.position()));
        }
        assertThat(sources).containsExactly(10, 10, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 30, 30);
    }

    @Test
    void codeWithoutAccessesStaysAsItIs() {
        Code code = Guest.code(new FrameShape(1, 1, 1, 2, false), w -> {
            w.write(Op.I32_ADD_SI, 0, 0, 1);
            w.write(Op.LOAD64_M, 0, 0, 1L << 40, 1);
            w.write(Op.RETURN_S, 0);
        });
        assertThat(AnyMemoryCode.of(code)).isEqualTo(code);
    }

    @Test
    void noInstructionReachesTheArrayOfAMemoryAfterwards() {
        for (Op op : Op.values()) {
            Code code = Guest.code(new FrameShape(2, 0, 2, 2, false), w -> {
                switch (op.format()) {
                    case RSO, RSS, RSI -> w.write(op, 0, 1, 1);
                    case RSSI, RISI -> w.write(op, 0, 1, 1, 1);
                    case SOS -> w.write(op, 0, 2, 1);
                    case SOI -> w.write(op, 0, 2, 3);
                    default -> {}
                }
                w.write(Op.RETURN);
            });
            InstructionDecoder decoder = Encodings.decoder(AnyMemoryCode.of(code));
            while (decoder.next()) {
                assertThat(decoder.op().accessesMemory0()).isFalse();
                if (decoder.op().operator().startsWith("load")
                        || decoder.op().operator().startsWith("store")) {
                    assertThat(decoder.op().operator()).isEqualTo(op.operator());
                }
            }
        }
    }
}
