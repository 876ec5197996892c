package org.wasmi.debug;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.InlinedCall;
import org.wasmi.encoding.error.SourceLocation;
import org.wasmi.encoding.error.Symbols;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.source.SourceValue;
import org.wasmi.exec.runtime.GuestFunction;

/** Answers the requests of an editor, one after the other, and tells it what happens. */
final class Server {
    private static final int TEXT_REFERENCE = 1;
    private static final String FUNCTIONS = "functions of the module";
    private static final int FAILED = 134;

    private final Wire wire;
    private final Launcher launcher;
    private @Nullable Session session;
    private @Nullable Values values;
    private @Nullable Thread main;
    private volatile int exitCode;
    private boolean done;

    /** By number: frames, scopes and values of stopped threads, until these go on. */
    private final Map<Integer, Shown> shown = new ConcurrentHashMap<>();

    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, String> exceptions = new ConcurrentHashMap<>();

    /**
     * What an editor may ask for.
     *
     * @param call which of the calls that were inlined in the frame it is; their number for the function itself
     * @param values finds values of the frame, on its thread
     */
    private record Shown(GuestThread thread, GuestThread.Frame frame, int call, Supplier<List<Values.Named>> values) {}

    Server(Wire wire, Launcher launcher) {
        this.wire = wire;
        this.launcher = launcher;
    }

    int serve() throws IOException {
        try {
            while (!done) {
                Optional<JsonNode> message = wire.read();
                if (message.isEmpty()) {
                    break;
                }
                String type = message.get().path("type").asText();
                if (!type.equals("response") && !type.equals("event")) {
                    answer(message.get());
                }
            }
        } finally {
            if (session != null) {
                session.end();
            }
        }
        return exitCode;
    }

    private void answer(JsonNode request) throws IOException {
        ObjectNode response = Wire.JSON.createObjectNode();
        response.put("type", "response");
        response.put("request_seq", request.path("seq").asInt());
        String command = request.path("command").asText();
        response.put("command", command);
        Runnable after = () -> {};
        try {
            if (!request.path("type").asText().equals("request")) {
                throw new IllegalArgumentException("not a request of the protocol");
            }
            after = perform(command, request.path("arguments"), response.putObject("body"));
            response.put("success", true);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // whatever a launcher or a guest's state gives
            response.put("success", false);
            response.put("message", e.getMessage() == null ? e.toString() : e.getMessage());
        }
        wire.send(response);
        after.run();
    }

    private Runnable perform(String command, JsonNode arguments, ObjectNode body) throws Exception {
        switch (command) {
            case "initialize" -> capabilities(body);
            case "launch" -> {
                launch(arguments);
                return () -> event("initialized", event -> {});
            }
            case "setBreakpoints" -> setBreakpoints(arguments, body);
            case "setFunctionBreakpoints" -> setFunctionBreakpoints(arguments, body);
            case "setExceptionBreakpoints" ->
                session().stopOnTraps(arguments.path("filters").toString().contains("\"traps\""));
            case "configurationDone" -> {
                return this::begin;
            }
            case "threads" -> threads(body);
            case "stackTrace" -> stackTrace(arguments, body);
            case "scopes" -> scopes(arguments, body);
            case "variables" -> variables(arguments, body);
            case "evaluate" -> evaluate(arguments, body);
            case "readMemory" -> readMemory(arguments, body);
            case "source" -> body.put("content", session().sources().text()).put("mimeType", "text/wasm");
            case "exceptionInfo" ->
                body.put("exceptionId", "trap")
                        .put(
                                "description",
                                exceptions.getOrDefault(
                                        arguments.path("threadId").asInt(), ""))
                        .put("breakMode", "always");
            case "continue" -> {
                resume(arguments, GuestThread.Step.RUN);
                body.put("allThreadsContinued", false);
            }
            case "next" -> resume(arguments, GuestThread.Step.OVER);
            case "stepIn" -> resume(arguments, GuestThread.Step.IN);
            case "stepOut" -> resume(arguments, GuestThread.Step.OUT);
            case "pause" -> session().thread(arguments.path("threadId").asInt()).pause();
            case "terminate", "disconnect" -> {
                if (session != null) {
                    session.end();
                }
                done = command.equals("disconnect");
            }
            default -> throw new IllegalStateException("not supported: " + command);
        }
        return () -> {};
    }

