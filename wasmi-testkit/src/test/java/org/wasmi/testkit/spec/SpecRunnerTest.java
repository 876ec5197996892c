package org.wasmi.testkit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.ModuleBuilder;

/** Runs small scripts of our own, some of which must fail. */
class SpecRunnerTest {
    private static final ModuleBuilder ARITHMETIC = new ModuleBuilder()
            .global("global", new GlobalType(NumType.I64, false), code -> code.i64Const(7))
            .function("add", "i32 i32 -> i32", code -> code.localsGet(0, 1).op("i32.add"))
            .function("divide", "i32 i32 -> i32", code -> code.localsGet(0, 1).op("i32.div_s"))
            .function("recurse", "->", code -> code.call(2))
            .function("nan", "f32 -> f32", code -> code.localGet(0))
            .function("same", "externref -> externref", code -> code.localGet(0))
            .function("null", "-> funcref", code -> code.refNull(AbstractHeapType.FUNC));

    private final Path root;
    private final List<String> commands = new ArrayList<>();

    SpecRunnerTest(@TempDir Path root) {
        this.root = root;
    }

    private SpecRunnerTest with(String command) {
        commands.add("{\"line\": " + (commands.size() + 1) + ", " + command.replace('\'', '"') + "}");
        return this;
    }

    private SpecRunnerTest withModule(String type, ModuleBuilder module, String more) throws IOException {
        String file = commands.size() + ".wasm";
        Files.write(root.resolve(file), module.build());
        return with("'type': '" + type + "', 'filename': '" + file + "', 'module_type': 'binary'" + more);
    }

    private SpecRunnerTest withArithmetic() throws IOException {
        return withModule("module", ARITHMETIC, ", 'name': '$A'");
    }

    private static String invoke(String field, String... values) {
        return "'action': {'type': 'invoke', 'field': '" + field + "', 'args': [" + String.join(",", values) + "]}";
    }

    private static String value(String type, String value) {
        return "{'type': '" + type + "', 'value': '" + value + "'}";
    }

    private static String returns(String action, String... values) {
        return "'type': 'assert_return', " + action + ", 'expected': [" + String.join(",", values) + "]";
    }

    private ScriptResult run(String group) throws IOException {
        return run(group, SpecMode.PLAIN);
    }

    private ScriptResult run(String group, SpecMode mode) throws IOException {
        Path file = Files.writeString(
                root.resolve("script.json"), "{\"commands\": [" + String.join(",\n", commands) + "]}");
        return new SpecRunner(Executors.SWITCH, mode).run(new SpecScript("script", Optional.of(group), file));
    }

    /** Checks that the last command has an outcome and a message, and that all before it passed. */
    private void assertLast(Outcome outcome, String message) throws IOException {
        List<CommandResult> results = run("base").commands();
        CommandResult last = results.get(results.size() - 1);
        assertThat(last.outcome()).as(last.toString()).isEqualTo(outcome);
        assertThat(last.message()).contains(message);
        assertThat(results.subList(0, results.size() - 1))
                .extracting(CommandResult::outcome)
                .containsOnly(Outcome.PASSED);
    }

    @Test
    void whatTheScriptDemandsPasses() throws IOException {
        withArithmetic();
        with(returns(invoke("add", value("i32", "4294967295"), value("i32", "3")), value("i32", "2")));
        with(returns("'action': {'type': 'get', 'module': '$A', 'field': 'global'}", value("i64", "7")));
        with(returns(invoke("nan", value("f32", "2143289344")), value("f32", "nan:canonical")));
        with(returns(invoke("nan", value("f32", "4290772992")), value("f32", "nan:canonical")));
        with(returns(invoke("nan", value("f32", "4294967295")), value("f32", "nan:arithmetic")));
        with(returns(invoke("same", value("externref", "3")), value("externref", "3")));
        with(returns(invoke("same", value("externref", "3")), "{'type': 'externref'}"));
        with(returns(invoke("null"), value("refnull", "null")));
        with("'type': 'action', " + invoke("nan", value("f32", "0")));
        with(returns(
                invoke("add", value("i32", "1"), value("i32", "1")),
                "{'type': 'either', 'values': [" + value("i32", "5") + "," + value("i32", "2") + "]}"));
        with("'type': 'assert_trap', 'text': 'integer divide by zero', "
                + invoke("divide", value("i32", "1"), value("i32", "0")));
        with("'type': 'assert_exhaustion', 'text': 'call stack exhausted', " + invoke("recurse"));
        for (SpecMode mode : SpecMode.values()) {
            assertThat(run("base", mode).totals()).as(mode.name()).isEqualTo(new Totals(13, 0, 0));
        }
    }

