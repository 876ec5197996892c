package example.pluginhost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.wasmi.text.Wat;

/** The plugins of the load test. */
final class Samples {
    static final List<String> GOOD = List.of("upper", "hash", "count");

    static final List<String> HOSTILE = List.of("endless", "recursive", "hungry", "liar");

    private Samples() {}

    /** {@return a plugin's module} */
    static byte[] wasm(String name) {
        try (InputStream text = Samples.class.getResourceAsStream(name + ".wat")) {
            return Wat.parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
