package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What lies beside the classes of each published module: the headers of an OSGi bundle and the license. */
final class ManifestTest {

    @TestFactory
    Stream<DynamicTest> bundlesExportThePackagesOfTheirModules() {
        return forEachModule(module -> {
            Set<String> exported = new TreeSet<>();
            module.descriptor().exports().stream()
                    .filter(export -> !export.isQualified())
                    .forEach(export -> exported.add(export.source()));
            assertThat(clauses(module, "Export-Package").map(clause -> clause.replaceAll(";.*", "")))
                    .containsExactlyInAnyOrderElementsOf(exported);
        });
    }

    /** The testkit needs JUnit, AssertJ and jqwik for some of its packages only. */
    @TestFactory
    Stream<DynamicTest> bundlesCanDoWithoutAnnotationsAndTestLibraries() {
        List<String> optional = List.of("org.jspecify.", "org.junit.", "org.assertj.", "net.jqwik.");
        return forEachModule(module -> assertThat(clauses(module, "Import-Package")
                        .filter(clause -> optional.stream().anyMatch(clause::startsWith)))
                .allMatch(clause -> clause.contains("resolution:=optional")));
    }

    @TestFactory
    Stream<DynamicTest> everyModuleHasTheLicense() {
        return forEachModule(module -> {
            try (ModuleReader reader = module.open()) {
                assertThat(reader.find("META-INF/LICENSE")).isPresent();
            }
        });
    }

    private interface Check {
        void accept(ModuleReference module) throws IOException;
    }

    private static Stream<DynamicTest> forEachModule(Check check) {
        return Modules.find().values().stream()
                .map(module -> DynamicTest.dynamicTest(module.descriptor().name(), () -> check.accept(module)));
    }

    /** {@return the clauses of a header} Their quoted parts, which may have commas inside, are left out. */
    private static Stream<String> clauses(ModuleReference module, String header) throws IOException {
        try (ModuleReader reader = module.open();
                InputStream in = reader.open("META-INF/MANIFEST.MF").orElseThrow()) {
            String value = new Manifest(in).getMainAttributes().getValue(header);
            return value == null
                    ? Stream.empty()
                    : Stream.of(value.replaceAll("\"[^\"]*\"", "").split(",", -1));
        }
    }
}
