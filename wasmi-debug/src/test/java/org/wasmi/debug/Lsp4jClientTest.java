package org.wasmi.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.debug.Capabilities;
import org.eclipse.lsp4j.debug.ConfigurationDoneArguments;
import org.eclipse.lsp4j.debug.ContinueArguments;
import org.eclipse.lsp4j.debug.DisconnectArguments;
import org.eclipse.lsp4j.debug.EvaluateArguments;
import org.eclipse.lsp4j.debug.ExceptionInfoArguments;
import org.eclipse.lsp4j.debug.ExitedEventArguments;
import org.eclipse.lsp4j.debug.FunctionBreakpoint;
import org.eclipse.lsp4j.debug.InitializeRequestArguments;
import org.eclipse.lsp4j.debug.NextArguments;
import org.eclipse.lsp4j.debug.OutputEventArguments;
import org.eclipse.lsp4j.debug.ReadMemoryArguments;
import org.eclipse.lsp4j.debug.Scope;
import org.eclipse.lsp4j.debug.ScopesArguments;
import org.eclipse.lsp4j.debug.SetBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetExceptionBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetFunctionBreakpointsArguments;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.debug.SourceArguments;
import org.eclipse.lsp4j.debug.SourceBreakpoint;
import org.eclipse.lsp4j.debug.StackFrame;
import org.eclipse.lsp4j.debug.StackTraceArguments;
import org.eclipse.lsp4j.debug.StepInArguments;
import org.eclipse.lsp4j.debug.StepOutArguments;
import org.eclipse.lsp4j.debug.StoppedEventArguments;
import org.eclipse.lsp4j.debug.VariablesArguments;
import org.eclipse.lsp4j.debug.launch.DSPLauncher;
import org.eclipse.lsp4j.debug.services.IDebugProtocolClient;
import org.eclipse.lsp4j.debug.services.IDebugProtocolServer;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/**
 * Eclipse's client of the Debug Adapter Protocol, LSP4J, which others have written: it has the types of the protocol's
 * messages, so that what this adapter sends must have them too.
 */
class Lsp4jClientTest {
    private static final long TIMEOUT_SECONDS = 60;

    private static final byte[] MODULE = Wat.parse("""
            (module
              (memory 1)
              (global $calls (export "calls") (mut i32) (i32.const 0))
              (data (i32.const 16) "abcd")
              (func $half (param $n i32) (result i32)
                (global.set $calls (i32.const 1))
                (i32.div_u (i32.const 100) (local.get $n)))
              (func (export "main") (param $n i32) (result i32)
                (local $r i32)
                (local.set $r (call $half (local.get $n)))
                (local.get $r)))
            """);

    /** What an editor does with events: keeps them. */
    private static final class Events implements IDebugProtocolClient {
        final CompletableFuture<Boolean> initialized = new CompletableFuture<>();
        final BlockingQueue<StoppedEventArguments> stops = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        final Queue<String> output = new ConcurrentLinkedQueue<>();

        @Override
        public void initialized() {
            initialized.complete(true);
        }

        @Override
        public void stopped(StoppedEventArguments stop) {
            stops.add(stop);
        }

        @Override
        public void output(OutputEventArguments text) {
            output.add(text.getOutput());
        }

        @Override
        public void exited(ExitedEventArguments exit) {
            exitCode.complete(exit.getExitCode());
        }
    }

    private final Events events = new Events();