    private Session session() {
        if (session == null) {
            throw new IllegalStateException("nothing has been launched");
        }
        return session;
    }

    private Values values() {
        if (values == null) {
            throw new IllegalStateException("nothing has been launched");
        }
        return values;
    }

    private static void capabilities(ObjectNode body) {
        body.put("supportsConfigurationDoneRequest", true);
        body.put("supportsFunctionBreakpoints", true);
        body.put("supportsSteppingGranularity", true);
        body.put("supportsReadMemoryRequest", true);
        body.put("supportsExceptionInfoRequest", true);
        body.put("supportsEvaluateForHovers", true);
        body.put("supportsTerminateRequest", true);
        body.putArray("exceptionBreakpointFilters")
                .addObject()
                .put("filter", "traps")
                .put("label", "Traps")
                .put("default", true);
    }

    private void launch(JsonNode arguments) throws Exception {
        if (session != null) {
            throw new IllegalStateException("a guest has been launched already");
        }
        List<String> texts = new ArrayList<>();
        arguments.path("args").forEach(each -> texts.add(each.asText()));
        Debuggee debuggee = launcher.launch(new Launch(text(arguments, "program"), text(arguments, "invoke"), texts));
        values = new Values(debuggee.wasm(), debuggee.program());
        session = new Session(debuggee, new Session.Listener() {
            @Override
            public void started(GuestThread thread) {
                event("thread", event -> event.put("reason", "started").put("threadId", thread.id));
            }

            @Override
            public void stopped(GuestThread thread, String reason, String text) {
                exceptions.put(thread.id, text);
                event("stopped", event -> event.put("reason", reason)
                        .put("threadId", thread.id)
                        .put("text", text)
                        .put("allThreadsStopped", false));
            }
        });
        if (arguments.path("noDebug").asBoolean()) {
            session.runThrough();
        } else if (arguments.path("stopOnEntry").asBoolean()) {
            session.stopOnEntry();
        }
    }

    private static Optional<String> text(JsonNode arguments, String name) {
        return arguments.hasNonNull(name) ? Optional.of(arguments.get(name).asText()) : Optional.empty();
    }

    /** Starts the guest. */
    private void begin() {
        if (session == null || main != null) {
            return;
        }
        Session running = session;
        DebugExecutor executor = new DebugExecutor(running);
        main = new Thread(
                () -> {
                    try {
                        exitCode = running.debuggee().main().run(executor, output("stdout"), output("stderr"));
                    } catch (CancellationException ended) {
                        exitCode = FAILED;
                    } catch (Exception | StackOverflowError failed) { // whatever a guest or its host throws
                        exitCode = FAILED;
                        write("stderr", failed.getMessage() == null ? failed.toString() : failed.getMessage());
                        write("stderr", "\n");
                    }
                    event("exited", event -> event.put("exitCode", exitCode));
                    event("terminated", event -> {});
                },
                "main");
        main.setDaemon(true);
        main.start();
    }

