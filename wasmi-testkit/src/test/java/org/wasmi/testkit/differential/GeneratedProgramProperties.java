package org.wasmi.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.instruction.Instructions;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.text.Disassembler;
import org.wasmi.encoding.verify.Verifier;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.arbitraries.GeneratedProgram;
import org.wasmi.testkit.arbitraries.Programs;

/** What holds for every program, also for such as no translator makes. */
@StatisticsReport(StatisticsReportMode.OFF)
class GeneratedProgramProperties {
    private final Differential differential = new Differential(Executors.all().values());

    @Provide
    Arbitrary<GeneratedProgram> programs() {
        return Programs.valid();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void theVerifierAcceptsThem(@ForAll("programs") GeneratedProgram generated) {
        Verifier.verify(generated.program());
        for (Function function : generated.program().functions()) {
            Code code = function.body().code();
            assertThat(Assembler.assemble(Disassembler.disassemble(code))).isEqualTo(code);
        }
    }

    /** The seed is fixed, since of other 300 programs none might have one of the rarest instructions. */
    @Property(tries = 300, seed = "1", edgeCases = EdgeCasesMode.NONE)
    void theyHaveEveryInstruction(@ForAll("programs") GeneratedProgram generated) {
        for (Function function : generated.program().functions()) {
            Instructions.decode(function.body().code()).forEach(each -> Statistics.collect(each.op()));
        }
        Statistics.coverage(coverage -> {
            for (Op op : Op.values()) {
                coverage.check(op).count(count -> count > 0 == GeneratedProgram.mayHave(op));
            }
        });
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void everyExecutorAgreesFromEveryEncoding(@ForAll("programs") GeneratedProgram generated) {
        assertThat(differential.check(generated)).as(generated.toString()).isEmpty();
    }

    /** An operand that no instruction of these programs may have: no such slot, index, count or target. */
    private static final int IMPOSSIBLE = 1 << 20;

    /** {@return a code with one operand that is impossible, or the same code if it has none that could be} */
    private static Code broken(Code code, int choice) {
        List<Integer> places = new ArrayList<>();
        InstructionDecoder decoder = Encodings.decoder(code);
        while (decoder.next()) {
            Format format = decoder.op().format();
            for (int i = 0; i < format.operands().size(); i++) {
                switch (format.operands().get(i)) {
                    case IMM32, IMM64, OFFSET32, OFFSET64 -> {}
                    default -> places.add(decoder.position() + format.wordOf(i));
                }
            }
        }
        int[] words = code.toArray();
        if (!places.isEmpty()) {
            words[places.get(Math.floorMod(choice, places.size()))] = IMPOSSIBLE;
        }
        return new Code(code.encoding(), words, code.length(), code.frame(), code.sources(), code.handlers());
    }

    private static Program withCode(Program program, int changed, Code code) {
        Program.Builder builder = Program.builder().metered(true);
        program.types().groups().forEach(builder::types);
        program.imports().forEach(builder::imports);
        program.tables().forEach(builder::table);
        program.memories().forEach(builder::memory);
        program.globals().forEach(builder::global);
        for (int i = 0; i < program.tagCount(); i++) {
            builder.tag(program.tagTypeIndex(i));
        }
        program.elements().forEach(builder::element);
        program.data().forEach(builder::data);
        for (int i = 0; i < program.functions().size(); i++) {
            Function function = program.functions().get(i);
            builder.function(i == changed ? new Function(function.typeIndex(), () -> code) : function);
        }
        return builder.build();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void theVerifierRejectsAnImpossibleOperand(
            @ForAll("programs") GeneratedProgram generated, @ForAll int function, @ForAll int operand) {
        Program program = generated.program();
        int changed = Math.floorMod(function, program.functions().size());
        Code code = program.functions().get(changed).body().code();
        Code broken = broken(code, operand);
        Assume.that(!broken.equals(code));
        assertThatThrownBy(() -> Verifier.verify(withCode(program, changed, broken)))
                .isInstanceOfAny(InvalidException.class, MalformedException.class);
    }
}
