package org.wasmi.encoding.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.Samples;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.instruction.Instruction;
import org.wasmi.encoding.instruction.Instructions;

class AssemblerTest {

    private static final Encoding WORDS = Encodings.named(Encodings.WORDS);

    /** One of each kind of operand, in the words of the text syntax. */
    private static final String EXAMPLE = """
            frame params 2, results 1, locals 3, slots 8, references
            L0:
                i32.add_si s2, s0, -5
                br_if_f64.not_lt_ss L0, s1, s2
                i64.mul_si s3, s3, 2147483647
                f32.add_si s4, s4, 0.1
                f64.div_is s4, -1E+300, s4
                const64 s5, -9223372036854775808
                load32_s s6, s0, +4294967295
                store64_m s0, +18446744073709551615, s3, memory 1
                call_indirect type 1, table 0, s2, s6
                copy_span s3, s4, count 2
                br_table s2, L1, L0, L1
            L1:
                global_set_i global 3, 12
                memory_copy memory 0, memory 1, s0, s1, s2
                return
            """;

    @Test
    void whatThisPrintsIsWhatItParses() {
        Code code = Assembler.assemble(EXAMPLE);

        assertThat(Disassembler.disassemble(code)).isEqualTo(EXAMPLE);
        assertThat(code.frame()).isEqualTo(new FrameShape(2, 1, 3, 8, true));
    }

    @Test
    void textMeansWhatItSays() {
        assertThat(Instructions.decode(Assembler.assemble(EXAMPLE)))
                .startsWith(
                        Instruction.of(Op.I32_ADD_SI, 2, 0, -5),
                        Instruction.of(Op.BR_IF_F64_NOT_LT_SS, 0, 1, 2),
                        Instruction.of(Op.I64_MUL_SI, 3, 3, Integer.MAX_VALUE),
                        Instruction.of(Op.F32_ADD_SI, 4, 4, Float.floatToRawIntBits(0.1f)),
                        Instruction.of(Op.F64_DIV_IS, 4, Double.doubleToRawLongBits(-1e300), 4),
                        Instruction.of(Op.CONST64, 5, Long.MIN_VALUE),
                        Instruction.of(Op.LOAD32_S, 6, 0, -1),
                        Instruction.of(Op.STORE64_M, 0, -1, 3, 1),
                        Instruction.of(Op.CALL_INDIRECT, 1, 0, 2, 6),
                        Instruction.of(Op.COPY_SPAN, 3, 4, 2),
                        Instruction.of(Op.BR_TABLE, 2, 11, 0, 11),
                        Instruction.of(Op.GLOBAL_SET_I, 3, 12));
    }

    @ParameterizedTest
    @EnumSource
    void assembledIsWhatWasDisassembled(Op op) {
        Random random = new Random(op.code());
        for (int i = 0; i < 20; i++) {
            List<Instruction> instructions = List.of(Samples.of(op, 2, random), Instruction.of(Op.RETURN));
            Code code = Instructions.encode(instructions, Samples.FRAME, WORDS);
            String text = Disassembler.disassemble(code);

            assertThat(Assembler.assemble(text)).as(text).isEqualTo(code);
        }
    }

    @Test
    void assembledIsWhatWasDisassembledForAllInstructionsTogether() {
        for (int seed = 0; seed < 20; seed++) {
            Code code = Instructions.encode(Samples.ofEachOp(seed), Samples.FRAME, WORDS);
            String text = Disassembler.disassemble(code);

            assertThat(Assembler.assemble(text)).isEqualTo(code);
            assertThat(Disassembler.disassemble(code)).isEqualTo(text);
        }
    }

    @Test
    void emptyCodeHasAFrameOnly() {
        Code code = Assembler.assemble("frame params 0, results 0, locals 0, slots 0\n");

        assertThat(code.length()).isZero();
        assertThat(Disassembler.disassemble(code)).isEqualTo("frame params 0, results 0, locals 0, slots 0\n");
    }

    @Test
    void blanksCommentsAndOtherLabelsAreAllowed() {
        assertThat(Assembler.assemble("""
                        ; a comment
                           frame  params 0 ,results 0,locals 0, slots 1 ; another

                        the_end_2:\t
                        \tbr   the_end_2;
                        unused:
                        """)).isEqualTo(Assembler.assemble("""
                        frame params 0, results 0, locals 0, slots 1
                        L0:
                            br L0
                        """));
    }

