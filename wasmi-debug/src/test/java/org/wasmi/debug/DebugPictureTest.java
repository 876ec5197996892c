package org.wasmi.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The picture of a session in docs/looking.md: what an editor is told is what it shows. */
class DebugPictureTest {
    private static final Path LOOKING =
            Path.of(System.getProperty("wasmi.root")).normalize().resolve("docs/looking.md");

    @Test
    void theDocumentShowsASession() throws Exception {
        String picture = picture();
        assertThat(Files.readString(LOOKING))
                .as("docs/looking.md is to have this picture:\n" + picture)
                .contains(picture);
    }

    /** {@return a stopped program as text, as editors arrange it: source, frames, variables} */
    private static String picture() throws Exception {
        StringBuilder text = new StringBuilder();
        try (Client client = VariablesTest.client("variables-5.wasm", "shape")) {
            VariablesTest.breakAt(client, "variables.c", "inner");
            int thread = client.stop("breakpoint");
            List<String> lines = Files.readAllLines(VariablesTest.FOLDER.resolve("variables.c"));
            int stopped = client.stack(thread).get(0).get("line").asInt();
            for (int i = stopped - 3; i <= stopped + 2; i++) {
                text.append(String.format(Locale.ROOT, "%s %d  %s%n", i == stopped ? "->" : "  ", i, lines.get(i - 1)));
            }
            text.append('\n');
            for (JsonNode frame : client.stack(thread)) {
                text.append(String.format(
                        Locale.ROOT,
                        "%s, %s:%d%n",
                        frame.get("name").asText(),
                        frame.get("source").get("name").asText(),
                        frame.get("line").asInt()));
                int scope = client.request(
                                "scopes", Map.of("frameId", frame.get("id").asInt()))
                        .get("scopes")
                        .get(0)
                        .get("variablesReference")
                        .asInt();
                variables(client, scope, "  ", frame.get("name").asText().equals("sum"), text);
            }
            client.breakAt(
                    Map.of("path", VariablesTest.FOLDER.resolve("variables.c").toString()));
            client.go(thread);
            client.end();
        }
        return text.toString().replace("\r", "").replaceAll("(?m)^(?=.)", "    ");
    }

    private static void variables(Client client, int reference, String indent, boolean unfold, StringBuilder text)
            throws Exception {
        for (JsonNode each : client.request("variables", Map.of("variablesReference", reference))
                .get("variables")) {
            String value = each.get("value").asText();
            text.append(String.format(
                    Locale.ROOT,
                    "%s%s: %s = %s%n",
                    indent,
                    each.get("name").asText(),
                    each.get("type").asText(),
                    value.length() > 60 ? value.substring(0, 57) + "..." : value));
            if (unfold && each.get("name").asText().equals("each")) {
                variables(client, each.get("variablesReference").asInt(), indent + "  ", false, text);
            }
        }
    }
}