    @Test
    void modulesImportFromWhatIsRegisteredAndFromTheHost() throws IOException {
        withArithmetic();
        with("'type': 'register', 'as': 'M', 'name': '$A'");
        withModule(
                "module",
                new ModuleBuilder()
                        .importFunction("M", "add", "i32 i32 -> i32")
                        .importFunction("spectest", "print_i32_f32", "i32 f32 ->")
                        .importGlobal("spectest", "global_i32", new GlobalType(NumType.I32, false))
                        .importMemory("spectest", "memory", Limits.between(1, 2))
                        .function("f", "-> i32", code -> code.i32Const(1)
                                .f32Const(1)
                                .call(1)
                                .globalGet(0)
                                .i32Const(1)
                                .call(0)),
                "");
        with(returns(invoke("f"), value("i32", "667")));
        assertThat(run("base").totals()).isEqualTo(new Totals(4, 0, 0));
    }

    @Test
    void definitionsAreInstantiatedOnDemand() throws IOException {
        withModule("module_definition", ARITHMETIC, ", 'name': '$D'");
        with("'type': 'module_instance', 'instance': '$I', 'module': '$D'");
        with("'type': 'module_instance'");
        with(returns("'action': {'type': 'get', 'module': '$I', 'field': 'global'}", value("i64", "7")));
        assertThat(run("base").totals()).isEqualTo(new Totals(4, 0, 0));
    }

    @Test
    void rejectedModulesPassAtTheirStage() throws IOException {
        Files.write(root.resolve("bad.wasm"), new byte[] {0, 'a', 's', 'm'});
        with("'type': 'assert_malformed', 'filename': 'bad.wasm', 'module_type': 'binary', 'text': ''");
        withModule("assert_invalid", new ModuleBuilder().function("-> i32", code -> {}), ", 'text': ''");
        withModule("assert_unlinkable", new ModuleBuilder().importFunction("x", "y", "->"), ", 'text': ''");
        withModule(
                "assert_uninstantiable",
                new ModuleBuilder()
                        .function("->", code -> code.op("unreachable"))
                        .start(0),
                ", 'text': 'unreachable'");
        assertThat(run("base").totals()).isEqualTo(new Totals(4, 0, 0));
    }

    @Test
    void rejectedModulesFailAtAnotherStage() throws IOException {
        withModule("assert_malformed", new ModuleBuilder().function("-> i32", code -> {}), ", 'text': ''");
        withModule("assert_invalid", ARITHMETIC, ", 'text': ''");
        withModule("assert_unlinkable", ARITHMETIC, ", 'text': ''");
        withModule("assert_uninstantiable", ARITHMETIC, ", 'text': 'unreachable'");
        withModule("assert_invalid", new ModuleBuilder().importFunction("x", "y", "->"), ", 'text': ''");
        assertThat(run("base").totals()).isEqualTo(new Totals(0, 5, 0));
    }

    @Test
    void anotherValueFails() throws IOException {
        withArithmetic().with(returns(invoke("add", value("i32", "1"), value("i32", "1")), value("i32", "3")));
        assertLast(Outcome.FAILED, "got [I32[value=2]]");
    }

    @Test
    void anotherTypeFails() throws IOException {
        withArithmetic().with(returns(invoke("add", value("i32", "1"), value("i32", "1")), value("i64", "2")));
        assertLast(Outcome.FAILED, "got");
    }

