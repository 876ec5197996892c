package org.wasmi.testkit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.SharedData;
import org.wasmi.translate.Translator;

/** Runs the specification's test suite, which lies beside the repository, or in {@code -Dwasmi.spec=DIR}. */
class SpecSuiteTest {

    @TestFactory
    Stream<DynamicContainer> everyExecutorDoesWhatTheSpecificationSays() throws IOException {
        List<SpecScript> scripts = SpecSuite.find(SharedData.folder("wasmi.spec", "shared/spec"));
        return Executors.all().keySet().stream().sorted().flatMap(executor -> Stream.of(SpecMode.values())
                .map(mode -> dynamicContainer(
                        executor + ", " + mode, tests(executor, new SpecRunner(executor, mode), scripts))));
    }

    @TestFactory
    Stream<DynamicContainer> soItIsOnChunkedMemories() throws IOException {
        List<SpecScript> scripts = SpecSuite.find(SharedData.folder("wasmi.spec", "shared/spec"));
        return Executors.all().keySet().stream().sorted().map(executor -> {
            EngineConfig config = EngineConfig.DEFAULT.withExecutor(executor).withChunkedMemories(true);
            return dynamicContainer(executor, tests(executor, new SpecRunner(config, SpecMode.PLAIN), scripts));
        });
    }

    /** A module of the suite that is not supported is not called malformed: the feature that it needs is named. */
    @TestFactory
    Stream<DynamicTest> whatIsNotSupportedIsNamed() throws IOException {
        return SpecSuite.find(SharedData.folder("wasmi.spec", "shared/spec")).stream()
                .map(script -> dynamicTest(script.name(), () -> {
                    for (SpecCommand each : script.commands()) {
                        if (each instanceof SpecCommand.Module module) {
                            assertSupportedOrNamed(module.source());
                        } else if (each instanceof SpecCommand.ModuleDefinition definition) {
                            assertSupportedOrNamed(definition.source());
                        }
                    }
                }));
    }

    private static void assertSupportedOrNamed(SpecCommand.Source source) throws IOException {
        byte[] wasm = source.bytes();
        assertThat(Translator.outline(wasm)).isNotNull();
        try {
            Translator.validate(wasm);
        } catch (MalformedException e) {
            assertThat(e.proposal()).as(source + ": " + e.getMessage()).isPresent();
        } catch (InvalidException e) {
            // Types that are known may still be used as a feature allows only.
        }
    }

    private static Stream<DynamicTest> tests(String executor, SpecRunner runner, List<SpecScript> scripts) {
        KnownFailures known = KnownFailures.of(executor);
        Set<String> unknown = new HashSet<>(known.scripts());
        scripts.forEach(script -> unknown.remove(script.name()));
        return Stream.concat(
                Stream.of(dynamicTest(
                        "listed scripts exist", () -> assertThat(unknown).isEmpty())),
                scripts.stream().map(script -> dynamicTest(script.name(), () -> run(runner, known, script))));
    }

    private static void run(SpecRunner runner, KnownFailures known, SpecScript script) throws IOException {
        ScriptResult result = known.apply(runner.run(script));
        assertThat(result.failures()).isEmpty();
        assumeTrue(
                result.outcome() != Outcome.SKIPPED,
                () -> result.commands().isEmpty()
                        ? "no commands"
                        : result.commands().get(0).message());
    }
}
