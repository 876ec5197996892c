package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.error.SourceLines;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.CustomSection;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.translate.Translator;

/** Backtraces through calls that the compiler inlined, in what clang makes of {@code inlined.c}. */
class InlinedCallTest {

    private static byte[] resource(String name) {
        try (InputStream in = InlinedCallTest.class.getResourceAsStream("inlined/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Program program(int version) {
        return Translator.translate(resource("inlined-" + version + ".wasm"));
    }

    /** The number of the line of the source that has a text. */
    private static int line(String text) {
        List<String> lines = new String(resource("inlined.c"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new AssertionError(text);
    }

    private static TrapException trap(int version, String function, int a, int b) {
        try (Store store = Engine.create().newStore()) {
            Instance instance = new Linker().instantiate(store, program(version));
            return catchThrowableOfType(
                    TrapException.class, () -> instance.function(function).call(Value.i32(a), Value.i32(b)));
        }
    }

    private static List<String> lines(TrapException trap) {
        return trap.frames().stream()
                .flatMap(frame -> frame.toLines().stream())
                .map(line -> line.replaceAll(":\\d+\\)", ")").replaceAll("0x[0-9a-f]+", "0x"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void anInlinedCallHasALine(int version) {
        assertThat(lines(trap(version, "one", 1, 0)))
                .containsExactly(
                        "divide (inlined.c:" + line("return a / b") + ") [inlined]",
                        "one (inlined.c:" + line("divide(a, b) + 1") + ") [0x]");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void inlinedCallsNest(int version) {
        String three = "three (inlined.c:" + line("return checked") + ") [0x]";
        assertThat(lines(trap(version, "three", 1, 0)))
                .containsExactly(
                        "divide (inlined.c:" + line("return a / b") + ") [inlined]",
                        "twice (inlined.c:" + line("2 * divide") + ") [inlined]",
                        "checked (inlined.c:" + line("return twice") + ") [inlined]",
                        three);
        assertThat(lines(trap(version, "three", 1, 101)))
                .containsExactly("checked (inlined.c:" + line("builtin_trap") + ") [inlined]", three);
    }

    @Test
    void stackTracesShowInlinedCalls() {
        TrapException trap = trap(5, "three", 1, 0);
        assertThat(trap.getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .containsExactly("divide", "twice", "checked", "three");
        assertThat(trap.frames().get(0).source().orElseThrow().line()).isEqualTo(line("return a / b"));
        assertThat(trap.frames().get(0)).asString().startsWith("three (").doesNotContain("inlined]");
    }

    @Test
    void inlinedCallsAreSerialized() throws IOException, ClassNotFoundException {
        TrapException trap = trap(5, "three", 1, 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(trap);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            TrapException read = (TrapException) in.readObject();
            assertThat(read.frames().get(0).inlined())
                    .isEqualTo(trap.frames().get(0).inlined())
                    .hasSize(3);
            assertThat(lines(read)).isEqualTo(lines(trap));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void withoutTheSectionNothingIsInlined(int version) {
        Program.Builder stripped = Program.builder().codeOffset(0);
        program(version).customSections().stream()
                .filter(each -> !each.name().equals(".debug_info"))
                .forEach(stripped::customSection);
        SourceLines lines = stripped.build().sourceLines();
        for (int offset = 0; offset < 100; offset++) {
            assertThat(lines.inlinedAt(offset)).isEmpty();
        }
    }

    /** Sections with a few wrong bytes end in an answer. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void whateverTheBytesThereIsAnAnswer(int version) {
        List<CustomSection> plain = program(version).customSections();
        Random random = new Random(20_261_130);
        for (int i = 0; i < 5_000; i++) {
            Program.Builder builder = Program.builder().codeOffset(0);
            for (CustomSection each : plain) {
                byte[] bytes = each.contents().toArray();
                for (int k = random.nextInt(3); k > 0; k--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                builder.customSection(new CustomSection(each.name(), Bytes.wrap(bytes)));
            }
            SourceLines lines = builder.build().sourceLines();
            assertThatCode(() -> {
                        for (int offset = 0; offset < 60; offset += 7) {
                            lines.inlinedAt(offset);
                        }
                    })
                    .as("version %d, case %d", version, i)
                    .doesNotThrowAnyException();
        }
    }

    /** An abbreviation can have attributes without bytes: the work would be the product of both sections' sizes. */
    @Test
    void attributesWithoutBytesAreBounded() {
        int attributes = 200_000;
        byte[] abbreviations = new byte[2 * attributes + 6];
        abbreviations[0] = 1; // code
        abbreviations[1] = 0x34; // a variable
        for (int i = 0; i < attributes; i++) {
            abbreviations[3 + 2 * i] = 0x3F; // external
            abbreviations[4 + 2 * i] = 0x19; // a flag that is present
        }
        byte[] entries = new byte[1_000_000];
        Arrays.fill(entries, (byte) 1);
        byte[] header = {0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 4};
        for (int i = 0; i < 4; i++) {
            header[i] = (byte) ((entries.length - 4) >>> (8 * i));
        }
        System.arraycopy(header, 0, entries, 0, header.length);
        SourceLines lines = Program.builder()
                .codeOffset(0)
                .customSection(new CustomSection(".debug_line", Bytes.wrap(new byte[1])))
                .customSection(new CustomSection(".debug_info", Bytes.wrap(entries)))
                .customSection(new CustomSection(".debug_abbrev", Bytes.wrap(abbreviations)))
                .build()
                .sourceLines();
        assertThat(lines.inlinedAt(1)).isEmpty(); // 200,000 million attributes otherwise: hours
    }
}