    private OutputStream output(String category) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                Server.this.write(category, new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
        };
    }

    private void write(String category, String text) {
        event("output", event -> event.put("category", category).put("output", text));
    }

    private void event(String name, Consumer<ObjectNode> body) {
        ObjectNode event = Wire.JSON.createObjectNode();
        event.put("type", "event");
        event.put("event", name);
        body.accept(event.putObject("body"));
        try {
            wire.send(event);
        } catch (IOException gone) {
            // The editor takes nothing any more; its end of input ends the session.
        }
    }

    // Breakpoints.

    private void setBreakpoints(JsonNode arguments, ObjectNode body) {
        JsonNode source = arguments.path("source");
        Sources sources = session().sources();
        String path = source.path("path").asText(source.path("name").asText());
        String file = source.path("sourceReference").asInt() == TEXT_REFERENCE
                ? Sources.TEXT
                : sources.fileOf(path).orElse(Sources.TEXT);
        Set<Integer> offsets = new HashSet<>();
        ArrayNode answers = body.putArray("breakpoints");
        for (JsonNode each : arguments.path("breakpoints")) {
            ObjectNode answer = answers.addObject();
            Optional<Map.Entry<Integer, List<Integer>>> line =
                    sources.line(file, each.path("line").asInt());
            answer.put("verified", line.isPresent());
            if (line.isPresent()) {
                offsets.addAll(line.get().getValue());
                answer.put("line", line.get().getKey());
            } else {
                answer.put("message", "no code comes from this line or one behind it");
            }
        }
        session().setBreakpoints("file " + file, offsets);
    }

    private void setFunctionBreakpoints(JsonNode arguments, ObjectNode body) {
        Set<Integer> offsets = new HashSet<>();
        ArrayNode answers = body.putArray("breakpoints");
        for (JsonNode each : arguments.path("breakpoints")) {
            Optional<Integer> offset =
                    session().sources().function(each.path("name").asText());
            offset.ifPresent(offsets::add);
            answers.addObject().put("verified", offset.isPresent());
        }
        session().setBreakpoints(FUNCTIONS, offsets);
    }

    private void resume(JsonNode arguments, GuestThread.Step how) {
        GuestThread thread = session().thread(arguments.path("threadId").asInt());
        boolean operator = arguments.path("granularity").asText().equals("instruction");
        shown.values().removeIf(each -> each.thread().equals(thread));
        thread.resume(how, operator);
    }

    // Threads, frames and values.

    private void threads(ObjectNode body) {
        ArrayNode threads = body.putArray("threads");
        session()
                .threads()
                .forEach(each -> threads.addObject().put("id", each.id).put("name", each.name));
        if (threads.isEmpty()) { // editors want one
            threads.addObject().put("id", 1).put("name", "main");
        }
    }

    private int show(GuestThread thread, GuestThread.Frame frame, int call, Supplier<List<Values.Named>> itsValues) {
        int number = numbers.incrementAndGet();
        shown.put(number, new Shown(thread, frame, call, itsValues));
        return number;
    }

    private Shown shown(JsonNode number) {
        Shown found = shown.get(number.asInt());
        if (found == null) {
            throw new IllegalStateException("the frame has gone on");
        }
        return found;
    }

    private void stackTrace(JsonNode arguments, ObjectNode body) {
        GuestThread thread = session().thread(arguments.path("threadId").asInt());
        ArrayNode all = Wire.JSON.createArrayNode();
        List<GuestThread.Frame> frames = thread.ask(() -> {
            List<GuestThread.Frame> list = thread.frameList();
            list.forEach(each -> frames(thread, each, all));
            return list;
        });
        int start = Math.max(0, arguments.path("startFrame").asInt(0));
        int levels = arguments.path("levels").asInt(0);
        ArrayNode some = body.putArray("stackFrames");
        for (int i = start; i < all.size() && (levels <= 0 || i - start < levels); i++) {
            some.add(all.get(i));
        }
        body.put("totalFrames", Math.max(all.size(), frames.size()));
    }

    /** Adds a frame, and those of calls that were inlined in it. */
    private void frames(GuestThread thread, GuestThread.Frame frame, ArrayNode all) {
        GuestFunction function = frame.machine().functionAt(frame.number());
        Program program = function.instance().program();
        int offset = frame.code().code().sources().offsetAt(frame.position());
        String name = program.names()
                .function(function.index())
                .map(Symbols::readable)
                .orElse("function " + function.index());
        if (!program.equals(session().program()) || offset < 0) {
            add(thread, frame, 0, name, offset, Optional.empty(), all);
            return;
        }
        Optional<Place> place = session().sources().at(offset);
        int call = 0;
        for (InlinedCall each : session().sources().inlinedAt(offset)) {
            add(thread, frame, call++, each.function().orElse("inlined") + " [inlined]", offset, place, all);
            place = each.callSite().map(Server::place);
        }
        Place inText = new Place(Sources.TEXT, session().sources().textLine(offset), 0, 0);
        add(thread, frame, call, name, offset, Optional.of(place.orElse(inText)), all);
    }

    private static Place place(SourceLocation location) {
        return new Place(location.file(), location.line(), location.column(), 0);
    }

    private void add(
            GuestThread thread,
            GuestThread.Frame frame,
            int call,
            String name,
            int offset,
            Optional<Place> place,
            ArrayNode all) {
        ObjectNode node = all.addObject();
        node.put("id", show(thread, frame, call, List::of));
        node.put("name", name);
        node.put("line", place.map(Place::line).orElse(0));
        node.put("column", place.map(Place::column).orElse(0));
        node.put("instructionPointerReference", "0x" + Integer.toHexString(offset));
        place.ifPresent(at -> source(node.putObject("source"), at));
    }

    private void source(ObjectNode node, Place place) {
        if (place.file().equals(Sources.TEXT)) {
            node.put("name", session().debuggee().name() + ".wat").put("sourceReference", TEXT_REFERENCE);
            return;
        }
        Path path = session()
                .debuggee()
                .folder()
                .resolve(place.file())
                .toAbsolutePath()
                .normalize();
        node.put("name", String.valueOf(path.getFileName())).put("path", path.toString());
    }

    private void scopes(JsonNode arguments, ObjectNode body) {
        Shown at = shown(arguments.path("frameId"));
        GuestThread.Frame frame = at.frame();
        Values known = values();
        ArrayNode scopes = body.putArray("scopes");
        if (!at.thread().ask(() -> known.variables(frame, at.call())).isEmpty()) {
            scope("Variables", at, () -> named(known.variables(frame, at.call())), scopes);
        }
        scope("Locals", at, () -> known.locals(frame), scopes);
        scope("Operands", at, () -> known.operands(frame), scopes);
        scope("Globals", at, () -> known.globals(frame), scopes);
    }

    private void scope(String name, Shown frame, Supplier<List<Values.Named>> itsValues, ArrayNode scopes) {
        scopes.addObject()
                .put("name", name)
                .put("variablesReference", show(frame.thread(), frame.frame(), frame.call(), itsValues))
                .put("expensive", false);
    }

    private static List<Values.Named> named(List<SourceValue> variables) {
        return variables.stream().map(Values.Named::of).toList();
    }

    private void variables(JsonNode arguments, ObjectNode body) {
        Shown parent = shown(arguments.path("variablesReference"));
        ArrayNode variables = body.putArray("variables");
        for (Values.Named each : parent.thread().ask(() -> parent.values().get())) {
            ObjectNode variable = variables.addObject();
            variable.put("name", each.name());
            variable.put("value", each.value());
            describe(each, parent, variable);
        }
    }

    private void describe(Values.Named value, Shown parent, ObjectNode node) {
        value.type().ifPresent(type -> node.put("type", type));
        value.address().ifPresent(address -> node.put("memoryReference", "0x" + Long.toHexString(address)));
        node.put(
                "variablesReference",
                value.source()
                        .map(source ->
                                show(parent.thread(), parent.frame(), parent.call(), () -> named(source.members())))
                        .orElse(0));
    }

    private void evaluate(JsonNode arguments, ObjectNode body) {
        Shown frame = shown(arguments.path("frameId"));
        String expression = arguments.path("expression").asText();
        Values.Named value = frame.thread().ask(() -> values().evaluate(frame.frame(), frame.call(), expression));
        body.put("result", value.value());
        describe(value, frame, body);
    }

    /** Reads from the memory of the innermost frame of a stopped thread. */
    private void readMemory(JsonNode arguments, ObjectNode body) {
        GuestThread thread = session().threads().stream()
                .filter(GuestThread::isStopped)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no thread is stopped"));
        String[] reference = arguments.path("memoryReference").asText().split(":", 2);
        int memory = reference.length > 1 ? Integer.parseInt(reference[0]) : 0;
        long address = Long.decode(reference[reference.length - 1])
                + arguments.path("offset").asLong();
        int count = arguments.path("count").asInt();
        byte[] bytes = thread.ask(() -> Values.read(thread.frameList().get(0), memory, address, Math.max(0, count)));
        body.put("address", "0x" + Long.toHexString(address));
        body.put("unreadableBytes", Math.max(0, count) - bytes.length);
        body.put("data", Base64.getEncoder().encodeToString(bytes));
    }
}
