package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.OperandVisitor;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.instruction.Instruction;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.instruction.Instructions;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.text.Disassembler;
import org.wasmi.encoding.verify.Verifier;
import org.wasmi.testkit.arbitraries.InstructionArbitraries;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.arbitraries.WasmModules;
import org.wasmi.testkit.encoding.AssertingDecoder;
import org.wasmi.testkit.encoding.RecordingEncoder;
import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.WasmFeatures;

/**
 * The conformance suite for encodings. It needs the jqwik engine on the test path. A subclass that names an encoding
 * inherits all tests. See {@link ExecutorContract} for the pattern, and {@code docs/encodings.md} for a whole encoding.
 *
 * <p>The suite demands, beyond the contracts of {@link InstructionEncoder} and {@link InstructionDecoder}:
 *
 * <ul>
 *   <li>The name matches {@code [A-Za-z0-9-]+}, and {@link Encodings} finds the encoding by it.
 *   <li>Decoding returns what was encoded, for every {@link Op} and all values of its operands.
 *   <li>Code is canonical: equal instructions give equal code, whether a translator, an {@link Assembler} or a
 *       transcoder writes them, with labels bound before or after their use, with operands or with patches. A decoder
 *       may refuse data that no encoder writes.
 *   <li>Instructions follow each other without gaps, the first at position 0, and sources are kept.
 *   <li>A decoder refuses code of another encoding with an {@link IllegalArgumentException}, and code whose {@link
 *       Code#dataLength()} is not what its {@link Code#length()} needs with a {@link MalformedException}.
 *   <li>A decoder reads any data, with at most as many instructions as there are units, up to the end or to a {@link
 *       MalformedException} with an offset within the data.
 *   <li>An encoder refuses misuse, at the latest in {@code finish}. {@link org.wasmi.encoding.CheckingEncoder} and
 *       {@link org.wasmi.encoding.CheckingDecoder} do so for their subclasses.
 * </ul>
 */
@StatisticsReport(StatisticsReportMode.OFF)
public abstract class EncodingContract {

    /** For subclasses. */
    protected EncodingContract() {}

    /** {@return the name of the encoding under test, as {@link Encodings} finds it} */
    public abstract String encoding();

    private Encoding tested() {
        return Encodings.named(encoding());
    }

    private InstructionEncoder encoder() {
        return tested().encoder();
    }

    /** Lists of any instructions. */
    @Provide
    Arbitrary<List<Instruction>> instructionLists() {
        return InstructionArbitraries.instructionLists();
    }

    /** Modules that are valid. */
    @Provide
    Arbitrary<WasmModule> modules() {
        return WasmModules.valid();
    }

    private Code encode(List<Instruction> instructions) {
        return Instructions.encode(instructions, InstructionArbitraries.FRAME, tested());
    }

    // What is written can be read.

    @Example
    void theEncodingIsFoundByItsName() {
        assertThat(Encodings.all()).containsKey(encoding());
        assertThat(tested().name()).isEqualTo(encoding()).matches("[A-Za-z0-9-]+");
    }

    /** With a quarter of these lists, one in some hundred runs had none of some instruction. */
    @Property(tries = 4_000)
    void decodeIsTheInverseOfEncodeForEveryInstruction(@ForAll("instructionLists") List<Instruction> instructions) {
        Code code = encode(instructions);
        assertThat(Instructions.decode(code)).isEqualTo(instructions);
        assertThat(code.encoding()).isEqualTo(encoding());
        assertThat(code.frame()).isEqualTo(InstructionArbitraries.FRAME);
        instructions.forEach(each -> Statistics.collect(each.op()));
        Statistics.coverage(coverage -> {
            for (Op op : Op.values()) {
                coverage.check(op).count(count -> count > 0);
            }
        });
    }

