package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.testkit.ModuleBuilder;

/** {@code inspect}, {@code disasm}, {@code validate} and {@code bench}. */
class ReportsTest {

    private Path dir;
    private Path file;

    @BeforeEach
    void write(@TempDir Path empty) throws IOException {
        dir = empty;
        file = Files.write(
                dir.resolve("module.wasm"),
                new ModuleBuilder()
                        .moduleName("sample")
                        .importFunction("env", "log", "i32 ->")
                        .importGlobal("env", "level", new GlobalType(NumType.I32, false))
                        .table("table", new TableType(RefType.FUNCREF, Limits.between(1, 2)))
                        .memory("memory", Limits.atLeast(1))
                        .global("counter", new GlobalType(NumType.I64, true), code -> code.i64Const(1))
                        .function("add", "i32 i32 -> i32", code -> code.localsGet(0, 1)
                                .op("i32.add"))
                        .function("load", "i32 -> i32", code -> code.localGet(0)
                                .op("i32.load", 4)
                                .i32Const(1)
                                .op("i32.add")
                                .op("i32.eqz")
                                .ifThen("-> i32")
                                .i32Const(3)
                                .orElse()
                                .localGet(0)
                                .end())
                        .data(0, code -> code.i32Const(0), new byte[] {1, 2, 3})
                        .build());
    }

    private static JsonNode json(Cli cli) throws IOException {
        assertThat(cli.code()).as(cli.err()).isZero();
        return new ObjectMapper().readTree(cli.out());
    }

    /** A memory of 64-bit addresses, and a function of a string. */
    @Test
    void whatNeedsAFeatureThatIsNotSupportedIsInspected() throws IOException {
        byte[] wasm = HexFormat.of()
                .parseHex("0061736d01000000" + "010501" + "60016700" + "020901" + "03656e760166" + "0000" + "05030104"
                        + "01" + "070a01" + "066d656d6f7279" + "0200");
        Path unsupported = Files.write(dir.resolve("unsupported.wasm"), wasm);
        Cli cli = Cli.run("inspect", unsupported);
        assertThat(cli.code()).isZero();
        assertThat(cli.out())
                .contains("features: memory64, stringref (not supported)")
                .containsPattern("func +\"env\" \"f\" +\\(stringref\\) -> \\(\\)")
                .containsPattern("memory +\"memory\" +i64 1");
        JsonNode json = json(Cli.run("inspect", "--json", unsupported));
        assertThat(json.get("features").toString()).isEqualTo("[\"memory64\",\"stringref\"]");
        assertThat(json.get("imports").size()).isEqualTo(1);
        Cli validated = Cli.run("validate", unsupported);
        assertThat(validated.code()).isEqualTo(65);
        assertThat(validated.out()).contains(": unsupported: stringref not supported: value type 67 (at byte 13)");
        assertThat(Cli.run("run", unsupported).err()).startsWith("wasmi: unsupported module: stringref not supported");
    }

    /** Two memories, and a function of one. */
    @Test
    void everyCommandThatTranslatesTakesFeatures() throws IOException {
        byte[] wasm = new ModuleBuilder()
                .memory("first", Limits.atLeast(1))
                .memory("second", Limits.atLeast(1))
                .function("f", "-> i32", code -> code.i32Const(7))
                .build();
        Path module = Files.write(dir.resolve("memories.wasm"), wasm);
        String out = dir.resolve("memories.wasmic").toString();
        String refused = "multiple memories not enabled: a second memory (at byte ";
        assertThat(Cli.run("validate", "--features=-multi-memory", module).out())
                .contains(refused);
        assertThat(Cli.run("disasm", "--features", "-multi-memory", module).err())
                .contains(refused);
        assertThat(Cli.run("run", "--features", "-all,simd", "--invoke", "f", module)
                        .err())
                .contains(refused);
        assertThat(Cli.run("bench", "--features", "all,-wasm3", "--invoke", "f", module)
                        .err())
                .contains(refused);
        assertThat(Cli.run("compile", "--features", "-all", "-o", out, module).err())
                .contains(refused);
        assertThat(Cli.run("run", "--features", "all,-simd", "--invoke", "f", module)
                        .out())
                .isEqualToIgnoringNewLines("7");
        assertThat(Cli.run("inspect", "--features=-multi-memory", module).out()).contains("memory");
        Cli mistyped = Cli.run("run", "--features", "multimemory", module);
        assertThat(mistyped.code()).isEqualTo(2);
        assertThat(mistyped.err()).contains("there is no feature 'multimemory'; did you mean 'multi-memory'?");
    }

    @Test
    void inspectShowsImportsExportsSectionsAndCounts() {
        Cli cli = Cli.run("inspect", file);
        assertThat(cli.code()).isZero();
        assertThat(cli.out())
                .contains("named \"sample\"", "imports (2)", "exports (5)")
                .containsPattern("func +\"env\" \"log\" +\\(i32\\) -> \\(\\)")
                .containsPattern("global +\"env\" \"level\" +i32")
                .containsPattern("table +\"table\" +1 2 funcref")
                .containsPattern("memory +\"memory\" +1")
                .containsPattern("global +\"counter\" +\\(mut i64\\)")
                .containsPattern("func +\"add\" +\\(i32, i32\\) -> \\(i32\\)")
                .containsPattern("custom \"name\" +0x[0-9a-f]+ +[0-9]+")
                .containsPattern("functions +2");
    }

