package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.testkit.arbitraries.GeneratedProgram;
import org.wasmi.testkit.arbitraries.Mutated;
import org.wasmi.testkit.arbitraries.Programs;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.arbitraries.WasmModules;
import org.wasmi.translate.Translator;

/**
 * Whatever is given to what reads bytes, it ends soon, by accepting it or by a typed error with a position. More tries
 * take more time: {@code -Djqwik.tries.default=100000}.
 */
@StatisticsReport(StatisticsReportMode.OFF)
class FuzzTargetProperties {

    /** No input here is longer than a few kilobytes. */
    private static final long MAX_CPU_NANOS = TimeUnit.SECONDS.toNanos(5);

    @Provide
    Arbitrary<Mutated<WasmModule>> mutatedModules() {
        return WasmModules.mutated();
    }

    @Provide
    Arbitrary<Mutated<WasmModule>> malformedModules() {
        return WasmModules.malformed();
    }

    @Provide
    Arbitrary<Mutated<GeneratedProgram>> mutatedPrograms() {
        return Programs.mutated();
    }

    /** What reads some input. */
    @FunctionalInterface
    private interface Target {
        void read();
    }

    private static void check(int length, Target target) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try {
            target.read();
            Statistics.collect("accepted");
        } catch (WasmException e) {
            Statistics.collect("refused");
            assertThat(e.getMessage()).isNotBlank();
            if (e instanceof MalformedException malformed) {
                assertThat(malformed.offset()).isBetween(0, length);
            } else if (e instanceof InvalidException invalid) {
                assertThat(invalid.offset()).isBetween(0, length);
            }
        }
        assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start)
                .isLessThan(MAX_CPU_NANOS);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void parserAndTranslator(@ForAll("mutatedModules") Mutated<WasmModule> module) {
        check(module.bytes().length, () -> Translator.validate(module.bytes()));
        check(module.bytes().length, () -> Translator.translate(module.bytes()));
        Statistics.coverage(coverage -> {
            coverage.check("accepted").percentage(share -> share > 2);
            coverage.check("refused").percentage(share -> share > 20);
        });
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void whatIsMalformedByConstructionIsRefused(@ForAll("malformedModules") Mutated<WasmModule> module) {
        assertThatThrownBy(() -> Translator.validate(module.bytes())).isInstanceOf(MalformedException.class);
    }

    @Property(tries = 500)
    void parserOfNothingSensible(@ForAll @Size(max = 200) byte[] bytes) {
        check(bytes.length, () -> Translator.validate(bytes));
        byte[] behindHeader = new byte[bytes.length + 8];
        System.arraycopy(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0}, 0, behindHeader, 0, 8);
        System.arraycopy(bytes, 0, behindHeader, 8, bytes.length);
        check(behindHeader.length, () -> Translator.validate(behindHeader));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void readerAndVerifierOfStoredPrograms(@ForAll("mutatedPrograms") Mutated<GeneratedProgram> program) {
        check(program.bytes().length, () -> StoredPrograms.read(program.bytes()));
        Statistics.coverage(coverage -> coverage.check("refused").percentage(share -> share > 20));
    }

    @Property(tries = 500)
    void readerOfNothingSensible(@ForAll @Size(max = 200) byte[] bytes) {
        check(bytes.length, () -> StoredPrograms.read(bytes));
    }

    @Property(tries = 500)
    void decoders(@ForAll @Size(max = 60) int[] data, @ForAll boolean likely) {
        int[] units = likely
                ? Arrays.stream(data)
                        .map(unit -> Math.floorMod(unit, Op.count()))
                        .toArray()
                : data;
        FrameShape frame = new FrameShape(0, 0, 0, Op.count(), true);
        for (Encoding encoding : Encodings.all().values()) {
            Code code = new Code(encoding.name(), units, units.length, frame, SourceMap.EMPTY);
            check(units.length * Integer.BYTES, () -> readAll(encoding.decoder(code), code));
        }
    }

    private static void readAll(InstructionDecoder decoder, Code code) {
        int last = -1;
        while (decoder.next()) {
            assertThat(decoder.position()).isGreaterThan(last);
            assertThat(decoder.end()).isBetween(decoder.position() + 1, code.length());
            last = decoder.position();
        }
    }
}
