package example.pluginhost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.pluginhost.PluginException.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.text.Wat;

class PluginHostTest {
    private final PluginHost host = new PluginHost();

    @Test
    void pluginsAnswerOnInstancesOfTheirOwn() throws PluginException {
        host.load("upper", Samples.wasm("upper"));
        host.load("count", Samples.wasm("count"));
        assertThat(host.call("upper", "abc 1".getBytes(UTF_8))).isEqualTo("ABC 1".getBytes(UTF_8));
        assertThat(host.call("count", new byte[0])).containsExactly(1, 0, 0, 0);
        assertThat(host.call("count", new byte[0])).as("no request sees another one").containsExactly(1, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"endless, EXHAUSTED", "recursive, FAILED", "hungry, EXHAUSTED", "liar, UNUSABLE"})
    void hostilePluginsAreStopped(String name, Kind kind) throws PluginException {
        host.load(name, Samples.wasm(name));
        assertThatThrownBy(() -> host.call(name, new byte[10]))
                .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
        assertThat(host.metrics()).contains("plugin_failures_total{plugin=\"" + name + "\"} 1");
    }

    @Test
    void whatIsNoPluginIsRefused() {
        assertThatThrownBy(() -> host.load("bad", new byte[] {1, 2, 3})).hasMessageContaining("bad");
        assertThatThrownBy(() -> host.load("empty", Wat.parse("(module)"))).hasMessageContaining("memory");
        assertThatThrownBy(() -> host.load("imports", Wat.parse("(module (import \"a\" \"b\" (func)))")))
                .hasMessageContaining("does not fit");
        assertThatThrownBy(() -> host.load("starts", Wat.parse("(module (func $f (loop (br 0))) (start $f))")))
                .isInstanceOf(PluginException.class);
        assertThatThrownBy(() -> host.call("nobody", new byte[0]))
                .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNKNOWN));
    }

    @Test
    void theServerSpeaksHttp() throws Exception {
        try (Server server = new Server(0)) {
            URI uri = URI.create("http://localhost:" + server.port() + "/plugins/upper");
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest.Builder request = HttpRequest.newBuilder(uri);
            var missing = client.send(request.POST(BodyPublishers.ofString("a")).build(), BodyHandlers.ofString());
            assertThat(missing.statusCode()).isEqualTo(404);
            var loaded = client.send(
                    request.PUT(BodyPublishers.ofByteArray(Samples.wasm("upper"))).build(), BodyHandlers.ofString());
            assertThat(loaded.statusCode()).isEqualTo(200);
            var answer = client.send(request.POST(BodyPublishers.ofString("a")).build(), BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("A");
            var metrics = client.send(
                    HttpRequest.newBuilder(uri.resolve("/metrics")).build(), BodyHandlers.ofString());
            assertThat(metrics.body()).contains("plugin_requests_total{plugin=\"upper\"} 1");
        }
    }

    @Test
    void goodPluginsAnswerWhileHostileOnesRun() throws Exception {
        LoadTest.Part part = new LoadTest().run(8, 2_000, true);
        assertThat(part.nanos()).isNotEmpty();
        assertThat(part.hostileRequests()).isPositive();
    }
}
