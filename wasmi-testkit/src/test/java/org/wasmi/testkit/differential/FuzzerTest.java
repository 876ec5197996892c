package org.wasmi.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.handler.Words;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.testkit.arbitraries.GeneratedProgram;
import org.wasmi.testkit.arbitraries.Programs;
import org.wasmi.testkit.arbitraries.WasmModule;

class FuzzerTest {

    /** An executor with a mistake: it takes one comparison for another. */
    private record Mistaken(Executor correct) implements Executor {
        @Override
        public String name() {
            return "mistaken";
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            Code code = Words.canonical(request.code());
            int[] words = code.toArray();
            InstructionDecoder decoder = Encodings.decoder(code);
            while (decoder.next()) {
                if (decoder.op() == Op.I64_LT_U_SS) {
                    words[decoder.position()] = Op.I64_LT_S_SS.code();
                }
            }
            return correct.link(request.withCode(
                    new Code(code.encoding(), words, code.length(), code.frame(), code.sources(), code.handlers())));
        }

        @Override
        public void run(Machine machine, int base) {
            correct.run(machine, base);
        }
    }

    private static Optional<Fuzzer.Finding> firstFinding(Fuzzer fuzzer) throws InterruptedException {
        for (int i = 0; i < 5_000; i++) {
            Optional<Fuzzer.Finding> finding = fuzzer.next();
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }

    private static Fuzzer fuzzer(long seed) {
        Executor mistaken = new Mistaken(Executors.named(Executors.SWITCH));
        return new Fuzzer(new Differential(List.of(mistaken)), seed, Duration.ofMinutes(10));
    }

    @Test
    void aPlantedMistakeIsFoundMadeSmallAndFoundAgainByItsSeed() throws InterruptedException {
        Fuzzer.Finding finding = firstFinding(fuzzer(1)).orElseThrow();
        assertThat(finding.reduced().module().size()).isLessThan(40);
        String wasm = HexFormat.of().formatHex(finding.reduced().module().wasm());
        assertThat(finding.reduced().toString())
                .contains("executor mistaken", "(module", "i64.", "frame params", "(agree: oracle | mistaken)")
                .contains("wasm, " + wasm.length() / 2 + " bytes:\n" + wasm);
        assertThat(fuzzer(finding.seed()).next())
                .hasValueSatisfying(again -> assertThat(again.reduced().toString())
                        .isEqualTo(finding.reduced().toString()));
    }

    /** An executor that traps at once. */
    private record Trapping(String name) implements Executor {
        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            return new LinkedCode(this, request.code()) {};
        }

        @Override
        public void run(Machine machine, int base) {
            throw new TrapException(Trap.UNREACHABLE);
        }
    }

    /** Whatever the order of names: on programs there is no oracle, and {@code switch} is the reference. */
    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void theExecutorThatDiffersFromTheReferenceIsBlamed(@ForAll("programs") GeneratedProgram program) {
        Executor reference = Executors.named(Executors.SWITCH);
        Differential differential = new Differential(List.of(new Trapping("a"), reference));
        Optional<String> difference = differential.check(program);
        Statistics.collect(difference.isPresent());
        difference.ifPresent(each -> assertThat(each).startsWith("executor a,"));
        Statistics.coverage(coverage -> coverage.check(true).count(count -> count > 0));
    }

    /** Also if it is the reference itself. */
    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void theMajorityIsRight(@ForAll("programs") GeneratedProgram program) {
        Executor direct = Executors.named("direct");
        Executor tail = Executors.named("tail");
        Differential differential = new Differential(List.of(new Trapping(Executors.SWITCH), tail, direct));
        Optional<String> difference = differential.check(program);
        Statistics.collect(difference.isPresent());
        difference.ifPresent(
                each -> assertThat(each).startsWith("executor switch,").endsWith(" (agree: switch | direct, tail)"));
        Statistics.coverage(coverage -> coverage.check(true).count(count -> count > 0));
    }

    @Test
    void ofALongBinaryTheBeginningIsShown() {
        WasmModule module = LongStream.range(0, 1_000)
                .mapToObj(WasmModule::ofSeed)
                .filter(each -> each.wasm().length > 2_000)
                .findFirst()
                .orElseThrow();
        Configuration configuration = new Configuration(Executors.SWITCH, Encodings.WORDS, true);
        assertThat(new Disagreement(module, configuration, "it is long", List.of()).toString())
                .contains("wasm, " + module.wasm().length + " bytes, of which the first 2000 are:\n0061736d01")
                .doesNotContain(HexFormat.of().formatHex(module.wasm()));
    }

    @Provide
    Arbitrary<GeneratedProgram> programs() {
        return Programs.valid();
    }

    /** An executor that takes for ever, until it is told to end. */
    private record Endless(CountDownLatch end) implements Executor {
        @Override
        public String name() {
            return "endless";
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new IllegalStateException("the end");
        }

        @Override
        public void run(Machine machine, int base) {
            throw new IllegalStateException("nothing is linked");
        }
    }

    @Test
    void whatDoesNotEndIsFound() throws InterruptedException {
        // Whatever has to be loaded does not count against the limit.
        new Differential(List.of(Executors.named(Executors.SWITCH))).check(WasmModule.ofSeed(5));
        CountDownLatch end = new CountDownLatch(1);
        Differential differential = new Differential(List.of(new Endless(end), Executors.named(Executors.SWITCH)));
        Fuzzer fuzzer = new Fuzzer(differential, 5, Duration.ofSeconds(3));
        Fuzzer.Finding finding = firstFinding(fuzzer).orElseThrow();
        assertThat(finding.reduced()).isSameAs(finding.original());
        assertThat(finding.original().configuration().executor()).isEqualTo("endless");
        assertThat(finding.original().difference())
                .startsWith("has not ended after 3 s; it is")
                .contains("FuzzerTest$Endless.link");
        end.countDown();
    }
}
