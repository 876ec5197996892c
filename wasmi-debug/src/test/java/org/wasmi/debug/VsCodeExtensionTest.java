package org.wasmi.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The extension for VS Code says of this adapter what is so. */
class VsCodeExtensionTest {
    private static final Path ROOT = Path.of(System.getProperty("wasmi.root")).normalize();

    /** VS Code has these for all debuggers; extensions do not declare them. */
    private static final Set<String> OF_EDITOR = Set.of("type", "request", "name", "noDebug");

    private static JsonNode debugger() throws IOException {
        JsonNode contributes = Wire.JSON
                .readTree(ROOT.resolve("wasmi-debug/vscode/package.json").toFile())
                .get("contributes");
        assertThat(contributes.get("debuggers")).hasSize(1);
        return contributes.get("debuggers").get(0);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void attributesOfALaunchAreThoseThatAreRead() throws IOException {
        String server = Files.readString(ROOT.resolve("wasmi-debug/src/main/java/org/wasmi/debug/Server.java"));
        String launch = server.substring(server.indexOf("    private void launch("));
        Set<String> read = Pattern.compile("arguments(?:\\.path\\(|, )\"(\\w+)\"")
                .matcher(launch.substring(0, launch.indexOf("\n    }\n")))
                .results()
                .map((MatchResult each) -> each.group(1))
                .filter(each -> !OF_EDITOR.contains(each))
                .collect(Collectors.toCollection(TreeSet::new));
        JsonNode attributes = debugger().get("configurationAttributes");
        assertThat(names(attributes)).containsExactly("launch");
        assertThat(names(attributes.get("launch").get("properties")))
                .isEqualTo(read)
                .contains("program", "stopOnEntry");
    }

    @Test
    void configurationsHaveKnownAttributes() throws IOException {
        JsonNode debugger = debugger();
        List<JsonNode> configurations = new ArrayList<>();
        debugger.get("initialConfigurations").forEach(configurations::add);
        int shipped = configurations.size();
        for (JsonNode block : jsonBlocks(Files.readString(ROOT.resolve("docs/looking.md")))) {
            block.path("configurations").forEach(configurations::add);
        }
        assertThat(configurations).hasSizeGreaterThan(shipped);
        Set<String> known =
                names(debugger.get("configurationAttributes").get("launch").get("properties"));
        known.addAll(OF_EDITOR);
        assertThat(configurations).allSatisfy(each -> {
            assertThat(each.get("type")).isEqualTo(debugger.get("type"));
            assertThat(each.get("request").asText()).isEqualTo("launch");
            assertThat(known).containsAll(names(each));
        });
    }

    private static List<JsonNode> jsonBlocks(String document) throws IOException {
        List<JsonNode> blocks = new ArrayList<>();
        for (MatchResult each : Pattern.compile("(?s)```json\n(.*?)```")
                .matcher(document)
                .results()
                .toList()) {
            blocks.add(Wire.JSON.readTree(each.group(1)));
        }
        return blocks;
    }
}
