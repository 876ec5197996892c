package org.wasmi.testkit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.SharedData;
import org.wasmi.text.Wat;
import org.wasmi.translate.binary.WasmFeatures;

class TextScriptTest {
    private static final String SCRIPT = """
            (module $m (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
              (func (export "trap") unreachable) (global (export "g") f32 (f32.const nan)))
            (assert_return (invoke $m "add" (i32.const 1) (i32.const -1)) (i32.const 0))
            (assert_return (get "g") (f32.const nan:canonical))
            (assert_trap (invoke "trap") "unreachable")
            (register "M" $m)
            (module (import "M" "add" (func $add (param i32 i32) (result i32))) (func (export "f") (drop
              (call $add (i32.const 1) (i32.const 2)))))
            (invoke "f")
            (assert_malformed (module quote "(func (i32.ad))") "unknown operator")
            (assert_malformed (module binary "\\00asm") "unexpected end")
            (assert_invalid (module (func (result i32))) "type mismatch")
            (assert_unlinkable (module (import "M" "none" (func))) "unknown import")
            (assert_trap (module (func $f unreachable) (start $f)) "unreachable")
            """;

    @TempDir
    private Path folder;

    private SpecScript write(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("x.wast"), text);
        return SpecSuite.find(file).get(0);
    }

    @Test
    void scriptsRunFromText() throws IOException {
        ScriptResult result = new SpecRunner(Executors.SWITCH).run(write(SCRIPT));
        assertThat(result.script()).isEqualTo("x");
        assertThat(result.commands()).hasSize(12).allSatisfy(each -> assertThat(each.outcome())
                .as(each.toString())
                .isEqualTo(Outcome.PASSED));
    }

    @Test
    void whatIsNoScriptIsRefusedWithItsLine() throws IOException {
        for (String text : List.of("\n(bad)", "\n(assert_return", "\n(assert_return (call))", "\n(register)")) {
            SpecScript script = write(text);
            assertThatThrownBy(script::commands)
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("(?s).*(line 2|:2:).*");
        }
    }

    private static Map<String, SpecScript> byName(Path folder) throws IOException {
        return SpecSuite.find(folder).stream().collect(Collectors.toMap(SpecScript::name, Function.identity()));
    }

    /** A command without the module, which has another form. */
    private static String withoutModule(SpecCommand command) {
        if (command instanceof SpecCommand.Module module) {
            return "module " + module.line() + module.name();
        } else if (command instanceof SpecCommand.ModuleDefinition definition) {
            return "definition " + definition.line() + definition.name();
        } else if (command instanceof SpecCommand.AssertRejected rejected) {
            return rejected.rejection() + " " + rejected.line() + " " + rejected.text();
        }
        return command.toString();
    }

    /** The results of a script, without the offsets, which sizes of another length move. */
    private static List<String> withoutOffsets(ScriptResult result) {
        return result.commands().stream()
                .map(each -> each.toString().replaceAll("at byte \\d+", "at a byte"))
                .toList();
    }

    /**
     * What is printed is read back: to the same bytes, if the module has been parsed from text, since that has one form
     * for each thing. Other binaries first lose other forms.
     */
    @TestFactory
    Stream<DynamicTest> modulesOfTheSuiteArePrintedAndReadBack() throws IOException {
        Stream<SpecScript> converted = byName(SharedData.folder("wasmi.spec", "shared/spec")).values().stream();
        Stream<SpecScript> texts = byName(SharedData.folder("wasmi.wast", "shared/wast")).values().stream();
        return Stream.concat(converted, texts)
                .map(script -> dynamicTest(script.name(), () -> {
                    for (SpecCommand each : script.commands()) {
                        if (each instanceof SpecCommand.Module module) {
                            assertReadBack(module.source());
                        } else if (each instanceof SpecCommand.ModuleDefinition definition) {
                            assertReadBack(definition.source());
                        }
                    }
                }));
    }

    private static void assertReadBack(SpecCommand.Source source) throws IOException {
        byte[] module = source.isText() ? source.bytes() : Wat.parse(Wat.print(source.bytes()));
        assertThat(Wat.parse(Wat.print(module))).isEqualTo(module);
    }

    /** The scripts of the official suite as text have the commands, and give the results, of the converted ones. */
    @TestFactory
    Stream<DynamicTest> theSuiteAsTextIsTheConvertedSuite() throws IOException {
        Path texts = SharedData.folder("wasmi.wast", "shared/wast");
        Map<String, SpecScript> converted = byName(SharedData.folder("wasmi.spec", "shared/spec"));
        // Texts are in one folder, which does not tell what they need.
        SpecRunner runner = new SpecRunner(EngineConfig.DEFAULT, SpecMode.PLAIN, WasmFeatures.ALL);
        return byName(texts).values().stream()
                .map(text -> dynamicTest(text.name(), () -> {
                    String name = text.name().contains("/") ? text.name() : "core/" + text.name();
                    SpecScript other = Objects.requireNonNull(converted.get(name), name);
                    List<SpecCommand> commands = text.commands();
                    assertThat(commands)
                            .extracting(TextScriptTest::withoutModule)
                            .containsExactlyElementsOf(other.commands().stream()
                                    .map(TextScriptTest::withoutModule)
                                    .toList());
                    // Of custom sections, only texts are checked.
                    Optional<String> group =
                            other.group().filter(each -> SpecRunner.GROUPS.contains(each) && !each.equals("custom"));
                    if (group.isPresent()) {
                        assertThat(withoutOffsets(runner.run(text)))
                                .containsExactlyElementsOf(withoutOffsets(runner.run(other)));
                    }
                }));
    }
}