    /** However they are written: here with patches, and from another code. */
    @Property(tries = 200)
    void theSameInstructionsGiveTheSameCode(@ForAll("instructionLists") List<Instruction> instructions) {
        Code code = encode(instructions);
        assertThat(encode(instructions)).isEqualTo(code);
        assertThat(copy(code, encoder(), true)).isEqualTo(code);
    }

    @Property(tries = 200)
    void assembleIsTheInverseOfDisassemble(@ForAll("instructionLists") List<Instruction> instructions) {
        Code code = encode(instructions);
        assertThat(Assembler.assemble(Disassembler.disassemble(code), tested())).isEqualTo(code);
    }

    /** Reads through an asserting decoder, which sees that instructions lie one behind the other. */
    @Property(tries = 300)
    void whatIsReadInOrderCanBeWrittenAgainAsItWas(@ForAll("instructionLists") List<Instruction> instructions) {
        Code code = encode(instructions);
        RecordingEncoder copy = new RecordingEncoder(encoder());
        assertThat(copy(code, copy, false)).isEqualTo(code);
        assertThat(copy.replay(encoder())).hasValue(code);
    }

    private Code copy(Code code, InstructionEncoder to, boolean patched) {
        Map<Integer, Label> labels = new HashMap<>();
        InstructionDecoder decoder = tested().decoder(code);
        while (decoder.next()) {
            labels.put(decoder.position(), to.newLabel());
        }
        AssertingDecoder from = AssertingDecoder.sequential(tested().decoder(code), code);
        while (from.next()) {
            to.bind(label(labels, from.position()));
            to.begin(from.op());
            from.visit(new OperandVisitor() {
                @Override
                public void value(int number, long value) {
                    OperandKind kind = from.op().format().operands().get(number);
                    if (kind.words() == 2) {
                        to.wide(value);
                    } else if (patched && kind != OperandKind.TARGETS) {
                        to.set(to.patch(), (int) value);
                    } else {
                        to.operand((int) value);
                    }
                }

                @Override
                public void target(int number, int position) {
                    to.branch(label(labels, position));
                }
            });
        }
        return to.finish(code.frame());
    }

    private static Label label(Map<Integer, Label> labels, int position) {
        Label label = labels.get(position);
        if (label == null) {
            throw new AssertionError("no instruction begins at " + position);
        }
        return label;
    }

    /** Handlers of exceptions stay with their instructions, whatever the units are. */
    @Property(tries = 200)
    void handlersStayWithTheirInstructions(
            @ForAll("instructionLists") List<Instruction> instructions,
            @ForAll @Size(max = 5) List<@IntRange(min = 0) Integer> places) {
        Code code = encode(instructions, places, encoder());
        Code words =
                encode(instructions, places, Encodings.named(Encodings.WORDS).encoder());
        assertThat(code.handlers().handlers()).hasSameSizeAs(words.handlers().handlers());
        assertThat(Encodings.transcode(words, tested())).isEqualTo(code);
        assertThat(Encodings.transcode(code, Encodings.named(Encodings.WORDS))).isEqualTo(words);
        assertThat(Assembler.assemble(Disassembler.disassemble(code), tested())).isEqualTo(code);
    }

    /** Encodes instructions with a handler for each place, with a range and target that depend on it. */
    private static Code encode(List<Instruction> instructions, List<Integer> places, InstructionEncoder to) {
        InstructionWriter writer = new InstructionWriter(to);
        Label[] labels = new Label[instructions.size() + 1];
        Arrays.setAll(labels, i -> writer.newLabel());
        HandlerTable.Clause[] clauses = HandlerTable.Clause.values();
        for (int place : places) {
            HandlerTable.Clause clause = clauses[place % clauses.length];
            int from = place % instructions.size();
            int end = from + place % (labels.length - from);
            int target = place / 7 % instructions.size();
            int tag = clause.hasTag() ? place % 1_000 : 0;
            int slot = clause == HandlerTable.Clause.CATCH_ALL ? 0 : place;
            writer.handler(clause, labels[from], labels[end], tag, labels[target], slot);
        }
        for (int i = 0; i < instructions.size(); i++) {
            writer.bind(labels[i]);
            writer.write(instructions.get(i), target -> labels[target]);
        }
        writer.bind(labels[instructions.size()]);
        return writer.finish(InstructionArbitraries.FRAME);
    }

