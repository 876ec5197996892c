package org.wasmi.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.TypeUse;
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
                .map(operator -> name(operator.text()))
                .collect(Collectors.toSet());
    }

    /** {@return the name of an operator as {@code CodeBuilder} has it, given its text} */
    static String name(String text) {
        if (text.startsWith("select (result")) {
            return "select_t";
        }
        String name = text.split(" ", 2)[0];
        boolean nullToo = text.matches("ref\\.(test|cast) (\\(ref null .*|\\w+ref)");
        return nullToo ? name + "_null" : name;
    }

    /** {@return whether it is an operator of legacy exceptions, which no module has that the default options accept} */
    static boolean isLegacy(String operator) {
        return operator.matches("try|catch|catch_all|rethrow|delegate");
    }

    @Test
    void everyOperatorIsGenerated() {
        Set<String> missing = CodeBuilder.operators();
        missing.removeIf(WasmModuleTest::isLegacy);
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
            features.add(each.shared() ? "shared memory" : "memory of its own");
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
                        "shared memory",
                        "memory of its own",
                        "import tag",
                        "export tag",
                        "table with indices of type i32",
                        "table with indices of type i64",
                        "memories 0",
                        "memories 2",
                        "tables 2");
    }

    private static String kind(CompositeType type) {
        return type.getClass().getSimpleName();
    }

    /** {@return what a module has of types, references and tags} */
    private static Set<String> typesOf(WasmModule module) {
        Set<String> found = new TreeSet<>();
        Environment environment = module.environment();
        Set<RecGroup> groups = new HashSet<>();
        for (RecGroup group : environment.types()) {
            found.add(group.types().size() == 1 ? "one type" : "several types");
            if (!groups.add(group)) {
                found.add("equal groups");
            }
            for (SubType type : group.types()) {
                found.add((type.isFinal() ? "final " : "open ") + kind(type.composite()));
                type.supertype().ifPresent(above -> found.add("subtype " + kind(type.composite())));
                if (type.composite() instanceof ArrayType array) {
                    found.add("array of " + describe(array.element().storage()));
                } else if (type.composite() instanceof StructType struct) {
                    struct.fields().forEach(each -> found.add("field " + describe(each.storage())));
                }
            }
        }
        environment
                .globals()
                .forEach(each -> found.add("global " + describe(each.type().type())));
        environment
                .tables()
                .forEach(each -> found.add("table " + describe(each.type().element())));
        environment.elements().forEach(each -> found.add("segment " + describe(each.type())));
        environment.tags().forEach(each -> {
            found.add(each.importedAs().isPresent() ? "imported tag" : "own tag");
            each.carried().forEach(carried -> found.add("carried " + describe(carried)));
        });
        environment.exports().forEach(each -> found.add("export " + each.kind()));
        for (FunctionTree function : module.functions()) {
            found.add(function.declared() == FunctionTree.ALONE ? "function alone" : "function of a declared type");
            function.type().params().forEach(each -> found.add("param " + describe(each)));
            function.type().results().forEach(each -> found.add("result " + describe(each)));
            function.locals().forEach(each -> found.add("local " + describe(each)));
            Node.all(function.body())
                    .flatMap(node -> node.clauses().stream())
                    .forEach(each -> found.add("clause " + each.kind() + (each.isOwn() ? " here" : " of a label")));
        }
        return found;
    }

    /** {@return a type, of those defined the kind of reference only} */
    private static String describe(StorageType type) {
        return type instanceof RefType reference && reference.heap() instanceof TypeUse
                ? reference.nullable() ? "(ref null $t)" : "(ref $t)"
                : type.toString();
    }

    @Test
    void typesAreUsedEverywhere() {
        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < 1_500; seed++) {
            found.addAll(typesOf(WasmModule.ofSeed(seed)));
        }
        assertThat(found).contains("one type", "several types", "equal groups", "function of a declared type");
        for (String kind : List.of("StructType", "ArrayType", "FuncType")) {
            assertThat(found).contains("final " + kind, "open " + kind, "subtype " + kind);
        }
        for (String place : List.of("array of", "field", "global", "param", "result", "local", "carried")) {
            assertThat(found)
                    .contains(place + " (ref null $t)", place + " (ref $t)", place + " externref", place + " i31ref");
        }
        assertThat(found)
                .contains("array of i8", "array of i16", "array of v128", "field i8", "field i16", "field v128");
        assertThat(found).contains("table (ref null $t)", "table anyref", "segment (ref null $t)", "segment (ref $t)");
        assertThat(found).contains("global exnref", "local exnref", "param exnref", "result exnref", "local nullref");
        assertThat(found).contains("imported tag", "own tag", "export tag");
        for (int kind = 0; kind < 4; kind++) {
            assertThat(found).contains("clause " + kind + " here", "clause " + kind + " of a label");
        }
    }
}
