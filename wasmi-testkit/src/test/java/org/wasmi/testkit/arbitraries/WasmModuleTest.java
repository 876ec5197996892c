package org.wasmi.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.Program;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.WasmOperator;
import org.wasmi.translate.binary.WasmFeatures;

class WasmModuleTest {
    static final TranslationOptions ALL_FEATURES = TranslationOptions.DEFAULT.withFeatures(WasmFeatures.ALL);

    @Test
    void aSeedStandsForOneModule() {
        assertThat(WasmModule.ofSeed(7).wasm()).isEqualTo(WasmModule.ofSeed(7).wasm());
        assertThat(WasmModule.ofSeed(7).calls()).isEqualTo(WasmModule.ofSeed(7).calls());
        assertThat(WasmModule.ofSeed(8).wasm())
                .isNotEqualTo(WasmModule.ofSeed(7).wasm());
    }

    /** {@return the names of the operators in the bodies of a module} */
    private static Set<String> operators(byte[] wasm) {
        return Translator.layout(wasm).bodies().stream()
                .flatMap(body -> WasmOperator.list(wasm, body).stream())
                .map(operator -> operator.text().startsWith("select (result")
                        ? "select_t"
                        : operator.text().split(" ", 2)[0])
                .collect(Collectors.toSet());
    }

    /** {@return whether it is an operator of typed references or GC, which are not generated yet} */
    static boolean isOnTypedReferences(String operator) {
        return operator.matches(
                "(struct|array|i31|any|extern|br_on).*|(return_)?call_ref|ref\\.(eq|as|test|cast|i31).*");
    }

    /** {@return whether it is an operator of exceptions, which are not generated yet} */
    static boolean isOnExceptions(String operator) {
        return operator.matches("throw.*|rethrow|try.*|catch.*|delegate");
    }

    @Test
    void everyOperatorIsGenerated() {
        Set<String> missing = CodeBuilder.operators();
        missing.removeIf(WasmModuleTest::isOnTypedReferences);
        missing.removeIf(WasmModuleTest::isOnExceptions);
        for (long seed = 0; seed < 4_000 && !missing.isEmpty(); seed++) {
            missing.removeAll(operators(WasmModule.ofSeed(seed).wasm()));
        }
        assertThat(missing).isEmpty();
    }

    /** {@return what a module has, function bodies apart} */
    private static Set<String> features(Program program) {
        Set<String> features = new TreeSet<>();
        program.imports().forEach(each -> features.add("import " + each.type().kind()));
        program.exports().forEach(each -> features.add("export " + each.kind()));
        program.start().ifPresent(start -> features.add("start"));
        program.elements().forEach(each -> {
            String items = each.items() instanceof ElementSegment.Functions ? "functions" : "expressions";
            features.add(each.mode().getClass().getSimpleName() + " elements, " + items);
        });
        program.data().forEach(each -> features.add(each.mode().getClass().getSimpleName() + " data"));
        program.memories().forEach(each -> {
            features.add("memory with addresses of type " + each.address());
            features.add("memory with pages of 2^" + each.pageShift() + " bytes");
        });
        program.tables()
                .forEach(each ->
                        features.add("table with indices of type " + each.type().address()));
        features.add("memories " + program.memories().size());
        features.add("tables " + program.tables().size());
        return features;
    }

    @Test
    void everyKindOfImportSegmentAndExportIsGenerated() {
        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < 500; seed++) {
            found.addAll(features(Translator.translate(WasmModule.ofSeed(seed).wasm(), ALL_FEATURES)));
        }
        assertThat(found)
                .contains(
                        "import func",
                        "import global",
                        "import memory",
                        "import table",
                        "export func",
                        "export global",
                        "export memory",
                        "export table",
                        "start",
                        "Active elements, functions",
                        "Active elements, expressions",
                        "Passive elements, functions",
                        "Passive elements, expressions",
                        "Declarative elements, functions",
                        "Active data",
                        "Passive data",
                        "memory with addresses of type i32",
                        "memory with addresses of type i64",
                        "memory with pages of 2^16 bytes",
                        "memory with pages of 2^0 bytes",
                        "table with indices of type i32",
                        "table with indices of type i64",
                        "memories 0",
                        "memories 2",
                        "tables 2");
    }
}
