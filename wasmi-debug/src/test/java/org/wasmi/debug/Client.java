package org.wasmi.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An editor: sends requests one after the other, and keeps the events that come in between. */
final class Client implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 60;

    private final Wire wire;
    private final OutputStream toServer;
    private final CompletableFuture<Integer> server;
    private final BlockingQueue<JsonNode> responses = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> stops = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> ends = new LinkedBlockingQueue<>();
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Boolean> initialized = new CompletableFuture<>();

    Client(Launcher launcher) throws IOException {
        Pipe requests = Pipe.open();
        Pipe replies = Pipe.open();
        toServer = Channels.newOutputStream(requests.sink());
        InputStream fromClient = Channels.newInputStream(requests.source());
        OutputStream toClient = Channels.newOutputStream(replies.sink());
        InputStream fromServer = Channels.newInputStream(replies.source());
        server = CompletableFuture.supplyAsync(() -> {
            try (toClient) {
                return DebugAdapter.serve(fromClient, toClient, launcher);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        wire = new Wire(fromServer, toServer);
        Thread reader = new Thread(this::read, "client");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            for (Optional<JsonNode> each = wire.read(); each.isPresent(); each = wire.read()) {
                JsonNode message = each.get();
                if (message.get("type").asText().equals("response")) {
                    responses.add(message);
                } else {
                    JsonNode body = message.path("body");
                    switch (message.get("event").asText()) {
                        case "initialized" -> initialized.complete(true);
                        case "stopped" -> stops.add(body);
                        case "exited" -> ends.add(body);
                        case "output" -> output.add(body.get("output").asText());
                        default -> {}
                    }
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static JsonNode take(BlockingQueue<JsonNode> queue) throws InterruptedException {
        JsonNode next = queue.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("a message").isNotNull();
        return next;
    }

    /** {@return the response to a request, whether it succeeds or not} */
    JsonNode ask(String command, Map<String, ?> arguments) throws Exception {
        ObjectNode request = Wire.JSON.createObjectNode();
        request.put("type", "request");
        request.put("command", command);
        request.set("arguments", Wire.JSON.valueToTree(arguments));
        wire.send(request);
        return take(responses);
    }

    /** {@return the body of the response to a request that succeeds} */
    JsonNode request(String command, Map<String, ?> arguments) throws Exception {
        JsonNode response = ask(command, arguments);
        assertThat(response.get("success").asBoolean())
                .as(command + ": " + response.path("message"))
                .isTrue();
        return response.get("body");
    }

    /** Initializes and launches; breakpoints are to follow. */
    void launch(Map<String, ?> arguments) throws Exception {
        request("initialize", Map.of("adapterID", "wasmi"));
        request("launch", arguments);
        assertThat(initialized.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    void begin() throws Exception {
        request("configurationDone", Map.of());
    }

    JsonNode breakAt(Map<String, ?> source, int... lines) throws Exception {
        List<Map<String, Integer>> points = new ArrayList<>();
        for (int each : lines) {
            points.add(Map.of("line", each));
        }
        return request("setBreakpoints", Map.of("source", source, "breakpoints", points))
                .get("breakpoints");
    }

    JsonNode breakIn(String function) throws Exception {
        return request("setFunctionBreakpoints", Map.of("breakpoints", List.of(Map.of("name", function))))
                .get("breakpoints");
    }

    /** {@return the thread that stops next, which it must for a reason} */
    int stop(String reason) throws Exception {
        JsonNode stop = take(stops);
        assertThat(stop.get("reason").asText()).as(stop.toString()).isEqualTo(reason);
        return stop.get("threadId").asInt();
    }

    /** Has a thread go on, and waits until it has stopped again. */
    int step(String command, int thread) throws Exception {
        request(command, Map.of("threadId", thread));
        return stop("step");
    }

    void go(int thread) throws Exception {
        request("continue", Map.of("threadId", thread));
    }

    /** {@return the frames of a stopped thread as {@code name:line}, innermost first} */
    List<String> frames(int thread) throws Exception {
        List<String> frames = new ArrayList<>();
        for (JsonNode each : stack(thread)) {
            frames.add(each.get("name").asText() + ":" + each.get("line").asInt());
        }
        return frames;
    }

    JsonNode stack(int thread) throws Exception {
        return request("stackTrace", Map.of("threadId", thread)).get("stackFrames");
    }

    /** {@return what a scope of a frame has, as {@code name=value}} */
    List<String> variables(JsonNode frame, String scope) throws Exception {
        for (JsonNode each :
                request("scopes", Map.of("frameId", frame.get("id").asInt())).get("scopes")) {
            if (each.get("name").asText().equals(scope)) {
                List<String> texts = new ArrayList<>();
                int reference = each.get("variablesReference").asInt();
                for (JsonNode variable : request("variables", Map.of("variablesReference", reference))
                        .get("variables")) {
                    texts.add(variable.get("name").asText() + "="
                            + variable.get("value").asText());
                }
                return texts;
            }
        }
        throw new AssertionError(scope);
    }

    String evaluate(JsonNode frame, String expression) throws Exception {
        return request("evaluate", Map.of("frameId", frame.get("id").asInt(), "expression", expression))
                .get("result")
                .asText();
    }

    /** {@return the exit code that the guest ends with} */
    int end() throws Exception {
        return take(ends).get("exitCode").asInt();
    }

    String output() {
        return String.join("", output);
    }

    @Override
    public void close() throws IOException {
        try {
            ask("disconnect", Map.of());
            server.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IOException("the session does not end", e);
        } finally {
            toServer.close();
        }
    }
}