    @Test
    void inspectSaysTheSameAsJson() throws IOException {
        JsonNode json = json(Cli.run("inspect", "--json", file));
        assertThat(json.get("name").textValue()).isEqualTo("sample");
        assertThat(json.get("size").intValue()).isEqualTo((int) Files.size(file));
        assertThat(json.get("imports")).hasSize(2);
        assertThat(json.get("imports").get(0).toString())
                .isEqualTo("{\"module\":\"env\",\"name\":\"log\",\"kind\":\"func\",\"type\":\"(i32) -> ()\"}");
        assertThat(json.get("exports").get(3).toString())
                .isEqualTo("{\"name\":\"add\",\"kind\":\"func\",\"index\":1,\"type\":\"(i32, i32) -> (i32)\"}");
        assertThat(json.get("counts").get("functions").intValue()).isEqualTo(2);
        assertThat(json.get("counts").get("data_segments").intValue()).isEqualTo(1);
        int end = 0;
        for (JsonNode section : json.get("sections")) {
            assertThat(section.get("offset").intValue()).isGreaterThan(end);
            end = section.get("offset").intValue() + section.get("size").intValue();
        }
        assertThat((long) end).isEqualTo(Files.size(file));
    }

    @Test
    void disasmShowsOperatorsBesideInstructions() {
        Cli cli = Cli.run("disasm", file);
        assertThat(cli.code()).isZero();
        assertThat(cli.out())
                .contains("function 1 \"add\", exported as \"add\": (i32, i32) -> (i32)")
                .containsPattern("(?m)^ +[0-9a-f]+ {2}local.get 1 +\\|")
                .containsPattern("\\| +[0-9]+ {2}i32.add_ss")
                // A load may trap, so where it comes from is known.
                .containsPattern("(?m)^ +[0-9a-f]+ {2}i32.load offset=4 +\\| +[0-9]+ {2}load32_\\S+ s[0-9]+, s0, \\+4");
    }

    @Test
    void disasmFindsAFunctionByIndexExportOrName() {
        String add = Cli.run("disasm", "--func", "add", file).out();
        assertThat(add).startsWith("function 1 ").doesNotContain("function 2");
        assertThat(Cli.run("disasm", "--func", "1", file).out()).isEqualTo(add);
        Cli imported = Cli.run("disasm", "--func", "0", file);
        assertThat(imported.code()).isEqualTo(2);
        assertThat(imported.err()).contains("imported");
        assertThat(Cli.run("disasm", "--func", "3", file).err()).contains("the last one is 2");
        assertThat(Cli.run("disasm", "--func", "nope", file).code()).isEqualTo(2);
        assertThat(Cli.run("disasm", "--func", "addd", file).err()).contains("did you mean 'add'?");
    }

    @Test
    void validateSaysWhetherAndWhere() throws IOException {
        assertThat(Cli.run("validate", file)).isEqualTo(new Cli(0, file + ": valid" + System.lineSeparator(), ""));
        byte[] invalid = new ModuleBuilder()
                .function("->", code -> code.op("nop"))
                .function("-> i32", code -> code.op("nop"))
                .build();
        Cli cli = Cli.run("validate", Files.write(dir.resolve("invalid.wasm"), invalid));
        assertThat(cli.code()).isEqualTo(65);
        assertThat(cli.out()).contains(": invalid: ").containsPattern("function 1, at byte [0-9]+");
        Cli malformed =
                Cli.run("validate", Files.write(dir.resolve("cut.wasm"), Arrays.copyOf(invalid, invalid.length - 1)));
        assertThat(malformed.code()).isEqualTo(65);
        assertThat(malformed.out()).contains(": malformed: ");
    }

    @Test
    void benchMeasuresEveryExecutorNamed() throws IOException {
        Path fib = Cli.root("examples/fib.wasm");
        JsonNode json = json(Cli.run(
                "bench",
                fib,
                "--invoke",
                "fib",
                "5",
                "--executor",
                "switch,switch",
                "--warmup",
                "0.01",
                "--measure",
                "0.02",
                "--json"));
        assertThat(json.get("file").textValue()).isEqualTo(fib.toString());
        assertThat(json.get("invoke").textValue()).isEqualTo("fib");
        assertThat(json.get("runs")).hasSize(2);
        for (JsonNode run : json.get("runs")) {
            assertThat(run.properties().stream().map(Map.Entry::getKey))
                    .containsExactly("executor", "calls", "load_ns", "first_ns", "min_ns", "median_ns");
            assertThat(run.get("executor").textValue()).isEqualTo("switch");
            assertThat(run.get("calls").longValue()).isPositive();
            assertThat(run.get("min_ns").longValue())
                    .isPositive()
                    .isLessThanOrEqualTo(run.get("median_ns").longValue());
        }
    }

    @Test
    void benchPrintsATable() {
        Cli cli = Cli.run(
                "bench",
                Cli.root("examples/add.wasm"),
                "--invoke",
                "add",
                "--warmup",
                "0",
                "--measure",
                "0.001",
                "--",
                "-1",
                "2");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out().lines().map(line -> line.split(" ", 2)[0]))
                .containsExactly("executor", "compiled", "direct", "indirect", "switch", "tail", "tiered");
        assertThat(cli.out()).containsPattern("compiled +[0-9]+ .* 1\\.00\n");
    }

    @Test
    void benchRefusesWhatCannotBeMeasured() {
        Path add = Cli.root("examples/add.wasm");
        assertThat(Cli.run("bench", add, "--invoke", "add", "1").code()).isEqualTo(2);
        assertThat(Cli.run("bench", add, "--invoke", "sub", "1", "2").code()).isEqualTo(2);
        assertThat(Cli.run("bench", add, "--invoke", "add", "--measure", "0", "1", "2")
                        .code())
                .isEqualTo(2);
        assertThat(Cli.run("bench", add, "--invoke", "add", "--executor", "switch,warp", "1", "2")
                        .err())
                .contains("warp");
    }
}
