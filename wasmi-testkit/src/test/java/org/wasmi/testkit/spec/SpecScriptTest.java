package org.wasmi.testkit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.type.NumType;
import org.wasmi.testkit.spec.SpecCommand.Rejection;
import org.wasmi.testkit.spec.SpecCommand.Source;

class SpecScriptTest {
    private static final String INVOKE_F = "\"action\": {\"type\": \"invoke\", \"field\": \"f\", \"args\": []}";
    private static final SpecAction CALL_F = new SpecAction.Invoke(Optional.empty(), "f", List.of());

    private final Path root;

    SpecScriptTest(@TempDir Path root) {
        this.root = root;
    }

    private Path write(String name, String commands) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        return Files.writeString(
                folder.resolve(folder.getFileName() + ".json"),
                "{\"source_filename\": \"x.wast\", \"commands\": [" + commands + "]}");
    }

    private List<SpecCommand> read(String commands) throws IOException {
        return SpecSuite.find(write("x", commands)).get(0).commands();
    }

    private List<SpecValue> readResults(String values) throws IOException {
        SpecCommand command = read("{\"type\": \"assert_return\", \"line\": 1, " + INVOKE_F + ", \"expected\": ["
                        + values + "]}")
                .get(0);
        return ((SpecCommand.AssertReturn) command).expected();
    }

    private Source source(String file, boolean text) {
        return new ScriptReader.ModuleFile(root.resolve("x").resolve(file), text);
    }

    @Test
    void commandsOnModulesAreRead() throws IOException {
        assertThat(read("""
                        {"type": "module", "line": 1, "name": "$a", "filename": "x.0.wasm", "module_type": "binary"},
                        {"type": "module_definition", "line": 2, "filename": "x.1.wasm", "module_type": "binary"},
                        {"type": "module_instance", "line": 3, "instance": "$i", "module": "$m"},
                        {"type": "register", "line": 4, "as": "M", "name": "$i"},
                        {"type": "assert_malformed", "line": 5, "filename": "x.2.wat", "module_type": "text",
                            "text": "bad"},
                        {"type": "assert_uninstantiable", "line": 6, "filename": "x.3.wasm", "module_type": "binary",
                            "text": "unreachable"}
                        """))
                .containsExactly(
                        new SpecCommand.Module(1, Optional.of("$a"), source("x.0.wasm", false)),
                        new SpecCommand.ModuleDefinition(2, Optional.empty(), source("x.1.wasm", false)),
                        new SpecCommand.ModuleInstance(3, Optional.of("$i"), Optional.of("$m")),
                        new SpecCommand.Register(4, Optional.of("$i"), "M"),
                        new SpecCommand.AssertRejected(5, Rejection.MALFORMED, source("x.2.wat", true), "bad"),
                        new SpecCommand.AssertRejected(
                                6, Rejection.UNINSTANTIABLE, source("x.3.wasm", false), "unreachable"));
    }

    @Test
    void withoutATypeTheNameOfAFileTellsIt() throws IOException {
        assertThat(read("""
                        {"type": "module", "line": 1, "filename": "x.0.wasm"},
                        {"type": "assert_malformed", "line": 2, "filename": "x.1.wat", "text": "bad"}
                        """))
                .containsExactly(
                        new SpecCommand.Module(1, Optional.empty(), source("x.0.wasm", false)),
                        new SpecCommand.AssertRejected(2, Rejection.MALFORMED, source("x.1.wat", true), "bad"));
    }

    @Test
    void scriptsBehindLinksAreFoundOnce() throws IOException {
        write("real/x", "");
        Files.createDirectories(root.resolve("suite"));
        Files.createSymbolicLink(root.resolve("suite/linked"), root.resolve("real"));
        Files.createSymbolicLink(root.resolve("suite/loop"), root.resolve("suite"));
        assertThat(SpecSuite.find(root.resolve("suite")))
                .extracting(SpecScript::name)
                .containsExactly("linked/x");
    }

    @Test
    void scriptsOfEqualFoldersHaveNamesOfTheirOwn() throws IOException {
        write("a/x", "");
        write("b/x", "");
        assertThat(SpecSuite.find(root)).extracting(SpecScript::name).containsExactly("a/x", "b/x");
    }

    /** Text where a number is wanted, a number where text is wanted, nothing at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": 5, \"line\": 1}",
                "{\"type\": \"wait\", \"line\": 1}",
                "{}",
                "7",
                "null",
                "{\"type\": \"module\", \"line\": 1}",
                "[]",
                "{\"type\": \"action\", \"line\": 1, \"action\": 3}"
            })
    void badCommandsAreInputErrors(String command) throws IOException {
        assertThatThrownBy(() -> read(command)).isInstanceOf(IOException.class);
    }

    @Test
    void commandsOnActionsAreRead() throws IOException {
        assertThat(read("""
                        {"type": "action", "line": 1, "action": {"type": "get", "module": "$a", "field": "g"}},
                        {"type": "assert_trap", "line": 2, %1$s, "text": "unreachable"},
                        {"type": "assert_exhaustion", "line": 3, %1$s, "text": "call stack exhausted"},
                        {"type": "assert_exception", "line": 4, %1$s}
                        """.formatted(INVOKE_F)))
                .containsExactly(
                        new SpecCommand.Perform(1, new SpecAction.Get(Optional.of("$a"), "g")),
                        new SpecCommand.AssertTrap(2, CALL_F, "unreachable"),
                        new SpecCommand.AssertExhaustion(3, CALL_F),
                        new SpecCommand.AssertException(4, CALL_F));
    }

    @Test
    void threadsAreReadWithTheirCommands() throws IOException {
        assertThat(read("""
                        {"type": "thread", "line": 1, "name": "$T", "shared_module": "$Mem", "commands": [
                            {"type": "action", "line": 2, %s}]},
                        {"type": "wait", "line": 3, "thread": "$T"}
                        """.formatted(INVOKE_F)))
                .containsExactly(
                        new SpecCommand.StartThread(
                                1, "$T", Optional.of("$Mem"), List.of(new SpecCommand.Perform(2, CALL_F))),
                        new SpecCommand.Wait(3, "$T"));
    }

    @Test
    void valuesAndPatternsAreRead() throws IOException {
        assertThat(readResults("""
                        {"type": "i32", "value": "4294967295"},
                        {"type": "i64", "value": "18446744073709551615"},
                        {"type": "f32", "value": "nan:canonical"},
                        {"type": "f64", "value": "nan:arithmetic"},
                        {"type": "v128", "lane_type": "i8", "value": ["255", "1"]},
                        {"type": "v128", "lane_type": "f64", "value": ["0", "nan:canonical"]},
                        {"type": "externref", "value": "7"},
                        {"type": "funcref", "value": "null"},
                        {"type": "funcref"},
                        {"type": "either", "values": [{"type": "i32", "value": "1"}, {"type": "i32", "value": "2"}]}
                        """))
                .containsExactly(
                        new SpecValue.Num(NumType.I32, 0xFFFF_FFFFL),
                        new SpecValue.Num(NumType.I64, -1),
                        new SpecValue.Nan(NumType.F32, true),
                        new SpecValue.Nan(NumType.F64, false),
                        new SpecValue.Vector(
                                "i8", List.of(new SpecValue.Num(NumType.I32, 255), new SpecValue.Num(NumType.I32, 1))),
                        new SpecValue.Vector(
                                "f64",
                                List.of(new SpecValue.Num(NumType.F64, 0), new SpecValue.Nan(NumType.F64, true))),
                        new SpecValue.Host("externref", 7),
                        new SpecValue.Null("funcref"),
                        new SpecValue.NonNull("funcref"),
                        new SpecValue.Either(
                                List.of(new SpecValue.Num(NumType.I32, 1), new SpecValue.Num(NumType.I32, 2))));
    }

    @Test
    void whatIsNoScriptIsAnIoException() throws IOException {
        assertThatThrownBy(() -> read("{\"type\": \"conjure\", \"line\": 1}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("conjure");
        assertThatThrownBy(() -> read("{\"type\": \"register\", \"line\": 1}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("{")).isInstanceOf(IOException.class);
    }

    @Test
    void scriptsAreFoundByFileFolderAndSuite() throws IOException {
        Path b = write("core/b", "");
        Path a = write("core/a", "");
        Files.writeString(root.resolve("GROUPS.tsv"), "script\tgroup\tcommands\ncore/a\tbase\t0\ncore/c\tgc\t0\n");
        SpecScript scriptA = new SpecScript("core/a", Optional.of("base"), a);
        SpecScript scriptB = new SpecScript("core/b", Optional.empty(), b);
        assertThat(SpecSuite.find(root)).containsExactly(scriptA, scriptB);
        assertThat(SpecSuite.find(root.resolve("core/b"))).containsExactly(scriptB);
        assertThat(SpecSuite.find(a)).containsExactly(scriptA);
        assertThatThrownBy(() -> SpecSuite.find(Files.createDirectory(root.resolve("empty"))))
                .isInstanceOf(NoSuchFileException.class);
    }
}