    @Test
    void linesSayWhereTheInstructionsAre() {
        Code code = Assembler.assemble("""
                frame params 0, results 0, locals 0, slots 4
                    const64 s1, 7
                L0:
                    br L0
                """);

        assertThat(Disassembler.lines(code))
                .containsExactly(
                        new Disassembler.Line(0, Optional.empty(), "const64 s1, 7"),
                        new Disassembler.Line(4, Optional.of("L0"), "br L0"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    no_such s1                      |  1 | there is no instruction 'no_such'
                    copy                            |  5 | the line ends too early
                    copy s1                         |  8 | the line ends too early
                    copy s1,                        |  9 | the line ends too early
                    copy s1 s2                      |  9 | expected ',', found 's2'
                    copy s1, s2, s3                 | 12 | the line should end here
                    copy s1, 2                      | 10 | expected a slot, such as s3, found '2'
                    copy s1, s-2                    | 10 | expected a slot, such as s3, found 's-2'
                    copy s1, s+2                    | 10 | expected a slot, such as s3, found 's+2'
                    copy s1, s4294967296            | 10 | expected a slot, such as s3, found 's4294967296'
                    copy s1, ,                      | 10 | expected a slot, such as s3, found ','
                    const32 s1, s2                  | 13 | expected an integer of 32 bits, found 's2'
                    const32 s1, 2147483648          | 13 | expected an integer of 32 bits, found '2147483648'
                    const32 s1, +1                  | 13 | expected an integer of 32 bits, found '+1'
                    const64 s1, 9223372036854775808 | 13 | expected an integer of 64 bits, found '9223372036854775808'
                    f32.add_si s1, s2, 1e39         | 20 | expected a float of 32 bits, found '1e39'
                    f32.add_si s1, s2, nan:0x800000 | 20 | expected a float of 32 bits, found 'nan:0x800000'
                    f64.add_si s1, s2, 0x1p         | 20 | expected a float of 64 bits, found '0x1p'
                    load8_u s1, s2, 8               | 17 | expected an offset, such as +8, found '8'
                    load8_u s1, s2, +4294967296     | 17 | expected an offset, such as +8, found '+4294967296'
                    load8_u_m s1, s2, +1, table 0   | 23 | expected 'memory', found 'table'
                    load8_u_m s1, s2, +1, memory x  | 30 | expected an index, found 'x'
                    copy_span s1, s2, 3             | 19 | expected 'count', found '3'
                    copy_span s1, s2, count -3      | 25 | expected a number of slots, found '-3'
                    br L1                           |  4 | label L1 is not bound to an instruction
                    br 1                            |  4 | '1' is not a label
                    br_table s1                     | 12 | the line ends too early
                    br_table s1, L1 L2              | 17 | expected ',', found 'L2'
                    1:                              |  1 | '1' is not a label
                    L1: return                      |  5 | the line should end here
                    frame params 0                  |  1 | there is no instruction 'frame'
                    """)
    void errorsSayWhere(String line, int column, String message) {
        assertThatThrownBy(() -> Assembler.assemble("frame params 0, results 0, locals 0, slots 1\n\n" + line + "\n"))
                .isInstanceOfSatisfying(AssemblyException.class, e -> {
                    assertThat(e.line()).isEqualTo(3);
                    assertThat(e.column()).isEqualTo(column);
                })
                .hasMessage("line 3, column " + column + ": " + message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    return                                            |  1 | expected 'frame', found 'return'
                    frame                                             |  6 | the line ends too early
                    frame params x                                    | 14 | expected a number of slots, found 'x'
                    frame params 0, locals 0                          | 17 | expected 'results', found 'locals'
                    frame params 2, results 0, locals 1, slots 3      | 44 | impossible frame
                    frame params 0, results 0, locals 0, slots 3, all | 47 | expected 'references', found 'all'
                    ; nothing but a comment                           |  1 | there is no line with the frame
                    """)
    void errorsInTheFrameSayWhere(String line, int column, String message) {
        assertThatThrownBy(() -> Assembler.assemble(line))
                .isInstanceOfSatisfying(
                        AssemblyException.class, e -> assertThat(e.column()).isEqualTo(column))
                .hasMessageContaining(message);
    }

    @Test
    void labelsAreBoundOnceAndToAnInstruction() {
        String frame = "frame params 0, results 0, locals 0, slots 1\n";

        assertThatThrownBy(() -> Assembler.assemble(frame + "L1:\nreturn\nL1:\nreturn\n"))
                .isInstanceOf(AssemblyException.class)
                .hasMessage("line 4, column 1: label L1 is bound already");
        assertThatThrownBy(() -> Assembler.assemble(frame + "br L1\nL1:\n"))
                .isInstanceOf(AssemblyException.class)
                .hasMessage("line 2, column 4: label L1 is not bound to an instruction");
    }

    @Test
    void branchesToWhatIsNotAnInstructionAreMalformed() {
        for (int distance : new int[] {1, -2, 2, 100}) {
            Code code =
                    new Code(Encodings.WORDS, new int[] {Op.BR.code(), distance}, 2, Samples.FRAME, SourceMap.EMPTY);

            assertThatThrownBy(() -> Disassembler.disassemble(code))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("not an instruction");
        }
    }
}
