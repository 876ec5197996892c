package org.wasmi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
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
import org.wasmi.text.PrintOptions;
import org.wasmi.text.Wat;

/**
 * Parsing and printing the text of a module of 4.8 MB. The setup prints the length of the text, by which the time is
 * divided for a speed; {@code -prof gc} counts the memory that parsing takes for each character.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class TextBenchmark {
    private static final int FACTOR = 3;

    /** Whether instructions are folded. */
    @Param({"false", "true"})
    public boolean folded;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private byte[] wasm;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private String text;

    /** Builds the module and prints its text. */
    @Setup
    public void build() {
        wasm = SyntheticModule.build(SyntheticModule.Growth.MORE_FUNCTIONS, FACTOR);
        StringBuilder printed = new StringBuilder();
        print(printed);
        text = printed.toString();
        System.out.printf("a text of %.1f MB%n", text.length() / 1e6);
    }

    /** {@return the binary of the text} */
    @Benchmark
    public byte[] parse() {
        return Wat.parse(text);
    }

    /** {@return how many characters the text has} */
    @Benchmark
    public long print() {
        Count count = new Count();
        print(count);
        return count.characters;
    }

    private void print(Appendable to) {
        try {
            Wat.print(wasm, PrintOptions.DEFAULT.withFolded(folded), to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts what it is given, so that the printer is measured and not a sink. */
    private static final class Count extends Writer {
        private long characters;

        @Override
        public void write(char[] buffer, int offset, int length) {
            characters += length;
        }

        @Override
        public Writer append(CharSequence part) {
            characters += part.length();
            return this;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
