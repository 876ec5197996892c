package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.arbitraries.WasmModules;
import org.wasmi.testkit.spec.SpecCommand;
import org.wasmi.testkit.spec.SpecSuite;
import org.wasmi.text.PrintOptions;
import org.wasmi.text.Wat;

/**
 * Modules are printed and read back. Plain and with indices, all sections are the same in {@link NormalForm}, custom
 * ones to the byte. Folded and with identifiers, all are the same but for the name section, which is made of the
 * identifiers.
 */
class TextRoundTripTest {
    private static void assertReadBack(byte[] module) throws IOException {
        List<NormalForm.Section> sections = NormalForm.of(module);
        byte[] plain = readBack(module, PrintOptions.DEFAULT.withNames(false));
        assertThat(NormalForm.of(plain)).isEqualTo(sections);
        byte[] folded = readBack(module, PrintOptions.DEFAULT.withFolded(true));
        assertThat(withoutNames(NormalForm.of(folded))).isEqualTo(withoutNames(sections));
    }

    private static byte[] readBack(byte[] module, PrintOptions options) throws IOException {
        StringBuilder text = new StringBuilder();
        Wat.print(module, options, text);
        return Wat.parse(text);
    }

    private static List<NormalForm.Section> withoutNames(List<NormalForm.Section> sections) {
        return sections.stream()
                .filter(each -> each.id() != 0 || !each.content().startsWith("046e616d65"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void modulesThatOthersWrote(RealModule module) throws IOException {
        assertReadBack(module.bytes());
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void generatedModules(@ForAll("modules") WasmModule module) throws IOException {
        assertReadBack(module.wasm());
    }

    @Provide
    net.jqwik.api.Arbitrary<WasmModule> modules() {
        return WasmModules.valid();
    }

    @TestFactory
    Stream<DynamicTest> modulesOfTheSuite() throws IOException {
        return SpecSuite.find(SharedData.folder("wasmi.spec", "shared/spec")).stream()
                // The testkit's table of operators does not have those of custom descriptors.
                .filter(script -> !script.group().equals(Optional.of("custom-descriptors")))
                .map(script -> dynamicTest(script.name(), () -> {
                    for (SpecCommand each : script.commands()) {
                        if (each instanceof SpecCommand.Module module
                                && !module.source().isText()) {
                            assertReadBack(module.source().bytes());
                        }
                    }
                }));
    }
}
