package org.wasmi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.wasmi.encoding.program.Program;
import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/**
 * Reading, validating and translating modules of one, two and four times the same size: the time must grow with it and
 * no faster, whether there are more functions or longer ones. With {@code -prof gc} the same holds for memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TranslationBenchmark {

    /** What grows. */
    @Param({"MORE_FUNCTIONS", "LONGER_FUNCTIONS"})
    public SyntheticModule.Growth growth = SyntheticModule.Growth.MORE_FUNCTIONS;

    /** How much of it there is. A module of factor 4 has about 6.4 MB. */
    @Param({"1", "2", "4"})
    public int factor = 1;

    private static final TranslationOptions EAGER = TranslationOptions.DEFAULT.withMode(TranslationMode.EAGER);

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private byte[] wasm;

    /** Builds the module, or reads the one that the system property {@code module} names. */
    @Setup
    public void build() throws IOException {
        String file = System.getProperty("module");
        wasm = file == null ? SyntheticModule.build(growth, factor) : Files.readAllBytes(Path.of(file));
    }

    /** {@return the program, all of it translated} */
    @Benchmark
    public Program translate() {
        return Translator.translate(wasm, EAGER);
    }
}