    // Programs

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void translatedCodeIsTheSameInThisEncodingAndInWords(@ForAll("modules") WasmModule module) {
        TranslationOptions options =
                TranslationOptions.DEFAULT.withFeatures(WasmFeatures.ALL).withMode(TranslationMode.EAGER);
        byte[] wasm = module.wasm();
        List<Code> words = codes(Translator.translate(wasm, options));
        List<Code> codes = codes(Translator.translate(wasm, options.withEncoding(encoding())));
        for (int i = 0; i < words.size(); i++) {
            Code there = Encodings.transcode(words.get(i), tested());
            Code back = Encodings.transcode(codes.get(i), Encodings.named(Encodings.WORDS));
            assertThat(codes.get(i)).isEqualTo(there);
            assertThat(back).isEqualTo(words.get(i));
            assertThat(sources(codes.get(i))).isEqualTo(sources(words.get(i))).isEqualTo(sources(back));
        }
    }

    @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
    void programsAreVerifiedAndStayTheSameWhenStored(@ForAll("modules") WasmModule module) {
        Program program = Translator.translate(
                module.wasm(),
                TranslationOptions.DEFAULT
                        .withFeatures(WasmFeatures.ALL)
                        .withMode(TranslationMode.EAGER)
                        .withEncoding(encoding()));
        Verifier.verify(program);
        Program read = StoredPrograms.read(StoredPrograms.write(program, tested()));
        assertThat(codes(read)).isEqualTo(codes(program));
    }

    private static List<Code> codes(Program program) {
        return program.functions().stream()
                .map(function -> function.body().code())
                .toList();
    }

    /** {@return where the instructions of a code come from, in order} */
    private static List<Integer> sources(Code code) {
        List<Integer> offsets = new ArrayList<>();
        InstructionDecoder decoder = Encodings.decoder(code);
        while (decoder.next()) {
            offsets.add(code.sources().offsetAt(decoder.position()));
        }
        return offsets;
    }

    // Misuse

    /** Each of these is refused, at the latest when the code is finished. */
    @Example
    void theEncoderRefusesWhatIsNoCode() {
        assertRefused(to -> to.operand(1));
        assertRefused(to -> to.begin(Op.COPY));
        assertRefused(to -> {
            to.begin(Op.COPY);
            to.operand(1);
        });
        assertRefused(to -> {
            to.begin(Op.RETURN);
            to.operand(1);
        });
        assertRefused(to -> {
            to.begin(Op.CONST64);
            to.operand(1);
            to.operand(1);
        });
        assertRefused(to -> {
            to.begin(Op.RETURN_I);
            to.wide(1);
        });
        assertRefused(to -> {
            to.begin(Op.BR);
            to.operand(1);
        });
        assertRefused(to -> {
            to.begin(Op.BR);
            to.branch(to.newLabel());
        });
        assertRefused(to -> {
            Label label = to.newLabel();
            to.begin(Op.BR);
            to.branch(label);
            to.bind(label);
        });
        assertRefused(to -> {
            Label label = to.newLabel();
            to.bind(label);
            to.bind(label);
        });
        assertRefused(to -> {
            to.begin(Op.BR_TABLE);
            to.operand(0);
            to.operand(0);
        });
        assertRefused(to -> {
            Label label = to.newLabel();
            to.bind(label);
            to.begin(Op.BR_TABLE);
            to.operand(0);
            to.operand(2);
            to.branch(label);
        });
        assertRefused(to -> to.bind(new Label(5)));
        assertRefused(to -> {
            to.begin(Op.RETURN);
            to.finish(EMPTY);
        });
    }

    private static final FrameShape EMPTY = new FrameShape(0, 0, 0, 10, false);

