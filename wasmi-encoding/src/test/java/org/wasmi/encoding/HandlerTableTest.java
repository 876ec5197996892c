package org.wasmi.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.HandlerTable.Clause;
import org.wasmi.encoding.HandlerTable.Handler;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.text.AssemblyException;
import org.wasmi.encoding.text.Disassembler;

/** Handlers of exceptions on their way through encoder, text and encodings. */
class HandlerTableTest {

    /** A handler of each clause; the range of the last one ends with the code. */
    private static final String TEXT = """
            frame params 1, results 1, locals 1, slots 9, references
            L0:
                call_import func 0, s1
            L1:
                const64 s2, 1099511627776
                br L3
            L2:
                return_s s3
            L3:
                return_s s0
            L4:
                catch L0, L1, tag 2, L2, s3
                catch_ref L0, L3, tag 300, L2, s3
                catch_all L0, L3, L3
                catch_all_ref L2, L4, L0, s8
            """;

    private static final Encoding WORDS = Encodings.named(Encodings.WORDS);
    private static final Encoding COMPACT = Encodings.named(Encodings.COMPACT);

    @ParameterizedTest
    @ValueSource(strings = {Encodings.WORDS, Encodings.COMPACT})
    void whatTextPrintsIsWhatItParses(String encoding) {
        Code code = Assembler.assemble(TEXT, Encodings.named(encoding));

        assertThat(Disassembler.disassemble(code)).isEqualTo(TEXT);
        assertThat(Assembler.assemble(Disassembler.disassemble(code), Encodings.named(encoding)))
                .isEqualTo(code);
    }

    @Test
    void positionsAreThoseOfTheLabels() {
        Code code = Assembler.assemble(TEXT);

        assertThat(code.handlers().handlers())
                .containsExactly(
                        new Handler(0, 3, Clause.CATCH, 2, 9, 3),
                        new Handler(0, 11, Clause.CATCH_REF, 300, 9, 3),
                        new Handler(0, 11, Clause.CATCH_ALL, 0, 11, 0),
                        new Handler(9, 13, Clause.CATCH_ALL_REF, 0, 0, 8));
        assertThat(code.length()).isEqualTo(13);
    }

    @Test
    void transcodingMovesHandlersWithTheirInstructions() {
        Code words = Assembler.assemble(TEXT, WORDS);

        Code compact = Encodings.transcode(words, COMPACT);

        assertThat(compact).isEqualTo(Assembler.assemble(TEXT, COMPACT));
        assertThat(Encodings.transcode(compact, WORDS)).isEqualTo(words);
        List<Integer> starts = new ArrayList<>();
        for (InstructionDecoder at = Encodings.decoder(compact); at.next(); ) {
            starts.add(at.position());
        }
        assertThat(compact.handlers().handlers())
                .extracting(Handler::from, Handler::to, Handler::target)
                .containsExactly(
                        tuple(0, starts.get(1), starts.get(3)),
                        tuple(0, starts.get(4), starts.get(3)),
                        tuple(0, starts.get(4), starts.get(4)),
                        tuple(starts.get(3), compact.length(), 0));
    }

