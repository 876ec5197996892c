package org.wasmi.debug;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** Messages that are no requests, and requests that make no sense: each gets a response, and the session goes on. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MalformedInputTest {
    private static final byte[] COUNTING = Wat.parse("""
            (module
              (memory 1)
              (global $g (mut i32) (i32.const 0))
              (func $count (export "count") (param $n i32)
                (if (local.get $n)
                  (then (call $count (i32.sub (local.get $n) (i32.const 1)))))))
            """);

    private static final List<String> COMMANDS = List.of(
            "initialize",
            "launch",
            "setBreakpoints",
            "setFunctionBreakpoints",
            "setExceptionBreakpoints",
            "configurationDone",
            "threads",
            "stackTrace",
            "scopes",
            "variables",
            "evaluate",
            "readMemory",
            "source",
            "exceptionInfo",
            "continue",
            "next",
            "stepIn",
            "stepOut",
            "pause",
            "terminate",
            "restart",
            "");

    private static final List<String> NAMES = List.of(
            "threadId",
            "frameId",
            "variablesReference",
            "startFrame",
            "levels",
            "granularity",
            "expression",
            "memoryReference",
            "offset",
            "count",
            "source",
            "breakpoints",
            "filters",
            "program",
            "args",
            "stopOnEntry");

    private static Debuggee counting(Launch launch) {
        Program program = Translator.translate(COUNTING, TranslationOptions.DEBUGGING);
        return new Debuggee("counting", COUNTING, program, Path.of(""), (executor, out, err) -> {
            try (Store store = Engine.create(EngineConfig.DEFAULT, executor).newStore()) {
                new Linker().instantiate(store, program).function("count").call(Value.i32(20));
                return 0;
            }
        });
    }

    private static byte[] message(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(("Content-Length: " + content.length + "\r\n\r\n").getBytes(UTF_8));
        bytes.write(content);
        return bytes.toByteArray();
    }

    /** {@return what the server sends for some input, up to the end of which it serves} */
    private static List<JsonNode> serve(byte[] input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DebugAdapter.serve(new ByteArrayInputStream(input), out, MalformedInputTest::counting);
        Wire sent = new Wire(new ByteArrayInputStream(out.toByteArray()), out);
        List<JsonNode> messages = new ArrayList<>();
        for (Optional<JsonNode> each = sent.read(); each.isPresent(); each = sent.read()) {
            messages.add(each.get());
        }
        return messages;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "[]",
                "42",
                "null",
                "\"text\"",
                "{}",
                "{\"type\":1}",
                "{\"type\":\"request\"}",
                "{\"type\":\"request\",\"seq\":\"x\",\"command\":[],\"arguments\":7}",
                "{\"type\":\"request\",\"seq\":9,\"command\":\"threads\",\"arguments\":null}"
            })
    void messagesThatAreNoRequestsAreRefused(String content) throws IOException {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(message(content.getBytes(UTF_8)));
        input.write(message("{\"type\":\"request\",\"seq\":2,\"command\":\"initialize\"}".getBytes(UTF_8)));
        List<JsonNode> messages = serve(input.toByteArray());
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0).get("success").asBoolean()).isFalse();
        assertThat(messages.get(0).get("message").asText()).isNotEmpty();
        assertThat(messages.get(1).get("success").asBoolean()).isTrue();
        assertThat(messages.get(1).get("request_seq").asInt()).isEqualTo(2);
    }

    @Test
    void deepAndInvalidTextsAreRefused() throws IOException {
        for (byte[] each : List.of("[".repeat(100_000).getBytes(UTF_8), new byte[] {0, 0, -2, -1, 1, 2, 3, 4})) {
            List<JsonNode> messages = serve(message(each));
            assertThat(messages).hasSize(1);
            assertThat(messages.get(0).get("success").asBoolean()).isFalse();
        }
    }

    /** Bytes of chance, many of them behind a header that holds, end with their end or as an {@code IOException}. */
    @Test
    void bytesOfChanceEnd() throws IOException {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) { // much of it is ASCII
                bytes[i] = random.nextInt(4) > 0 ? (byte) "{}[]\":,x1 \n".charAt((bytes[i] & 0xFF) % 11) : bytes[i];
            }
            try {
                serve(random.nextBoolean() ? message(bytes) : bytes);
            } catch (IOException notTheProtocol) {
                assertThat(notTheProtocol).isExactlyInstanceOf(IOException.class);
            }
        }
        for (String each : List.of(
                "Content-Length: -1\r\n\r\n", "Content-Length: x\r\n\r\n", "Content-Length: 9999999999\r\n\r\n")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> serve(each.getBytes(UTF_8)))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void requestsOfChanceAreAnswered(int seed) throws Exception {
        Random random = new Random(seed);
        try (Client client = new Client(MalformedInputTest::counting)) {
            client.launch(Map.of("stopOnEntry", true));
            client.begin();
            client.stop("entry");
            for (int i = 0; i < 400; i++) {
                String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
                if (command.equals("terminate") && i < 350) {
                    continue;
                }
                Map<String, Object> arguments = new HashMap<>();
                for (int n = random.nextInt(6); n > 0; n--) {
                    arguments.put(NAMES.get(random.nextInt(NAMES.size())), value(random, 2));
                }
                JsonNode response = client.ask(command, arguments);
                assertThat(response.get("command").asText()).isEqualTo(command);
                assertThat(response.get("success").isBoolean()).isTrue();
            }
            client.ask("terminate", Map.of());
            // A thread that ends answers nothing any more.
            client.ask("stackTrace", Map.of("threadId", 1));
            client.end();
        }
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> random.nextInt(4) - 1;
            case 1 -> random.nextLong();
            case 2 -> random.nextBoolean();
            case 3 -> random.nextDouble();
            case 4 ->
                List.of(
                                "mem[i32 $n",
                                "mem9999999999[i32 0]",
                                "$n",
                                "0x10",
                                "*n.x[99999999999]",
                                "instruction",
                                "count",
                                "")
                        .get(random.nextInt(8));
            case 5 -> "(".repeat(random.nextInt(2_000));
            case 6 -> List.of(value(random, depth - 1), value(random, depth - 1));
            default -> Map.of(NAMES.get(random.nextInt(NAMES.size())), value(random, depth - 1), "line", 1);
        };
    }
}
