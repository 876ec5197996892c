package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The BOM has no parent, so nothing but this ties it to the modules and their version. */
final class BomTest {
    @Test
    void listsThePublishedModulesAndThePlugin() throws IOException {
        String bom = Files.readString(Path.of("..", "wasmi-bom", "pom.xml"));

        List<String> artifacts = findAll(bom, "<artifactId>(wasmi-(?!bom)[a-z-]+)</artifactId>");

        assertThat(artifacts)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Modules.PUBLISHED.stream().map(module -> module.replace("org.wasmi.", "wasmi-")),
                                Stream.of("wasmi-maven-plugin"))
                        .toList());
    }

    @Test
    void hasTheVersionOfTheParent() throws IOException {
        String version = "<version>([^<]+)</version>";

        assertThat(findAll(Files.readString(Path.of("..", "wasmi-bom", "pom.xml")), version)
                        .get(0))
                .isEqualTo(findAll(Files.readString(Path.of("..", "pom.xml")), version)
                        .get(0));
    }

    private static List<String> findAll(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