    private static <T> T get(CompletableFuture<T> answer) throws Exception {
        return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private IDebugProtocolServer connect() throws IOException {
        Program program = Translator.translate(MODULE, TranslationOptions.DEBUGGING);
        Pipe requests = Pipe.open();
        Pipe replies = Pipe.open();
        OutputStream toClient = Channels.newOutputStream(replies.sink());
        Thread server = new Thread(
                () -> {
                    try (toClient) {
                        DebugAdapter.serve(
                                Channels.newInputStream(requests.source()),
                                toClient,
                                launch -> new Debuggee("half", MODULE, program, Path.of(""), (executor, out, err) -> {
                                    try (Store store = Engine.create(EngineConfig.DEFAULT, executor)
                                            .newStore()) {
                                        List<Value> results = new Linker()
                                                .instantiate(store, program)
                                                .function(launch.invoke().orElseThrow())
                                                .call(Value.i32(Integer.parseInt(
                                                        launch.arguments().get(0))));
                                        out.write(results.toString().getBytes(StandardCharsets.UTF_8));
                                        return 0;
                                    }
                                }));
                    } catch (IOException closed) {
                        // the test is over
                    }
                },
                "server");
        server.setDaemon(true);
        server.start();
        var launcher = DSPLauncher.createClientLauncher(
                events, Channels.newInputStream(replies.source()), Channels.newOutputStream(requests.sink()));
        // Its thread ends with the replies, and what it misses is missing from an answer.
        var unused = launcher.startListening();
        return launcher.getRemoteProxy();
    }

    private Capabilities launch(IDebugProtocolServer server, Map<String, Object> arguments) throws Exception {
        InitializeRequestArguments hello = new InitializeRequestArguments();
        hello.setAdapterID("wasmi");
        Capabilities capabilities = get(server.initialize(hello));
        get(server.launch(arguments));
        assertThat(get(events.initialized)).isTrue();
        return capabilities;
    }

    private static void begin(IDebugProtocolServer server) throws Exception {
        get(server.configurationDone(new ConfigurationDoneArguments()));
    }

    private int stop(String reason) throws Exception {
        StoppedEventArguments stop = events.stops.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        assertThat(stop).isNotNull();
        assertThat(stop.getReason()).isEqualTo(reason);
        return stop.getThreadId();
    }

    private static List<StackFrame> stack(IDebugProtocolServer server, int thread) throws Exception {
        StackTraceArguments which = new StackTraceArguments();
        which.setThreadId(thread);
        return Arrays.asList(get(server.stackTrace(which)).getStackFrames());
    }

    private static List<String> names(List<StackFrame> frames) {
        return frames.stream().map(StackFrame::getName).toList();
    }

    private static List<String> variables(IDebugProtocolServer server, StackFrame frame, String scope)
            throws Exception {
        ScopesArguments of = new ScopesArguments();
        of.setFrameId(frame.getId());
        Scope found = Arrays.stream(get(server.scopes(of)).getScopes())
                .filter(each -> each.getName().equals(scope))
                .findFirst()
                .orElseThrow();
        VariablesArguments which = new VariablesArguments();
        which.setVariablesReference(found.getVariablesReference());
        return Arrays.stream(get(server.variables(which)).getVariables())
                .map(each -> each.getName() + "=" + each.getValue())
                .toList();
    }

    private static void disconnect(IDebugProtocolServer server) throws Exception {
        get(server.disconnect(new DisconnectArguments()));
    }

    @Test
    void aSessionStopsStepsAndShowsValues() throws Exception {
        IDebugProtocolServer server = connect();
        Capabilities can = launch(server, Map.of("program", "half.wasm", "invoke", "main", "args", List.of("5")));
        assertThat(can.getSupportsFunctionBreakpoints()).isTrue();
        assertThat(can.getSupportsReadMemoryRequest()).isTrue();
        FunctionBreakpoint point = new FunctionBreakpoint();
        point.setName("main");
        SetFunctionBreakpointsArguments points = new SetFunctionBreakpointsArguments();
        points.setBreakpoints(new FunctionBreakpoint[] {point});
        assertThat(get(server.setFunctionBreakpoints(points))
                        .getBreakpoints()[0]
                        .isVerified())
                .isTrue();
        begin(server);
        int thread = stop("breakpoint");
        assertThat(get(server.threads()).getThreads()[0].getId()).isEqualTo(thread);
        StackFrame main = stack(server, thread).get(0);
        assertThat(variables(server, main, "Locals")).containsExactly("$n=5", "$r=0");

        SourceArguments text = new SourceArguments();
        text.setSource(main.getSource());
        text.setSourceReference(main.getSource().getSourceReference());
        List<String> lines = get(server.source(text)).getContent().lines().toList();
        int division = lines.indexOf(lines.stream()
                        .filter(each -> each.contains("i32.div_u"))
                        .findFirst()
                        .orElseThrow())
                + 1;
        Source source = new Source();
        source.setSourceReference(main.getSource().getSourceReference());
        SourceBreakpoint atLine = new SourceBreakpoint();
        atLine.setLine(division);
        SetBreakpointsArguments inText = new SetBreakpointsArguments();
        inText.setSource(source);
        inText.setBreakpoints(new SourceBreakpoint[] {atLine});
        assertThat(get(server.setBreakpoints(inText)).getBreakpoints()[0].getLine())
                .isEqualTo(division);
        ContinueArguments go = new ContinueArguments();
        go.setThreadId(thread);
        get(server.continue_(go));
        stop("breakpoint");
        List<StackFrame> frames = stack(server, thread);
        assertThat(names(frames)).hasSize(2).first().isEqualTo("half");
        assertThat(frames.get(0).getLine()).isEqualTo(division);
        assertThat(variables(server, frames.get(0), "Operands")).hasSize(2);
        assertThat(variables(server, frames.get(0), "Globals")).containsExactly("calls=1");
        EvaluateArguments expression = new EvaluateArguments();
        expression.setFrameId(frames.get(0).getId());
        expression.setExpression("mem[u8 $n + 11]");
        assertThat(get(server.evaluate(expression)).getResult()).startsWith("97");
        ReadMemoryArguments memory = new ReadMemoryArguments();
        memory.setMemoryReference("0x10");
        memory.setCount(4);
        assertThat(Base64.getDecoder().decode(get(server.readMemory(memory)).getData()))
                .isEqualTo("abcd".getBytes(StandardCharsets.US_ASCII));

        StepOutArguments out = new StepOutArguments();
        out.setThreadId(thread);
        get(server.stepOut(out));
        stop("step");
        assertThat(stack(server, thread)).hasSize(1);
        NextArguments next = new NextArguments();
        next.setThreadId(thread);
        get(server.next(next));
        stop("step");
        assertThat(variables(server, stack(server, thread).get(0), "Locals")).contains("$n=5");
        get(server.continue_(go));
        assertThat(get(events.exitCode)).isZero();
        assertThat(String.join("", events.output)).contains("20");
        disconnect(server);
    }

    @Test
    void aSessionStopsAtTheEntryStepsInAndStopsOnATrap() throws Exception {
        IDebugProtocolServer server = connect();
        Capabilities can = launch(
                server, Map.of("program", "half.wasm", "invoke", "main", "args", List.of("0"), "stopOnEntry", true));
        String traps = can.getExceptionBreakpointFilters()[0].getFilter();
        SetExceptionBreakpointsArguments exceptions = new SetExceptionBreakpointsArguments();
        exceptions.setFilters(new String[] {traps});
        get(server.setExceptionBreakpoints(exceptions));
        begin(server);
        int thread = stop("entry");
        StepInArguments in = new StepInArguments();
        in.setThreadId(thread);
        for (int steps = 0; stack(server, thread).size() < 2; steps++) {
            assertThat(steps).as("operators before the call").isLessThan(5);
            get(server.stepIn(in));
            stop("step");
        }
        ContinueArguments go = new ContinueArguments();
        go.setThreadId(thread);
        get(server.continue_(go));
        stop("exception");
        ExceptionInfoArguments which = new ExceptionInfoArguments();
        which.setThreadId(thread);
        assertThat(get(server.exceptionInfo(which)).getDescription()).contains("integer divide by zero");
        get(server.continue_(go));
        assertThat(get(events.exitCode)).isEqualTo(134);
        disconnect(server);
    }
}