    /** What is written to an encoder. */
    @FunctionalInterface
    private interface Misuse {
        void of(InstructionEncoder to);
    }

    private void assertRefused(Misuse misuse) {
        InstructionEncoder to = encoder();
        assertThatThrownBy(() -> {
                    misuse.of(to);
                    to.finish(EMPTY);
                })
                .isInstanceOfAny(IllegalStateException.class, IllegalArgumentException.class);
    }

    @Example
    void aPatchHasTheLastValueThatWasSet() {
        InstructionEncoder to = encoder();
        to.begin(Op.CONSUME_FUEL);
        var patch = to.patch();
        to.begin(Op.CONSUME_FUEL);
        to.patch();
        to.set(patch, 70_000);
        to.begin(Op.RETURN);
        to.set(patch, -3);
        assertThat(Instructions.decode(to.finish(EMPTY)))
                .containsExactly(
                        Instruction.of(Op.CONSUME_FUEL, -3),
                        Instruction.of(Op.CONSUME_FUEL, 0),
                        Instruction.of(Op.RETURN));
    }

    @Example
    void theDecoderRefusesQuestionsThatDoNotFit() {
        Code code = encode(List.of(Instruction.of(Op.CONST64, 1, 2), Instruction.of(Op.BR_TABLE, 1, 0)));
        InstructionDecoder decoder = tested().decoder(code);
        assertThatThrownBy(decoder::op).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(decoder::position).isInstanceOf(IllegalStateException.class);
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.position()).isZero();
        assertThatThrownBy(() -> decoder.operand(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decoder.wide(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decoder.target(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decoder.target(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decoder.operand(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.operand(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(decoder.malformed("why"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("why");
        int second = decoder.end();
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.position()).isEqualTo(second);
        assertThat(decoder.operand(1)).isEqualTo(1);
        assertThatThrownBy(() -> decoder.target(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decoder.target(1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(decoder.target(1, 0)).isZero();
        assertThat(decoder.end()).isEqualTo(code.length());
        assertThat(decoder.next()).isFalse();
        assertThatThrownBy(decoder::op).isInstanceOf(IllegalStateException.class);
        decoder.seek(second);
        assertThatThrownBy(decoder::op).isInstanceOf(IllegalStateException.class);
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.op()).isEqualTo(Op.BR_TABLE);
        assertThatThrownBy(() -> decoder.seek(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.seek(code.length() + 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Example
    void codeOfAnotherEncodingOrLengthIsRefused() {
        Code code = encode(List.of(Instruction.of(Op.RETURN)));
        int[] data = code.toArray();
        assertThatThrownBy(() -> tested().decoder(new Code("another", data, code.length(), EMPTY, SourceMap.EMPTY)))
                .isInstanceOf(IllegalArgumentException.class);
        int[] longer = Arrays.copyOf(data, data.length + 1);
        assertThatThrownBy(() -> tested().decoder(new Code(encoding(), longer, code.length(), EMPTY, SourceMap.EMPTY)))
                .isInstanceOf(MalformedException.class);
    }

    /** Reading ends, after as many instructions as there are units at most, by the end of the code or a typed error. */
    @Property(tries = 1_000)
    void anyDataIsReadToItsEndOrRefusedWithAPosition(
            @ForAll("instructionLists") List<Instruction> instructions, @ForAll int place, @ForAll int value) {
        Code code = encode(instructions);
        int[] data = code.toArray();
        data[Math.floorMod(place, data.length)] = value;
        Code damaged = new Code(encoding(), data, code.length(), code.frame(), SourceMap.EMPTY);
        try {
            AssertingDecoder decoder = AssertingDecoder.of(tested().decoder(damaged), damaged);
            while (decoder.next()) {
                decoder.visit((number, target) -> {});
            }
        } catch (MalformedException e) {
            assertThat(e.offset()).isBetween(0, code.dataLength() * Integer.BYTES);
        }
    }
}
