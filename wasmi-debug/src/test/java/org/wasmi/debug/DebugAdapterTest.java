package org.wasmi.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** A scripted editor against guests whose stops are known. */
class DebugAdapterTest {
    private static final Path ROOT = Path.of(System.getProperty("wasmi.root")).normalize();
    private static final Path INLINED = ROOT.resolve("wasmi-testkit/src/test/resources/org/wasmi/testkit/inlined");
    private static final Map<String, ?> TEXT = Map.of("sourceReference", 1);

    private static final String FACTORIAL = """
            (module
              (import "env" "log" (func $log (param i32)))
              (memory (export "memory") 1)
              (global $calls (export "calls") (mut i32) (i32.const 0))
              (data (i32.const 16) "\\2a\\00\\00\\00abcd")
              (func $factorial (export "factorial") (param $n i32) (result i32)
                (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
                (if (result i32) (i32.eqz (local.get $n))
                  (then (i32.const 1))
                  (else
                    (i32.mul
                      (local.get $n)
                      (call $factorial (i32.sub (local.get $n) (i32.const 1)))))))
              (func $main (export "main") (param $n i32) (result i32) (local $r i32)
                (call $log (local.get $n))
                (local.set $r (call $factorial (local.get $n)))
                (call $log (local.get $r))
                (local.get $r))
              (func (export "trap") (param $address i32) (result i32)
                (i32.load (local.get $address)))
              (func (export "spin")
                (loop $again (br $again))))
            """;

    private static Program program(byte[] wasm) {
        return Translator.translate(wasm, TranslationOptions.DEBUGGING);
    }

    private static Store store(Executor executor) {
        return Engine.create(EngineConfig.DEFAULT, executor).newStore();
    }

    /** A client of a module that calls one function. */
    private static Client client(byte[] wasm, Path folder, String function, Value... arguments) throws IOException {
        return client(wasm, folder, logged -> {}, function, arguments);
    }

    private static Client client(byte[] wasm, Path folder, Consumer<Integer> log, String function, Value... arguments)
            throws IOException {
        Program program = program(wasm);
        return new Client(launch -> new Debuggee("test", wasm, program, folder, (executor, out, err) -> {
            try (Store store = store(executor)) {
                FuncType logs = new FuncType(List.of(NumType.I32), List.of());
                Linker linker = new Linker().function("env", "log", logs, call -> log.accept(call.i32(0)));
                Instance instance = linker.instantiate(store, program);
                List<Value> results = instance.function(function).call(arguments);
                out.write(String.valueOf(results).getBytes(StandardCharsets.UTF_8));
                return 0;
            }
        }));
    }

    private static Client factorial(String function, int argument, List<Integer> log) throws IOException {
        return client(Wat.parse(FACTORIAL), ROOT, log::add, function, Value.i32(argument));
    }

