package org.wasmi.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.program.CustomSection;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.source.GuestState;
import org.wasmi.encoding.source.SourceValue;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** Variables of C and Rust, of modules that compilers have made; see the README beside these. */
class VariablesTest {
    static final Path FOLDER = Path.of(System.getProperty("wasmi.root"))
            .normalize()
            .resolve("wasmi-debug/src/test/resources/org/wasmi/debug/variables");

    static Client client(String module, String function) throws IOException {
        byte[] wasm = Files.readAllBytes(FOLDER.resolve(module));
        Program program = Translator.translate(wasm, TranslationOptions.DEBUGGING);
        return new Client(launch -> new Debuggee(module, wasm, program, FOLDER, (executor, out, err) -> {
            try (Store store = Engine.create(EngineConfig.DEFAULT, executor).newStore()) {
                new Linker().instantiate(store, program).function(function).call(Value.i32(3));
                return 0;
            }
        }));
    }

    /** {@return the number of the line that has a comment} */
    private static int line(String source, String comment) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve(source));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).endsWith("// " + comment)) {
                return i + 1;
            }
        }
        throw new AssertionError(comment);
    }

    static void breakAt(Client client, String source, String... comments) throws Exception {
        int[] lines = new int[comments.length];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = line(source, comments[i]);
        }
        client.launch(Map.of());
        client.breakAt(Map.of("path", FOLDER.resolve(source).toString()), lines);
        client.begin();
    }

    /** {@return the type that an expression has} */
    private static String type(Client client, JsonNode frame, String expression) throws Exception {
        return client.request("evaluate", Map.of("frameId", frame.get("id").asInt(), "expression", expression))
                .get("type")
                .asText();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void variablesOfC(int version) throws Exception {
        try (Client client = client("variables-" + version + ".wasm", "shape")) {
            breakAt(client, "variables.c", "all", "inner", "outer");
            int thread = client.stop("breakpoint");
            JsonNode frame = client.stack(thread).get(0);
            List<String> variables = client.variables(frame, "Variables");
            assertThat(variables)
                    .contains(
                            "n=3",
                            "one={integer = 1065353216, real = 1.0}",
                            "grid=[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]",
                            "yes=true",
                            "letter=119 'w'");
            assertThat(variables.get(1))
                    .startsWith("second={corners = [{x = 1, y = 0.5}, {x = 3, y = 2.5}], color = BLUE (6), "
                            + "bytes = [1, 2, 3, 255], low = 5, high = 17, name = 0x")
                    .endsWith(" \"second\", next = 0x0}");
            assertThat(client.evaluate(frame, "first.corners[0].x")).isEqualTo("-7");
            assertThat(client.evaluate(frame, "first.next->color")).isEqualTo("BLUE (6)");
            assertThat(client.evaluate(frame, "*pointer")).isEqualTo("4");
            assertThat(client.evaluate(frame, "first.next->high")).isEqualTo("17");
            assertThat(client.evaluate(frame, "mem[i32 pointer]")).isEqualTo("4");
            assertThat(client.evaluate(frame, "mem[f64 first.corners + 24]")).isEqualTo("1.0");
            assertThat(type(client, frame, "first.corners")).isEqualTo("point[2]");
            assertThat(type(client, frame, "grid[1]")).isEqualTo("float[3]");
            assertThat(type(client, frame, "first.bytes[0]")).isEqualTo("byte");
            assertThat(type(client, frame, "first.next")).isEqualTo("shape *");
            assertThat(type(client, frame, "second.name")).isEqualTo("char *");

            client.go(thread);
            client.stop("breakpoint");
            frame = client.stack(thread).get(0);
            assertThat(client.variables(frame, "Variables")).contains("count=4", "result=0", "x=4");
            assertThat(client.evaluate(client.stack(thread).get(1), "n")).isEqualTo("3");
            client.go(thread);
            client.stop("breakpoint");
            assertThat(client.variables(client.stack(thread).get(0), "Variables"))
                    .contains("result=4", "x=3");
            client.go(thread);
            client.stop("breakpoint");
            // Behind the loop its variables are not in scope.
            assertThat(client.variables(client.stack(thread).get(0), "Variables"))
                    .hasSize(3)
                    .contains("result=7");
            client.go(thread);
            assertThat(client.end()).isZero();
        }
    }

    @Test
    void variablesOfRust() throws Exception {
        try (Client client = client("variables-rust.wasm", "area")) {
            breakAt(client, "variables.rs", "one", "rectangle");
            int thread = client.stop("breakpoint");
            JsonNode frame = client.stack(thread).get(0);
            assertThat(client.variables(frame, "Variables"))
                    .contains("color=Red (1)", "none=None", "name=\"empty\"", "letter='ß'", "pair=(1, -2)");
            assertThat(client.evaluate(frame, "known")).matches("Some\\(0x[0-9a-f]+\\)");
            assertThat(client.evaluate(frame, "shape.Empty")).isEqualTo("{}");
            client.go(thread);
            client.stop("breakpoint");
            assertThat(client.evaluate(client.stack(thread).get(0), "shape.Circle.__0"))
                    .isEqualTo("1.5");
            client.go(thread);
            client.stop("breakpoint");
            frame = client.stack(thread).get(0);
            assertThat(client.evaluate(frame, "shapes"))
                    .isEqualTo("[Empty, Circle(1.5), Rectangle{size = {width = 3, height = 2}, filled = true}]");
            assertThat(type(client, frame, "shapes")).isEqualTo("Shape[3]");
            assertThat(client.evaluate(frame, "n")).isEqualTo("3");
            client.breakIn("nothing");
            client.go(thread);
            client.stop("breakpoint");
            client.go(thread);
            assertThat(client.end()).isZero();
        }
    }

    @Test
    void functionsOfRustAreStoppedInAndStepped() throws Exception {
        try (Client client = client("variables-rust.wasm", "area")) {
            client.launch(Map.of());
            assertThat(client.breakIn("area").get(0).get("verified").asBoolean())
                    .isTrue();
            client.begin();
            int thread = client.stop("breakpoint");
            assertThat(client.evaluate(client.stack(thread).get(0), "n")).isEqualTo("3");
            while (client.stack(thread).get(0).get("line").asInt() < line("variables.rs", "circle")) {
                client.step("next", thread);
                assertThat(client.frames(thread)).hasSize(1);
            }
            client.step("stepIn", thread);
            assertThat(client.frames(thread)).hasSize(2).last().isEqualTo("area:" + line("variables.rs", "circle"));
            assertThat(client.evaluate(client.stack(thread).get(0), "color")).isEqualTo("Green (7)");
            client.step("stepOut", thread);
            assertThat(client.frames(thread)).hasSize(1);
            client.go(thread);
            assertThat(client.end()).isZero();
        }
    }

    /** Optimized code has variables in locals, for ranges of the code, and calls that were inlined have their own. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void variablesOfOptimizedCode(int version) throws Exception {
        try (Client client = client("optimized-" + version + ".wasm", "shape")) {
            client.launch(Map.of("stopOnEntry", true));
            client.breakAt(Map.of("path", FOLDER.resolve("variables.c").toString()), line("variables.c", "inner"));
            client.begin();
            int thread = client.stop("entry");
            JsonNode frame = client.stack(thread).get(0);
            assertThat(client.variables(frame, "Variables")).contains("n=3", "first=not available");
            client.go(thread);
            client.stop("breakpoint");
            JsonNode stack = client.stack(thread);
            assertThat(client.variables(stack.get(0), "Variables"))
                    .hasSize(3)
                    .anyMatch(each -> each.matches("each=0x[1-9a-f][0-9a-f]+"));
            assertThat(client.variables(stack.get(1), "Variables"))
                    .contains("n=not available")
                    .noneMatch(each -> each.startsWith("each="));
            client.breakAt(Map.of("path", FOLDER.resolve("variables.c").toString()));
            client.go(thread);
            assertThat(client.end()).isZero();
        }
    }

    /** A breakpoint of a function, and a step into one, stop behind the prologue, which stores the parameters. */
    @Test
    void functionsStopWhereParametersHaveTheirValues() throws Exception {
        try (Client client = client("variables-5.wasm", "shape")) {
            client.launch(Map.of());
            client.breakAt(Map.of("path", FOLDER.resolve("variables.c").toString()), line("variables.c", "all"));
            client.begin();
            int thread = client.stop("breakpoint");
            client.step("stepIn", thread);
            JsonNode frame = client.stack(thread).get(0);
            assertThat(frame.get("name").asText()).isEqualTo("sum");
            assertThat(client.evaluate(frame, "count")).isEqualTo("4");
            client.go(thread);
            assertThat(client.end()).isZero();
        }
        try (Client client = client("variables-5.wasm", "shape")) {
            client.launch(Map.of());
            client.breakIn("sum");
            client.begin();
            int thread = client.stop("breakpoint");
            assertThat(client.evaluate(client.stack(thread).get(0), "count")).isEqualTo("4");
            client.go(thread);
            assertThat(client.end()).isZero();
        }
    }

    /** Sections of which some bytes are others give other values or none; nothing fails, and nothing lasts. */
    @ParameterizedTest
    @ValueSource(strings = {"variables-4.wasm", "variables-5.wasm", "optimized-5.wasm", "variables-rust.wasm"})
    void malformedInformationIsLeftOut(String module) throws Exception {
        byte[] wasm = Files.readAllBytes(FOLDER.resolve(module));
        int[] found = {0};
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Program program =
                    Translator.translate(seed == 0 ? wasm : changed(wasm, random), TranslationOptions.DEBUGGING);
            GuestState state = new RandomState(random);
            int begin = program.codeOffset().orElseThrow();
            for (int offset = begin; offset < begin + 1_500; offset += 37) {
                for (int call = 0; call < 2; call++) {
                    for (SourceValue each : program.sourceVariables().at(offset, call, state)) {
                        look(each, 3);
                        found[0]++;
                    }
                }
                program.sourceLines().bodyOf(offset);
            }
        }
        assertThat(found[0]).isGreaterThan(1_000);
    }

    private static void look(SourceValue value, int depth) {
        assertThat(value.name()).isNotNull();
        assertThat(value.type()).isNotNull();
        assertThat(value.text()).hasSizeLessThan(10_000);
        assertThat(value.address()).isNotNull();
        List<SourceValue> members = value.members();
        assertThat(members).hasSizeLessThanOrEqualTo(1_000);
        if (depth > 0) {
            members.stream().limit(5).forEach(each -> look(each, depth - 1));
        }
    }

    /** {@return a module with other bytes in its debugging information} */
    private static byte[] changed(byte[] wasm, Random random) {
        byte[] changed = wasm.clone();
        List<Integer> starts = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (CustomSection each : Translator.translate(wasm).customSections()) {
            ByteBuffer contents = each.contents().asByteBuffer();
            if (each.name().startsWith(".debug") && contents.remaining() > 4) {
                byte[] bytes = new byte[contents.remaining()];
                contents.get(bytes);
                starts.add(indexOf(wasm, bytes));
                lengths.add(bytes.length);
            }
        }
        for (int i = 1 + random.nextInt(20); i > 0; i--) {
            int section = random.nextInt(starts.size());
            changed[starts.get(section) + random.nextInt(lengths.get(section))] = (byte) random.nextInt();
        }
        return changed;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("a section is missing");
    }

    /** A frame and a memory of chance. */
    private record RandomState(Random random) implements GuestState {

        @Override
        public OptionalLong local(long index) {
            return random.nextBoolean() ? OptionalLong.of(random.nextInt(70_000)) : OptionalLong.empty();
        }

        @Override
        public OptionalLong global(long index) {
            return local(index);
        }

        @Override
        public byte[] memory(long address, int count) {
            assertThat(count).isBetween(0, 1 << 16);
            byte[] bytes = new byte[address >= 0 && address < 70_000 ? count : 0];
            random.nextBytes(bytes);
            return bytes;
        }
    }
}