    @Test
    void handlersThatDoNotFitTheCodeAreMalformed() {
        Code code = Assembler.assemble(TEXT);
        for (Handler wrong : List.of(
                new Handler(1, 3, Clause.CATCH_ALL, 0, 0, 0),
                new Handler(0, 2, Clause.CATCH_ALL, 0, 0, 0),
                new Handler(0, 14, Clause.CATCH_ALL, 0, 0, 0),
                new Handler(0, 3, Clause.CATCH_ALL, 0, 1, 0),
                new Handler(0, 3, Clause.CATCH_ALL, 0, 13, 0))) {
            Code damaged = new Code(
                    Encodings.WORDS,
                    code.toArray(),
                    code.length(),
                    code.frame(),
                    SourceMap.EMPTY,
                    HandlerTable.of(List.of(wrong)));

            assertThatThrownBy(() -> Encodings.transcode(damaged, COMPACT)).isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> Disassembler.disassemble(damaged)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void codesWithOtherHandlersDiffer() {
        Code code = Assembler.assemble(TEXT);
        Code other = Assembler.assemble(TEXT.replace("catch_all_ref L2, L4, L0, s8", "catch_all_ref L2, L4, L0, s7"));
        Code fewer = Assembler.assemble(TEXT.replace("    catch_all L0, L3, L3\n", ""));
        Code reordered =
                Assembler.assemble(TEXT.replace("    catch_all L0, L3, L3\n", "") + "    catch_all L0, L3, L3\n");

        for (Code each : List.of(other, fewer, reordered)) {
            assertThat(each).isNotEqualTo(code);
            assertThat(Integer.signum(each.compareTo(code)))
                    .isEqualTo(-Integer.signum(code.compareTo(each)))
                    .isNotZero();
        }
        assertThat(Assembler.assemble(TEXT)).isEqualByComparingTo(code).hasSameHashCodeAs(code);
    }

    @Test
    void rangesThatTurnOutToBeEmptyAreLeftOut() {
        Code code = Assembler.assemble("""
                frame params 0, results 0, locals 0, slots 0
                L0:
                L1:
                    return
                    catch_all L0, L1, L0
                """);

        assertThat(code.handlers()).isSameAs(HandlerTable.EMPTY);
    }

    @Test
    void theEncoderRefusesWhatIsNoHandler() {
        for (Encoding encoding : List.of(WORDS, COMPACT)) {
            assertThatThrownBy(() -> encode(encoding, Clause.CATCH_ALL, 0, 1, 0, 9, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not bound");
            assertThatThrownBy(() -> encode(encoding, Clause.CATCH_ALL, 0, 1, 0, 2, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("end of the code");
            assertThatIllegalArgumentException().isThrownBy(() -> encode(encoding, Clause.CATCH_ALL, 1, 0, 0, 0, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> encode(encoding, Clause.CATCH_ALL, 0, 1, 1, 0, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> encode(encoding, Clause.CATCH_ALL, 0, 1, 0, 0, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> encode(encoding, Clause.CATCH, 0, 1, -1, 0, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> encode(encoding, Clause.CATCH, 0, 99, 0, 0, 0));
        }
    }

    /** Labels 0 and 1 are bound to instructions, 2 at the end, others up to 9 never. */
    private static Code encode(Encoding encoding, Clause clause, int from, int to, int tag, int target, int slot) {
        InstructionWriter writer = new InstructionWriter(encoding.encoder());
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            labels.add(writer.newLabel());
        }
        writer.bind(labels.get(0));
        writer.write(Op.CONST32, 0, 1);
        writer.bind(labels.get(1));
        writer.write(Op.RETURN);
        writer.bind(labels.get(2));
        Label end = to < labels.size() ? labels.get(to) : new Label(to);
        writer.handler(clause, labels.get(from), end, tag, labels.get(target), slot);
        return writer.finish(Samples.FRAME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "catch_all L0, L1 | 5:21 | the line ends too early",
                "catch_all L0, L9, L0 | 5:19 | label L9 is not bound",
                "catch_all L0, L1, L1 | 5:23 | label L1 is not bound to an instruction",
                "catch_all L1, L0, L0 | 5:19 | the range ends before it begins",
                "catch L0, L1, L0, s1 | 5:19 | expected 'tag', found 'L0'",
                "catch L0, L1, tag -1, L0, s1 | 5:23 | expected an index, found '-1'",
                "catch_all_ref L0, L1, L0, s4294967295 | 5:31 | expected a slot, such as s3, found 's4294967295'",
                "catch_all L0, L1, L0, s1 | 5:25 | the line should end here",
            })
    void mistakesInTheTextHaveTheirPlace(String line, String place, String message) {
        assertThatThrownBy(() -> Assembler.assemble("""
                        frame params 0, results 0, locals 0, slots 2, references
                        L0:
                            return
                        L1:
                            %s
                        """.formatted(line)))
                .isInstanceOfSatisfying(AssemblyException.class, e -> assertThat(e.line() + ":" + e.column())
                        .isEqualTo(place))
                .hasMessageContaining(message);
    }
}