    @Test
    void aMissingResultFails() throws IOException {
        withArithmetic().with(returns(invoke("add", value("i32", "1"), value("i32", "1"))));
        assertLast(Outcome.FAILED, "got");
    }

    @Test
    void anotherNanFails() throws IOException {
        withArithmetic().with(returns(invoke("nan", value("f32", "2143289345")), value("f32", "nan:canonical")));
        assertLast(Outcome.FAILED, "got");
    }

    @Test
    void anotherReferenceFails() throws IOException {
        withArithmetic().with(returns(invoke("same", value("externref", "3")), value("externref", "4")));
        assertLast(Outcome.FAILED, "got");
    }

    @Test
    void aTrapForAnotherReasonFails() throws IOException {
        withArithmetic()
                .with("'type': 'assert_trap', 'text': 'unreachable', "
                        + invoke("divide", value("i32", "1"), value("i32", "0")));
        assertLast(Outcome.FAILED, "integer divide by zero");
    }

    /** The text of a script may be shorter than ours, or longer by an index. */
    @Test
    void theTextOfATrapBeginsTheMessageOrGoesOn() throws IOException {
        withArithmetic();
        String divide = invoke("divide", value("i32", "1"), value("i32", "0"));
        with("'type': 'assert_trap', 'text': 'integer divide', " + divide);
        with("'type': 'assert_trap', 'text': 'integer divide by zero 7', " + divide);
        with("'type': 'assert_trap', 'text': 'integer divide by zeros', " + divide);
        assertLast(Outcome.FAILED, "integer divide by zero");
    }

    @Test
    void aReturnInsteadOfATrapFails() throws IOException {
        withArithmetic()
                .with("'type': 'assert_trap', 'text': 'integer divide by zero', "
                        + invoke("divide", value("i32", "1"), value("i32", "1")));
        assertLast(Outcome.FAILED, "got");
    }

    @Test
    void aTrapInsteadOfAReturnFails() throws IOException {
        withArithmetic().with(returns(invoke("divide", value("i32", "1"), value("i32", "0")), value("i32", "0")));
        assertLast(Outcome.FAILED, "integer divide by zero");
    }

    @Test
    void anUnknownExportFails() throws IOException {
        withArithmetic().with("'type': 'action', " + invoke("subtract"));
        assertLast(Outcome.FAILED, "subtract");
    }

    @Test
    void whatDependsOnAFailedModuleFails() throws IOException {
        withModule("module", new ModuleBuilder().importFunction("x", "y", "->"), ", 'name': '$A'");
        with(returns(invoke("f")));
        with("'type': 'register', 'as': 'M', 'name': '$A'");
        List<CommandResult> results = run("base").commands();
        assertThat(results).extracting(CommandResult::outcome).containsOnly(Outcome.FAILED);
        assertThat(results.get(1).message()).contains("line 1");
        assertThat(results.get(2).message()).contains("line 1");
    }

    @Test
    void modulesAsTextAreParsed() throws IOException {
        Files.writeString(root.resolve("x.wat"), "(func i32.ad)");
        Files.writeString(root.resolve("y.wat"), "(func i32.const 1 drop)");
        with("'type': 'assert_malformed', 'filename': 'x.wat', 'module_type': 'text', 'text': ''");
        with("'type': 'assert_malformed', 'filename': 'y.wat', 'module_type': 'text', 'text': ''");
        with("'type': 'module', 'filename': 'y.wat', 'module_type': 'text'");
        assertThat(run("base").commands())
                .extracting(CommandResult::outcome)
                .containsExactly(Outcome.PASSED, Outcome.FAILED, Outcome.PASSED);
    }

    @Test
    void scriptsOfProposalsThatAreNotBuiltAreSkipped() throws IOException {
        withArithmetic();
        assertThat(run("custom-descriptors").commands())
                .containsExactly(
                        new CommandResult(1, "module", Outcome.SKIPPED, "proposal not built: custom-descriptors"));
    }

    @Test
    void anUnknownExecutorIsRefused() {
        assertThatThrownBy(() -> new SpecRunner("warp")).isInstanceOf(IllegalArgumentException.class);
    }
}
