package org.wasmi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A page in Chromium without a window, driven by the protocol of its developer tools. */
final class Browser implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
    private String session = "";
    private int last;

    private Browser(Process process, Path profile, String address) {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Listener())
                .join();
    }

    /** {@return where Chromium is, if it is on the path} */
    static Optional<Path> find() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder ->
                        List.of("chromium", "chromium-browser").stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** {@return a browser that shows a page, in a light or a dark scheme} */
    static Browser open(Path chromium, Path page, boolean dark) throws Exception {
        Path profile = Files.createTempDirectory("chromium");
        Process process = new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            BufferedReader errors =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
            String line = errors.readLine();
            while (line != null && !line.contains("DevTools listening on ")) {
                line = errors.readLine();
            }
            if (line == null) {
                throw new IOException("Chromium ended");
            }
            Thread drain = new Thread(() -> errors.lines().forEach(each -> {}));
            drain.setDaemon(true);
            drain.start();
            Browser browser = new Browser(process, profile, line.substring(line.indexOf("ws://")));
            browser.show(page, dark);
            return browser;
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private void show(Path page, boolean dark) {
        String target = send("Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .asText();
        session = send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .asText();
        Map<String, Object> scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        send("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 1500, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        send("Page.navigate", Map.of("url", page.toUri().toString()));
    }

    private JsonNode send(String method, Map<String, Object> parameters) {
        int id = ++last;
        ObjectNode message = JSON.createObjectNode();
        message.put("id", id);
        message.put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        replies.put(id, reply);
        socket.sendText(message.toString(), true).join();
        JsonNode answer = reply.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        if (answer.has("error")) {
            throw new IllegalStateException(method + ": " + answer.get("error"));
        }
        return answer.get("result");
    }

    /** {@return what a script comes to, once it and promises that it returns are settled} */
    JsonNode evaluate(String script) {
        JsonNode reply =
                send("Runtime.evaluate", Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
        if (reply.has("exceptionDetails")) {
            throw new IllegalStateException(script + ": " + reply.get("exceptionDetails"));
        }
        return reply.get("result").path("value");
    }

    /** Waits until a condition holds. */
    void await(String condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!evaluate("!!(" + condition + ")").asBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("it does not become true: " + condition);
            }
            Thread.sleep(20);
        }
    }

    /** Moves the mouse to the middle of the first element that a selector finds; presses its button if wanted. */
    void mouse(String selector, boolean click) {
        JsonNode at = evaluate("(() => { const e = document.querySelector(" + JSON.valueToTree(selector)
                + "); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                + " return [r.x + Math.min(r.width, 40) / 2, r.y + r.height / 2]; })()");
        mouse(at.get(0).asDouble(), at.get(1).asDouble(), click);
    }

    /** Moves the mouse to a place of the window; presses its button if wanted. */
    void mouse(double x, double y, boolean click) {
        send("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
        if (click) {
            for (String type : List.of("mousePressed", "mouseReleased")) {
                send(
                        "Input.dispatchMouseEvent",
                        Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
            }
        }
    }

    /** Presses a key that writes a character, or one that has only a name. */
    void key(String key) {
        Map<String, Object> down = key.length() == 1
                ? Map.of("type", "keyDown", "key", key, "text", key)
                : Map.of("type", "keyDown", "key", key);
        send("Input.dispatchKeyEvent", down);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /** Writes a picture of the page. */
    void picture(Path to) throws IOException {
        byte[] png = Base64.getDecoder()
                .decode(send("Page.captureScreenshot", Map.of("format", "png"))
                        .get("data")
                        .asText());
        Files.write(to, png);
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException stillWritten) {
            profile.toFile().deleteOnExit();
        }
    }

    /** Takes replies, which may come in pieces. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    CompletableFuture<JsonNode> reply =
                            replies.remove(message.path("id").asInt());
                    if (reply != null) {
                        reply.complete(message);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
