package org.wasmi.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Opens;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A module's descriptor is its contract: what it exports, needs and provides changes on purpose or not at all. */
final class ModuleDescriptorTest {
    @TestFactory
    Stream<DynamicTest> descriptorIsAsExpected() {
        return Modules.find().entrySet().stream()
                .map(module -> DynamicTest.dynamicTest(module.getKey(), () -> assertAsExpected(module.getValue())));
    }

    private static void assertAsExpected(ModuleReference module) throws IOException {
        String file = "/modules/" + module.descriptor().name() + ".expected.txt";
        try (InputStream in = ModuleDescriptorTest.class.getResourceAsStream(file)) {
            assertThat(in).as("src/test/resources%s", file).isNotNull();
            assertThat(describe(module.descriptor()))
                    .as("src/test/resources%s", file)
                    .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @TestFactory
    Stream<DynamicTest> providersAreFoundOnTheClassPathToo() {
        return Modules.find().entrySet().stream()
                .map(module -> DynamicTest.dynamicTest(module.getKey(), () -> assertServiceFiles(module.getValue())));
    }

    private static void assertServiceFiles(ModuleReference module) throws IOException {
        for (Provides provides : module.descriptor().provides()) {
            String file = "META-INF/services/" + provides.service();
            try (var reader = module.open();
                    InputStream in = reader.open(file).orElseThrow(() -> new AssertionError("no " + file))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines())
                        .as(file)
                        .containsExactlyElementsOf(provides.providers());
            }
        }
    }

    /** One directive a line, sorted; versions and what javac adds by itself are left out. */
    private static String describe(ModuleDescriptor module) {
        List<String> lines = new ArrayList<>();
        for (Requires requires : module.requires()) {
            if (!requires.modifiers().contains(Requires.Modifier.MANDATED)) {
                lines.add("requires " + modifiers(requires.modifiers()) + requires.name());
            }
        }
        for (Exports exports : module.exports()) {
            lines.add("exports " + exports.source() + targets(exports.targets()));
        }
        for (Opens opens : module.opens()) {
            lines.add("opens " + opens.source() + targets(opens.targets()));
        }
        for (String service : module.uses()) {
            lines.add("uses " + service);
        }
        for (Provides provides : module.provides()) {
            lines.add("provides " + provides.service() + " with " + String.join(", ", provides.providers()));
        }
        return modifiers(module.modifiers()) + "module " + module.name() + "\n"
                + lines.stream().sorted().map(line -> line + "\n").collect(joining());
    }

    private static String modifiers(Collection<? extends Enum<?>> modifiers) {
        return modifiers.stream()
                .map(modifier -> modifier.name().toLowerCase(Locale.ROOT) + " ")
                .sorted()
                .collect(joining());
    }

    private static String targets(Set<String> targets) {
        return targets.isEmpty() ? "" : " to " + targets.stream().sorted().collect(joining(", "));
    }
}
