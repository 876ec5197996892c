package org.wasmi.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Instruction;
import org.wasmi.encoding.Instructions;
import org.wasmi.encoding.Op;
import org.wasmi.exec.Executor;
import org.wasmi.exec.Executors;
import org.wasmi.exec.LinkedCode;
import org.wasmi.exec.Machine;

class FuzzerTest {

    /** An executor with a mistake: it takes one comparison for another. */
    private record Mistaken(Executor correct) implements Executor {
        @Override
        public String name() {
            return "mistaken";
        }

        @Override
        public LinkedCode link(Code code) {
            List<Instruction> changed =
                    Instructions.decode(code).stream().map(Mistaken::changed).toList();
            return correct.link(Instructions.encode(changed, code.frame(), Encodings.named(Encodings.WORDS)));
        }

        private static Instruction changed(Instruction instruction) {
            return instruction instanceof Instruction.Rss tested && tested.op() == Op.I64_LT_U_SS
                    ? new Instruction.Rss(Op.I64_LT_S_SS, tested.result(), tested.a(), tested.b())
                    : instruction;
        }

        @Override
        public void run(Machine machine, int base) {
            correct.run(machine, base);
        }
    }

    private static Optional<Fuzzer.Finding> firstFinding(Fuzzer fuzzer) {
        for (int i = 0; i < 5_000; i++) {
            Optional<Fuzzer.Finding> finding = fuzzer.next();
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }

    private static Fuzzer fuzzer(long seed) {
        return new Fuzzer(new Differential(List.of(new Mistaken(Executors.named(Executors.SWITCH)))), seed);
    }

    @Test
    void aPlantedMistakeIsFoundMadeSmallAndFoundAgainByItsSeed() {
        Fuzzer.Finding finding = firstFinding(fuzzer(1)).orElseThrow();
        assertThat(finding.reduced().module().size())
                .isLessThan(finding.original().module().size() / 4);
        assertThat(finding.reduced().toString()).contains("executor mistaken", "(module", "i64.", "frame params");
        assertThat(fuzzer(finding.seed()).next())
                .hasValueSatisfying(again -> assertThat(again.reduced().toString())
                        .isEqualTo(finding.reduced().toString()));
    }
}