    /** {@return the number of the line of a text that has another one, for the n-th time} */
    private static int line(String text, String part, int time) {
        List<String> lines = text.lines().toList();
        int left = time;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part) && --left == 0) {
                return i + 1;
            }
        }
        throw new AssertionError(part);
    }

    private static int printed(String part, int time) {
        return line(Wat.print(Wat.parse(FACTORIAL)), part, time);
    }

    @Test
    void breakpointsStopAtLinesOfTheText() throws Exception {
        List<Integer> log = new ArrayList<>();
        try (Client client = factorial("main", 3, log)) {
            client.launch(Map.of());
            int call = printed("call $log", 2);
            JsonNode points = client.breakAt(TEXT, call, 10_000);
            assertThat(points.get(0).get("verified").asBoolean()).isTrue();
            assertThat(points.get(0).get("line").asInt()).isEqualTo(call);
            assertThat(points.get(1).get("verified").asBoolean()).isFalse();
            client.begin();
            int thread = client.stop("breakpoint");
            assertThat(client.frames(thread)).containsExactly("main:" + call);
            assertThat(log).containsExactly(3);
            JsonNode frame = client.stack(thread).get(0);
            assertThat(client.variables(frame, "Locals")).containsExactly("$n=3", "$r=6");
            assertThat(client.variables(frame, "Globals")).containsExactly("calls=4");
            assertThat(client.request("source", Map.of("sourceReference", 1))
                            .get("content")
                            .asText())
                    .isEqualTo(Wat.print(Wat.parse(FACTORIAL)));
            client.go(thread);
            assertThat(client.end()).isZero();
            assertThat(log).containsExactly(3, 6);
            assertThat(client.output()).contains("6");
        }
    }

    @Test
    void recursionHasAFrameForEachCall() throws Exception {
        try (Client client = factorial("main", 3, new ArrayList<>())) {
            client.launch(Map.of());
            assertThat(client.breakIn("factorial").get(0).get("verified").asBoolean())
                    .isTrue();
            client.begin();
            int thread = client.stop("breakpoint");
            for (int depth = 1; depth < 4; depth++) {
                client.go(thread);
                assertThat(client.stop("breakpoint")).isEqualTo(thread);
            }
            int call = printed("call $factorial", 1);
            List<String> frames = client.frames(thread);
            assertThat(frames.get(0)).startsWith("factorial:");
            assertThat(frames.subList(1, 5))
                    .containsExactly(
                            "factorial:" + call,
                            "factorial:" + call,
                            "factorial:" + call,
                            "main:" + printed("call $factorial", 2));
            List<String> locals = new ArrayList<>();
            for (JsonNode each : client.stack(thread)) {
                locals.add(client.variables(each, "Locals").get(0));
            }
            assertThat(locals).containsExactly("$n=0", "$n=1", "$n=2", "$n=3", "$n=3");
            // Out of the innermost calls, one after the other.
            client.breakIn("nothing");
            for (int depth = 4; depth > 1; depth--) {
                client.step("stepOut", thread);
                assertThat(client.frames(thread)).hasSize(depth);
            }
            client.go(thread);
            assertThat(client.end()).isZero();
        }
    }

    @Test
    void stepsGoByOperatorsAndOverCallsOfGuestsAndHosts() throws Exception {
        List<Integer> log = new ArrayList<>();
        try (Client client = factorial("main", 2, log)) {
            client.launch(Map.of("stopOnEntry", true));
            client.begin();
            int thread = client.stop("entry");
            while (!client.frames(thread).equals(List.of("main:" + printed("call $log", 1)))) {
                client.step("stepIn", thread);
            }
            assertThat(log).isEmpty();
            client.step("stepIn", thread); // a host function is nothing to step into
            assertThat(log).containsExactly(2);
            while (!client.frames(thread).equals(List.of("main:" + printed("call $factorial", 2)))) {
                client.step("next", thread);
                assertThat(client.frames(thread)).hasSize(1);
            }
            client.request("next", Map.of("threadId", thread, "granularity", "instruction"));
            client.stop("step");
            assertThat(client.frames(thread)).hasSize(1);
            JsonNode frame = client.stack(thread).get(0);
            assertThat(client.variables(frame, "Globals")).containsExactly("calls=3");
            client.go(thread);
            assertThat(client.end()).isZero();
            assertThat(log).containsExactly(2, 2);
        }
    }

    @Test
    void memoryIsReadAndExpressionsAreEvaluated() throws Exception {
        try (Client client = factorial("main", 20, new ArrayList<>())) {
            client.launch(Map.of("stopOnEntry", true));
            client.begin();
            int thread = client.stop("entry");
            JsonNode read = client.request("readMemory", Map.of("memoryReference", "0x10", "offset", 4, "count", 4));
            assertThat(new String(Base64.getDecoder().decode(read.get("data").asText()), StandardCharsets.US_ASCII))
                    .isEqualTo("abcd");
            assertThat(client.request("readMemory", Map.of("memoryReference", "0xfffe", "count", 4))
                            .get("unreadableBytes")
                            .asInt())
                    .isEqualTo(2);
            JsonNode frame = client.stack(thread).get(0);
            assertThat(client.evaluate(frame, "mem[i32 16]")).isEqualTo("42");
            assertThat(client.evaluate(frame, "mem[u8 $n]")).isEqualTo("97");
            assertThat(client.evaluate(frame, "mem[u8 n - 4 + 0x1]")).isEqualTo("0");
            assertThat(client.evaluate(frame, "local 0")).isEqualTo("20");
            assertThat(client.evaluate(frame, "calls")).isEqualTo("0");
            for (String wrong : List.of("mem[i32 70000]", "mem[i33 0]", "nothing", "mem[i32 ]", "")) {
                int id = frame.get("id").asInt();
                assertThat(client.ask("evaluate", Map.of("frameId", id, "expression", wrong))
                                .get("success")
                                .asBoolean())
                        .as(wrong)
                        .isFalse();
            }
            client.go(thread);
            client.end();
        }
    }

    @Test
    void aTrapStopsWhereItHappens() throws Exception {
        byte[] wasm = Files.readAllBytes(ROOT.resolve("examples/average.wasm"));
        String source = Files.readString(ROOT.resolve("examples/average.c"));
        try (Client client = client(wasm, ROOT.resolve("examples"), "average", Value.i32(0))) {
            client.launch(Map.of());
            client.begin();
            int thread = client.stop("exception");
            assertThat(client.frames(thread))
                    .containsExactly(
                            "quotient:" + line(source, "sum / count", 1),
                            "average:" + line(source, "return quotient", 1));
            assertThat(client.stack(thread).get(0).get("source").get("path").asText())
                    .isEqualTo(ROOT.resolve("examples/average.c")
                            .toAbsolutePath()
                            .normalize()
                            .toString());
            assertThat(client.variables(client.stack(thread).get(0), "Locals"))
                    .containsExactly("local 0=0", "local 1=0");
            assertThat(client.request("exceptionInfo", Map.of("threadId", thread))
                            .get("description")
                            .asText())
                    .contains("divide by zero");
            client.go(thread);
            assertThat(client.end()).isEqualTo(134);
            assertThat(client.output()).contains("divide by zero");
        }
    }

    @Test
    void anAddressBeyondTheMemoryStopsAsOtherTraps() throws Exception {
        try (Client client = factorial("trap", 65_535, new ArrayList<>())) {
            client.launch(Map.of());
            client.begin();
            int thread = client.stop("exception");
            assertThat(client.frames(thread)).containsExactly("function 3:" + printed("i32.load", 1));
            client.go(thread);
            assertThat(client.end()).isEqualTo(134);
        }
        try (Client client = factorial("trap", 40_000, new ArrayList<>())) {
            client.launch(Map.of());
            client.request("setExceptionBreakpoints", Map.of("filters", List.of()));
            client.begin();
            assertThat(client.end()).isZero();
        }
    }

    @Test
    void stepsGoIntoOverAndOutOfInlinedCalls() throws Exception {
        byte[] wasm = Files.readAllBytes(INLINED.resolve("inlined-5.wasm"));
        String source = Files.readString(INLINED.resolve("inlined.c"));
        int divide = line(source, "return a / b", 1);
        int twice = line(source, "2 * divide", 1);
        int checked = line(source, "return twice", 1);
        int three = line(source, "return checked", 1);
        try (Client client = client(wasm, INLINED, "three", Value.i32(9), Value.i32(5))) {
            client.launch(Map.of());
            JsonNode point =
                    client.breakAt(Map.of("path", INLINED.resolve("inlined.c").toString()), divide);
            assertThat(point.get(0).get("verified").asBoolean()).isTrue();
            client.begin();
            int thread = client.stop("breakpoint");
            assertThat(client.frames(thread))
                    .containsExactly(
                            "divide [inlined]:" + divide,
                            "twice [inlined]:" + twice,
                            "checked [inlined]:" + checked,
                            "three:" + three);
            client.breakAt(Map.of("path", INLINED.resolve("inlined.c").toString()));
            client.step("stepOut", thread);
            assertThat(client.frames(thread)).hasSizeLessThan(4).endsWith("three:" + three);
            client.go(thread);
            assertThat(client.end()).isZero();
        }
    }

    @Test
    void threadsOfTwoStoresStopAndGoOnApart() throws Exception {
        byte[] wasm = Wat.parse(FACTORIAL
                .replace("(import \"env\" \"log\" (func $log (param i32)))", "")
                .replaceAll("\\(call \\$log[^)]*\\)\\)", ""));
        Program program = program(wasm);
        try (Client client = new Client(launch -> new Debuggee("test", wasm, program, ROOT, (executor, out, err) -> {
            Engine engine = Engine.create(EngineConfig.DEFAULT, executor);
            List<Thread> threads = new ArrayList<>();
            for (int argument : List.of(2, 5)) {
                Thread each = new Thread(() -> {
                    try (Store store = engine.newStore()) {
                        new Linker()
                                .instantiate(store, program)
                                .function("factorial")
                                .call(Value.i32(argument));
                    }
                });
                threads.add(each);
                each.start();
            }
            for (Thread each : threads) {
                each.join();
            }
            return 0;
        }))) {
            client.launch(Map.of());
            client.breakIn("factorial");
            client.begin();
            int one = client.stop("breakpoint");
            int other = client.stop("breakpoint");
            assertThat(one).isNotEqualTo(other);
            assertThat(client.request("threads", Map.of()).get("threads")).hasSize(2);
            String first = client.variables(client.stack(one).get(0), "Locals").get(0);
            String second =
                    client.variables(client.stack(other).get(0), "Locals").get(0);
            assertThat(List.of(first, second)).containsExactlyInAnyOrder("$n=2", "$n=5");
            // One goes on, while the other stays where it is.
            client.go(one);
            assertThat(client.stop("breakpoint")).isEqualTo(one);
            assertThat(client.frames(one)).hasSize(2);
            assertThat(client.frames(other)).hasSize(1);
            client.breakIn("nothing");
            client.go(other);
            client.go(one);
            assertThat(client.end()).isZero();
        }
    }

    @Test
    void aGuestThatIsNotToBeDebuggedRunsThrough() throws Exception {
        List<Integer> log = new ArrayList<>();
        try (Client client = factorial("main", 3, log)) {
            client.launch(Map.of("noDebug", true, "stopOnEntry", true));
            client.breakIn("factorial");
            client.begin();
            assertThat(client.end()).isZero();
            assertThat(log).containsExactly(3, 6);
        }
        try (Client client = factorial("trap", -1, log)) {
            client.launch(Map.of("noDebug", true));
            client.begin();
            assertThat(client.end()).isEqualTo(134);
        }
    }

    @Test
    void aGuestWithoutEndIsPausedAndEnded() throws Exception {
        try (Client client = client(Wat.parse(FACTORIAL), ROOT, "spin")) {
            client.launch(Map.of("stopOnEntry", true));
            client.begin();
            int thread = client.stop("entry");
            client.go(thread);
            assertThat(client.ask("stackTrace", Map.of("threadId", thread))
                            .get("success")
                            .asBoolean())
                    .isFalse();
            client.request("pause", Map.of("threadId", thread));
            assertThat(client.stop("pause")).isEqualTo(thread);
            assertThat(client.frames(thread)).hasSize(1);
            client.request("terminate", Map.of());
            assertThat(client.end()).isEqualTo(134);
        }
    }

    @Test
    void wrongRequestsFailAndTheSessionGoesOn() throws Exception {
        try (Client client = factorial("main", 1, new ArrayList<>())) {
            for (String each : List.of("threads", "evaluate", "nonsense", "readMemory")) {
                assertThat(client.ask(each, Map.of()).get("success").asBoolean())
                        .as(each)
                        .isFalse();
            }
            client.launch(Map.of());
            assertThat(client.ask("launch", Map.of()).get("success").asBoolean())
                    .isFalse();
            client.begin();
            assertThat(client.end()).isZero();
        }
    }
}
