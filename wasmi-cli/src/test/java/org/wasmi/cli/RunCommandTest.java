package org.wasmi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.text.Wat;

class RunCommandTest {

    private Path dir;

    @BeforeEach
    void start(@TempDir Path empty) {
        dir = empty;
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(dir.resolve(name), bytes);
    }

    private Path write(String text) throws IOException {
        return write("module.wasm", Wat.parse(text));
    }

    /** A module with the identity function of each type, under the type's name. */
    private Path identities() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String type : new String[] {"i32", "i64", "f32", "f64", "v128", "funcref", "externref"}) {
            text.append("(func (export \"%1$s\") (param %1$s) (result %1$s) (local.get 0))".formatted(type));
        }
        return write(text.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "i32, 42, 42",
        "i32, -1, -1",
        "i32, 4294967295, -1",
        "i32, 0x80000000, -2147483648",
        "i32, -0x80000000, -2147483648",
        "f64, 0x10, 16",
        "f32, -0X1.8, -1.5",
        "i64, 18446744073709551615, -1",
        "i64, -9223372036854775808, -9223372036854775808",
        "i64, 0xFFFFFFFFFFFFFFFF, -1",
        "f32, 0.1, 0.1",
        "f32, 1e-45, 1E-45",
        "f32, -0, -0",
        "f32, nan:0x1, nan:0x1",
        "f64, 0.1, 0.1",
        "f64, -inf, -inf",
        "f64, +inf, inf",
        "f64, nan, nan",
        "f64, -nan:0x4000000000001, -nan:0x4000000000001",
        "f64, 0x1p-3, 0.125",
        "funcref, null, null",
        "externref, null, null",
        "v128, i8x16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 -1 255, i32x4 0x04030201 0x08070605 0x0c0b0a09 0xffff0e0d",
        "v128, i16x8 1 2 3 4 5 6 -1 65535, i32x4 0x00020001 0x00040003 0x00060005 0xffffffff",
        "v128, i32x4  1 0x2 -3 4294967295, i32x4 0x00000001 0x00000002 0xfffffffd 0xffffffff",
        "v128, i64x2 -1 0x123456789abcdef0, i32x4 0xffffffff 0xffffffff 0x9abcdef0 0x12345678",
        "v128, f32x4 1.5 -0 inf nan:0x1, i32x4 0x3fc00000 0x80000000 0x7f800000 0x7f800001",
        "v128, f64x2 0x1p-3 -nan, i32x4 0x00000000 0x3fc00000 0x00000000 0xfff80000",
    })
    void valuesAreReadByTypeAndPrintedAsTheSpecificationHasThem(String type, String argument, String result)
            throws IOException {
        Cli cli = Cli.run("run", "--invoke", type, identities(), "--", argument);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(cli.out().strip()).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "i32, 4294967296",
        "i32, -2147483649",
        "i32, 1.5",
        "i32, ''",
        "i32, --5",
        "i32, 0x",
        "i64, 18446744073709551616",
        "f32, abc",
        "f64, 1e999",
        "funcref, 5",
        "v128, 5",
        "v128, i32x4",
        "v128, i32x4 1 2 3",
        "v128, i32x4 1 2 3 4 5",
        "v128, i64x2 1 2 3 4",
        "v128, i16x8 1 2 3 4 5 6 7 65536",
        "v128, i8x2 1 2",
        "v128, f64x2 1.5 x",
    })
    void valuesOfAnotherTypeAreRefused(String type, String argument) throws IOException {
        Cli cli = Cli.run("run", "--invoke", type, identities(), "--", argument);
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).startsWith("wasmi: argument 1: '" + argument + "' is not of type " + type);
    }

    @Test
    void resultsTakeALineEach() throws IOException {
        Path file = write("""
                (func $many (export "many") (result i32 i64 funcref)
                  (i32.const -1) (i64.const 2) (ref.func $many))
                (elem declare func $many)
                """);
        assertThat(Cli.run("run", "--invoke", "many", file).out().lines())
                .containsExactly("-1", "2", "funcref () -> (i32, i64, funcref)");
    }

    @Test
    void theNumberOfArgumentsIsChecked() throws IOException {
        Cli cli = Cli.run("run", "--invoke", "i32", identities(), "--", "1", "2");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err())
                .isEqualTo("wasmi: \"i32\" (i32) -> (i32) takes 1 argument, not 2" + System.lineSeparator());
    }

    @Test
    void anUnknownFunctionIsAnsweredWithThoseThereAre() throws IOException {
        Cli cli = Cli.run("run", "--invoke", "funkref", identities());
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("did you mean 'funcref'?", "\"i64\" (i64) -> (i64)");
    }

    @Test
    void whatIsNoProgramNeedsInvoke() throws IOException {
        Cli cli = Cli.run("run", identities());
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("_start", "--invoke", "\"i64\" (i64) -> (i64)");
        assertThat(Cli.run("run", write("")).err()).contains("It exports no functions.");
    }

    @Test
    void aTrapHasABacktraceAndACode() throws IOException {
        Path file = write("""
                (module $calculator
                  (func $divide (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
                  (func $outer (export "outer") (result i32) (call $divide (i32.const 1) (i32.const 0))))
                """);
        Cli cli = Cli.run("run", "--invoke", "outer", file);
        assertThat(cli.code()).isEqualTo(134);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines()).hasSize(3);
        assertThat(cli.err())
                .startsWith("wasmi: trap: integer divide by zero")
                .containsPattern("at divide \\[calculator\\+0x[0-9a-f]+\\]")
                .containsPattern("at outer \\[calculator\\+0x[0-9a-f]+\\]");
    }

    /** The module was compiled with debugging information, and so is what {@code compile} makes of it. */
    @Test
    void aBacktraceNamesLinesOfTheSource(@TempDir Path folder) throws IOException {
        Path module = Cli.root("examples/average.wasm");
        Path compiled = folder.resolve("average.wasmi");
        assertThat(Cli.run("compile", module, "-o", compiled).code()).isZero();
        List<String> source = Files.readAllLines(Cli.root("examples/average.c"));
        int division = 1 + source.indexOf("    return sum / count;");
        int call = 1 + source.indexOf("    return quotient(sum, count);");
        for (Path file : List.of(module, compiled)) {
            Cli cli = Cli.run("run", "--invoke", "average", file, "--", "0");
            assertThat(cli.code()).isEqualTo(134);
            assertThat(cli.err())
                    .containsPattern("at quotient \\(average\\.c:" + division + ":16\\) \\[0x[0-9a-f]+]")
                    .containsPattern("at average \\(average\\.c:" + call + ":\\d+\\) \\[0x[0-9a-f]+]");
        }
    }

    @Test
    void anUncaughtExceptionIsShownWithWhatItCarries() throws IOException {
        Path file = write("""
                (module $thrower
                  (tag $e (param i32 f64 externref))
                  (tag $empty)
                  (func $f (param i32) (throw $e (local.get 0) (f64.const 1.5) (ref.null extern)))
                  (func $outer (export "outer") (call $f (i32.const -7)))
                  (func (export "empty") (throw $empty)))
                """);
        Cli cli = Cli.run("run", "--invoke", "outer", file);
        assertThat(cli.code()).isEqualTo(134);
        assertThat(cli.err())
                .startsWith("wasmi: uncaught exception (i32, f64, externref): -7, 1.5, null")
                .containsPattern("at f \\[thrower\\+0x[0-9a-f]+\\]")
                .containsPattern("at outer \\[thrower\\+0x[0-9a-f]+\\]");
        assertThat(Cli.run("run", "--invoke", "empty", file).err()).startsWith("wasmi: uncaught exception ()");
    }

    @Test
    void endlessRecursionIsATrap() throws IOException {
        Path file = write("(func $f (export \"f\") (call $f))");
        Cli cli = Cli.run("run", "--invoke", "f", file);
        assertThat(cli.code()).isEqualTo(134);
        assertThat(cli.err()).contains("call stack exhausted").containsPattern("\\.\\.\\. [0-9]+ more");
    }

    /** A program that writes a line, then ends as told. */
    private Path program(String ending) throws IOException {
        String last =
                switch (ending) {
                    case "exit" -> "(call $exit (i32.const 7))";
                    case "trap" -> "unreachable";
                    default -> "nop";
                };
        return write("""
                (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
                (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
                (memory (export "memory") 1)
                (data (i32.const 0) "\\08\\00\\00\\00\\03\\00\\00\\00hi\\n")
                (func (export "_start")
                  (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 100)))
                  %s)
                """.formatted(last));
    }

    @ParameterizedTest
    @CsvSource({"return, 0", "exit, 7", "trap, 134"})
    void outputIsThereHoweverTheProgramEnds(String ending, int code) throws IOException {
        Cli cli = Cli.run("run", program(ending));
        assertThat(cli.out()).isEqualTo("hi\n");
        assertThat(cli.code()).isEqualTo(code);
    }

    @Test
    void aLibraryIsInitializedBeforeItsFunctionIsCalled() throws IOException {
        Path file = write("""
                (memory 1)
                (func (export "_initialize") (i32.store (i32.const 0) (i32.const 5)))
                (func (export "get") (result i32) (i32.load (i32.const 0)))
                """);
        assertThat(Cli.run("run", "--invoke", "get", file).out().strip()).isEqualTo("5");
    }

    @Test
    void filesThatCannotBeRunAreExplained() throws IOException {
        assertThat(Cli.run("run", dir.resolve("none.wasm")))
                .isEqualTo(new Cli(
                        66, "", "wasmi: " + dir.resolve("none.wasm") + ": no such file" + System.lineSeparator()));
        assertThat(Cli.run("run", dir).code()).isEqualTo(66);
        Cli text = Cli.run("run", write("t.wat", "(modul)".getBytes(UTF_8)));
        assertThat(text.code()).isEqualTo(65);
        assertThat(text.err()).contains("t.wat:1:2: unexpected token modul");
        Cli named = Cli.run("run", write("text.wasm", "(module)".getBytes(UTF_8)));
        assertThat(named.code()).isEqualTo(65);
        assertThat(named.err()).contains("text format", ".wat");
        assertThat(Cli.run("run", write("empty.wasm", new byte[0])).err()).contains("empty");
        assertThat(Cli.run("run", write("x.wasm", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}))
                        .err())
                .contains("not a WebAssembly module");
        assertThat(Cli.run("run", write("c.wasm", new byte[] {0, 'a', 's', 'm', 13, 0, 1, 0}))
                        .err())
                .contains("component");
        Cli cut = Cli.run("run", write("cut.wasm", new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 1}));
        assertThat(cut.code()).isEqualTo(65);
        assertThat(cut.err()).contains("malformed", "at byte");
        Cli invalid = Cli.run("run", write("(func (export \"_start\") (result i32) nop)"));
        assertThat(invalid.code()).isEqualTo(65);
        assertThat(invalid.err()).contains("invalid", "function 0");
    }

    @Test
    void missingImportsAreNamed() throws IOException {
        Path file = write("""
                (import "env" "nowhere" (func $nowhere))
                (import "env" "neither" (func))
                (func (export "_start") (call $nowhere))
                """);
        Cli cli = Cli.run("run", file);
        assertThat(cli.code()).isEqualTo(69);
        assertThat(cli.err()).contains("nowhere", "neither");
    }

    @Test
    void namesOfTheModuleCannotCommandTheTerminal() throws IOException {
        Path file = write("(func $\"\\1b[31mred\" (export \"\\1b[31mred\") unreachable)");
        assertThat(Cli.run("run", "--invoke", "\u001b[31mred", file).err())
                .contains("\\u{1b}[31mred")
                .doesNotContain("\u001b");
        assertThat(Cli.run("inspect", file).out()).doesNotContain("\u001b");
        assertThat(Cli.run("disasm", file).out()).doesNotContain("\u001b");
    }

    @Test
    void optionsOfTheProgramAreChecked() throws IOException {
        Path file = program("return");
        assertThat(Cli.run("run", "--env", "NOVALUE", file).code()).isEqualTo(2);
        assertThat(Cli.run("run", "--env", "=x", file).code()).isEqualTo(2);
        for (String directory : List.of("", "::", dir + "::", "::/data")) {
            Cli cli = Cli.run("run", "--dir", directory, file);
            assertThat(cli.code()).isEqualTo(2);
            assertThat(cli.err()).contains("--dir takes HOST or HOST::GUEST, not '" + directory + "'");
        }
        Cli missing = Cli.run("run", "--dir", dir.resolve("none") + "::/", file);
        assertThat(missing.code()).isEqualTo(66);
        assertThat(missing.err()).contains("none: no such file");
        assertThat(Cli.run("run", "--dir", file, file).err()).contains("not a directory");
    }

    @Test
    void aNullReferenceIsNull() throws IOException {
        Path file = write("(func (export \"f\") (result externref) (ref.null extern))");
        assertThat(Cli.run("run", "--invoke", "f", file).out().strip()).isEqualTo("null");
    }

    /**
     * Guests that take without end: {@code loop}, {@code recurse}, {@code grow}; and {@code one}, which takes little.
     */
    private Path greedy() throws IOException {
        return write("""
                (memory 1)
                (func (export "loop") (loop $l (br $l)))
                (func $recurse (export "recurse") (param i32) (result i32)
                  (if (local.get 0)
                    (then (drop (call $recurse (i32.sub (local.get 0) (i32.const 1))))))
                  (i32.const 7))
                (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
                (func $one (export "one") (result i32) (i32.const 1))
                """);
    }

    static List<String> executors() {
        return Executors.all().keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void guestsStayWithinTheirLimits(String executor) throws IOException {
        Path file = greedy();
        Cli fuel = Cli.run("run", "--executor", executor, "--fuel", "100000", "--invoke", "loop", file);
        assertThat(fuel.code()).isEqualTo(134);
        assertThat(fuel.err()).startsWith("wasmi: trap: all fuel consumed");
        Cli time = Cli.run("run", "--executor", executor, "--timeout", "50ms", "--invoke", "loop", file);
        assertThat(time.code()).isEqualTo(134);
        assertThat(time.err()).startsWith("wasmi: trap: deadline exceeded");
        String[] depth = {"run", "--executor", executor, "--max-call-depth", "10", "--invoke", "recurse"};
        assertThat(run(depth, file, "9").out().strip()).isEqualTo("7");
        assertThat(run(depth, file, "10").code()).isEqualTo(134);
        String[] memory = {"run", "--executor", executor, "--max-memory", "192KiB", "--invoke", "grow"};
        assertThat(run(memory, file, "2").out().strip()).isEqualTo("1");
        assertThat(run(memory, file, "3").out().strip()).isEqualTo("-1");
        Cli least = Cli.run("run", "--max-memory", "1KiB", "--invoke", "one", file);
        assertThat(least.code()).isEqualTo(71);
        assertThat(least.err()).startsWith("wasmi: limit reached: limit on bytes of all memories exceeded");
    }

    private static Cli run(String[] options, Path file, String argument) {
        List<Object> line = new ArrayList<>(List.of((Object[]) options));
        line.addAll(List.of(file, "--", argument));
        return Cli.run(line.toArray());
    }

    @Test
    void lazilyAnInvalidFunctionIsAnErrorWhenItIsCalled() throws IOException {
        Path file = write("""
                (func (export "one") (result i32) (i32.const 1))
                (func (export "bad") (result i32) nop)
                """);
        assertThat(Cli.run("run", "--invoke", "one", file).code()).isEqualTo(65);
        Cli lazy = Cli.run("run", "--lazy", "--invoke", "one", file);
        assertThat(lazy.err()).isEmpty();
        assertThat(lazy.out().strip()).isEqualTo("1");
        Cli bad = Cli.run("run", "--lazy", "--invoke", "bad", file);
        assertThat(bad.code()).isEqualTo(65);
        assertThat(bad.err()).contains("invalid", "function 1");
    }

    @Test
    void whatIsNotCompiledIsExplained() throws IOException {
        Path file = write("""
                (func $one (export "one") (result i32) (i32.const 1))
                (func $keep (export "keep") (param %s))
                """.formatted("i32 ".repeat(201)));
        Cli cli = Cli.run("run", "--explain-jit", "--executor", "compiled", "--invoke", "one", file);
        assertThat(cli.out().strip()).isEqualTo("1");
        assertThat(cli.err().lines())
                .containsExactly(
                        "1 of 2 functions are compiled", "function 1 \"keep\": more parameters than methods take");
    }

    @ParameterizedTest
    @MethodSource("executors")
    void statisticsAreTheSameOnEveryExecutor(String executor) throws IOException {
        Cli cli = run(new String[] {"run", "--executor", executor, "--stats", "--invoke", "recurse"}, greedy(), "3");
        assertThat(cli.code()).isZero();
        assertThat(cli.out().strip()).isEqualTo("7");
        // 17 bytes of the body at 8; three calls of 8 operators and one of 3.
        assertThat(cli.err().lines().limit(4))
                .containsExactly(
                        "fuel used:     " + (17 * 8 + 3 * 8 + 3),
                        "peak memory:   65536 bytes",
                        "deepest call:  4",
                        "calls to host: 0");
        assertThat(cli.err().lines().skip(4)).singleElement().asString().matches("time: +[0-9]+ ms");
        Cli trapped = Cli.run("run", "--stats", "--fuel", "1000", "--invoke", "loop", greedy());
        assertThat(trapped.err()).contains("fuel used:     1000", "trap: all fuel consumed");
    }

    @Test
    void aProgramThatWasStoredWithoutMeteringCannotBeLimited() throws IOException {
        Path file = greedy();
        Path stored = dir.resolve("stored.wasmic");
        assertThat(Cli.run("compile", file, "-o", stored).code()).isZero();
        Cli refused = Cli.run("run", "--fuel", "5", "--invoke", "one", stored);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("stored without metering", "compile --metered");
        assertThat(Cli.run("run", "--stats", "--invoke", "one", stored).err()).contains("fuel used:     not metered");
        assertThat(Cli.run("compile", "--metered", file, "-o", stored).code()).isZero();
        assertThat(Cli.run("run", "--fuel", "5", "--invoke", "one", stored)
                        .out()
                        .strip())
                .isEqualTo("1");
        assertThat(Cli.run("run", "--fuel", "5", "--invoke", "loop", stored).code())
                .isEqualTo(134);
    }

    @ParameterizedTest
    @CsvSource({
        "--timeout, 5, is not a time",
        "--timeout, -1s, is not a time",
        "--timeout, 9999999999h, is not a time",
        "--max-memory, 5XB, is not a size",
        "--max-call-depth, 0, the limit on nested calls must be from 1",
        "--fuel, -1, is not a number",
        "--fuel, 1.5, is not a number",
        "--fuel, 10 kB, is not a number",
        "--fuel, 99999999999G, is not a number",
        "--max-call-depth, deep, is not a number",
        "--fuel, many, many",
    })
    void limitsThatMakeNoSenseAreRefused(String option, String value, String message) throws IOException {
        Cli cli = Cli.run("run", option + "=" + value, "--invoke", "one", greedy());
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"1.5MiB, 1572864", "64 KiB, 65536", "7, 7", "1GiB, 1073741824", "9B, 9"})
    void sizesHaveUnits(String text, long bytes) {
        assertThat(new Amounts.OfBytes().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"10k, 10000", "1M, 1000000", "1.5k, 1500", "0, 0", "2G, 2000000000"})
    void countsHaveUnits(String text, long count) {
        assertThat(new Amounts.OfCount().convert(text)).isEqualTo(count);
    }

    @Test
    void fuelHasUnits() throws IOException {
        Cli cli = Cli.run("run", "--fuel", "10k", "--stats", "--invoke", "loop", greedy());
        assertThat(cli.code()).isEqualTo(134);
        assertThat(cli.err()).contains("fuel used:     10000");
    }

    @Test
    void aModuleIsReadFromStandardInput() throws IOException {
        byte[] module = Files.readAllBytes(greedy());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Streams streams = new Streams(new ByteArrayInputStream(module), out, OutputStream.nullOutputStream(), false);
        assertThat(Main.run(streams, "run", "--invoke", "one", "-")).isZero();
        assertThat(out.toString(UTF_8).strip()).isEqualTo("1");
    }

    /** {@code FILE} is not looked for behind it, nor are options. */
    @Test
    void whatStandsBehindTwoDashesIsTheGuests() throws IOException {
        Path file = greedy();
        assertThat(Cli.run("run", "--invoke", "recurse", "--", file, "3").err()).contains("'FILE'");
        for (String argument : List.of("--help", "--", "--invoke", "-h")) {
            Cli cli = Cli.run("run", "--invoke", "recurse", file, "--", argument);
            assertThat(cli.code()).isEqualTo(2);
            assertThat(cli.err()).startsWith("wasmi: argument 1: '" + argument + "' is not of type i32");
        }
        assertThat(Cli.run("bench", file, "--invoke", "recurse", "--", "--json").err())
                .startsWith("wasmi: argument 1: '--json' is not of type i32");
        assertThat(Cli.run("run", "--invoke", "recurse", file, "3", "--", "4").err())
                .contains("takes 1 argument, not 2");
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "1.5min, PT90S", "2s, PT2S", "1h, PT1H"})
    void timesHaveUnits(String text, Duration time) {
        assertThat(new Amounts.OfTime().convert(text)).isEqualTo(time);
    }
}
