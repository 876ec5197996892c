package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.verify.Verifier;
import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** What the translator makes is well-formed, and the same when it has been stored and read. */
class StoredProgramTest {
    private static final TranslationOptions EAGER = TranslationOptions.DEFAULT.withMode(TranslationMode.EAGER);

    /** Every way to translate that gives other code. */
    private static final List<TranslationOptions> OPTIONS = List.of(
            EAGER,
            EAGER.withFusion(false),
            EAGER.withFuel(true),
            EAGER.withFuel(true).withFusion(false).withEncoding(Encodings.COMPACT));

    private static void check(byte[] wasm) {
        for (TranslationOptions options : OPTIONS) {
            Program program = Translator.translate(wasm, options);
            assertThatCode(() -> Verifier.verify(program))
                    .as(options.toString())
                    .doesNotThrowAnyException();
            for (Encoding encoding : Encodings.all().values()) {
                byte[] stored = StoredPrograms.write(program, encoding);
                assertThat(StoredPrograms.write(StoredPrograms.read(stored), encoding))
                        .as(options + ", " + encoding.name())
                        .isEqualTo(stored);
            }
        }
    }

    /** The frame of such a function holds references, though no instruction of it reads or writes one. */
    @ParameterizedTest
    @ValueSource(strings = {"call", "call of the host", "call_indirect", "return_call", "return_call_indirect"})
    void referencesThatAFunctionOnlyPassesOn(String how) {
        ModuleBuilder module = new ModuleBuilder()
                .importFunction("host", "take", "funcref ->")
                .table(new TableType(RefType.FUNCREF, Limits.atLeast(1)))
                .function("-> funcref", code -> code.refNull(AbstractHeapType.FUNC))
                .function("funcref ->", code -> {})
                .function("main", "->", code -> {
                    code.call(1);
                    switch (how) {
                        case "call" -> code.call(2);
                        case "call of the host" -> code.call(0);
                        case "call_indirect" -> code.i32Const(0).callIndirect(0, "funcref ->");
                        case "return_call" -> code.returnCall(2);
                        default -> code.i32Const(0).returnCallIndirect(0, "funcref ->");
                    }
                })
                .elements(0, code -> code.i32Const(0), 2);
        check(module.build());
    }

    private static List<Path> modules(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".wasm"))
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> examplesAndWorkloads() throws IOException {
        Path repository = SharedData.repository();
        List<Path> workloads = modules(repository.resolve("wasmi-bench/src/main/resources/org/wasmi/bench/workloads"));
        List<Path> examples = modules(repository.resolve("examples"));
        assertThat(workloads).hasSizeGreaterThan(10);
        assertThat(examples).hasSizeGreaterThan(5);
        return Stream.concat(examples.stream(), workloads.stream())
                .map(file -> dynamicTest(file.getFileName().toString(), () -> check(Files.readAllBytes(file))));
    }

    @Test
    void realModules() throws IOException {
        int valid = 0;
        for (RealModule each : RealModule.values()) {
            valid += checkIfValid(each.id(), each.bytes()) ? 1 : 0;
        }
        assertThat(valid).isGreaterThan(10);
    }

    @Test
    void modulesOfTheSpecification() throws IOException {
        int valid = 0;
        for (Path each : modules(SharedData.folder("wasmi.spec", "shared/spec"))) {
            valid += checkIfValid(each.toString(), Files.readAllBytes(each)) ? 1 : 0;
        }
        assertThat(valid).isGreaterThan(1_000);
    }

    /** Checks a module unless it is not valid; whether it should be is for other tests to say. */
    private static boolean checkIfValid(String name, byte[] wasm) {
        try {
            Translator.validate(wasm);
        } catch (WasmException e) {
            return false;
        }
        assertThatCode(() -> check(wasm)).as(name).doesNotThrowAnyException();
        return true;
    }
}
