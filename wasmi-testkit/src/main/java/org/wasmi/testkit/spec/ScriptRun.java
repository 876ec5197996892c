package org.wasmi.testkit.spec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.SharedMemory;
import org.wasmi.exec.Store;
import org.wasmi.exec.TaggedException;
import org.wasmi.exec.Value;
import org.wasmi.text.TextException;
import org.wasmi.translate.binary.WasmFeatures;

/** One run of one script: its store and the instances it has made so far. */
final class ScriptRun implements AutoCloseable {
    private static final String CURRENT = "";

    /**
     * What modules must have no more in scripts of proposals that are older than Wasm 3.0. The last one is said of
     * sizes in text, of which those that no memory can have are now invalid rather than malformed.
     */
    private static final Set<String> STALE =
            Set.of("multiple memories", "multiple tables", "i32 constant out of range");

    private final Engine engine;
    private final SpecMode mode;
    private final WasmFeatures features;
    private final Store store;
    private final Spectest spectest;

    /** By name, the current one under {@link #CURRENT}. What could not be made throws the reason. */
    private final Map<String, Supplier<Instance>> instances = new HashMap<>();

    /** Likewise. */
    private final Map<String, Supplier<Program>> definitions = new HashMap<>();

    private final Map<String, Instance> registered = new LinkedHashMap<>();

    /**
     * Of the thread that started this one, by the name of an instance and by that of an export: the memories that are
     * shared. They are what threads, whose stores are their own, have of the instance.
     */
    private final Map<String, Map<String, SharedMemory>> sharedModules;

    private final Map<String, Map<String, SharedMemory>> registeredModules = new LinkedHashMap<>();

    private final Map<String, ScriptThread> threads = new HashMap<>();

    ScriptRun(Engine engine, SpecMode mode, WasmFeatures features) {
        this(engine, mode, features, Map.of());
    }

    private ScriptRun(
            Engine engine, SpecMode mode, WasmFeatures features, Map<String, Map<String, SharedMemory>> sharedModules) {
        this.engine = engine;
        this.mode = mode;
        this.features = features;
        this.sharedModules = sharedModules;
        store = engine.newStore();
        spectest = new Spectest(store);
    }

    @Override
    public void close() {
        threads.values().forEach(ScriptThread::end);
        store.close();
    }

    /**
     * {@return the result of a command, behind those of a thread that it waits for; whatever goes wrong is part of it}
     */
    List<CommandResult> run(SpecCommand command) {
        List<CommandResult> results = new ArrayList<>();
        results.add(run(command, results));
        return results;
    }

    private CommandResult run(SpecCommand command, List<CommandResult> ofThread) {
        String failure;
        try {
            if (command instanceof SpecCommand.Wait wait) {
                ofThread.addAll(thread(wait.thread()).await());
            }
            String skipped = perform(command);
            return result(command, skipped.isEmpty() ? Outcome.PASSED : Outcome.SKIPPED, skipped);
        } catch (CommandFailure e) {
            failure = String.valueOf(e.getMessage());
        } catch (WasmException | TextException e) {
            failure = describe(e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            failure = "internal error: " + describe(e);
        }
        return result(command, Outcome.FAILED, failure);
    }

    private static CommandResult result(SpecCommand command, Outcome outcome, String message) {
        return new CommandResult(command.line(), command.type(), outcome, message);
    }

    private static String describe(Throwable e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /** {@return why the command was skipped; empty if it passed} */
    private String perform(SpecCommand command) throws IOException {
        if (command instanceof SpecCommand.Module module) {
            bind(instances, module.name(), module.line(), () -> instantiate(program(module.source())));
        } else if (command instanceof SpecCommand.ModuleDefinition definition) {
            bind(definitions, definition.name(), definition.line(), () -> program(definition.source()));
        } else if (command instanceof SpecCommand.ModuleInstance instance) {
            Program program = find(definitions, instance.definition());
            bind(instances, instance.name(), instance.line(), () -> instantiate(program));
        } else if (command instanceof SpecCommand.Register register) {
            register(register);
        } else if (command instanceof SpecCommand.Perform perform) {
            perform(perform.action());
        } else if (command instanceof SpecCommand.AssertReturn assertion) {
            check(perform(assertion.action()), assertion.expected());
        } else if (command instanceof SpecCommand.AssertTrap assertion) {
            expectTrap(() -> perform(assertion.action()), assertion.text());
        } else if (command instanceof SpecCommand.AssertExhaustion assertion) {
            expectTrap(() -> perform(assertion.action()), Trap.CALL_STACK_EXHAUSTED.text());
        } else if (command instanceof SpecCommand.AssertRejected assertion) {
            return reject(assertion);
        } else if (command instanceof SpecCommand.AssertException assertion) {
            expectException(() -> perform(assertion.action()));
        } else if (command instanceof SpecCommand.StartThread thread) {
            start(thread);
        }
        return "";
    }

    private void register(SpecCommand.Register register) {
        registered.remove(register.as());
        registeredModules.remove(register.as());
        Optional<Map<String, SharedMemory>> shared = register.instance().map(sharedModules::get);
        if (shared.isPresent()) {
            registeredModules.put(register.as(), shared.get());
        } else {
            registered.put(register.as(), find(instances, register.instance()));
        }
    }

    private void start(SpecCommand.StartThread command) {
        Map<String, Map<String, SharedMemory>> modules = new HashMap<>();
        command.sharedInstance().ifPresent(name -> modules.put(name, sharedMemories(name)));
        ScriptThread thread =
                new ScriptThread(command, modules, shared -> new ScriptRun(engine, mode, features, shared));
        threads.put(command.name(), thread);
    }

    private Map<String, SharedMemory> sharedMemories(String instance) {
        if (sharedModules.containsKey(instance)) {
            return sharedModules.get(instance);
        }
        Map<String, SharedMemory> memories = new HashMap<>();
        Instance owner = find(instances, Optional.of(instance));
        for (String name : owner.exportNames()) {
            if (owner.export(name).orElseThrow() instanceof Memory memory) {
                memory.shared().ifPresent(shared -> memories.put(name, shared));
            }
        }
        return memories;
    }

    private ScriptThread thread(String name) {
        ScriptThread thread = threads.get(name);
        if (thread == null) {
            throw new CommandFailure("no thread " + name);
        }
        return thread;
    }

    /** Something that may fail. */
    private interface Attempt<T> {
        T make() throws IOException;
    }

    /** Makes something and binds it to its name and as the current one; if that fails, the reason instead. */
    private static <T> void bind(Map<String, Supplier<T>> names, Optional<String> name, int line, Attempt<T> attempt)
            throws IOException {
        String failure = "the module of line " + line + " could not be used";
        Supplier<T> made = () -> {
            throw new CommandFailure(failure);
        };
        try {
            T value = attempt.make();
            made = () -> value;
        } finally {
            names.put(CURRENT, made);
            if (name.isPresent()) {
                names.put(name.get(), made);
            }
        }
    }

    private static <T> T find(Map<String, Supplier<T>> names, Optional<String> name) {
        Supplier<T> found = names.get(name.orElse(CURRENT));
        if (found == null) {
            throw new CommandFailure("no module " + name.orElse("yet"));
        }
        return found.get();
    }

    private Program program(SpecCommand.Source source) throws IOException {
        return translate(source.bytes());
    }

    private Program translate(byte[] wasm) {
        return mode.translate(wasm, features);
    }

    private Instance instantiate(Program program) {
        Linker linker = new Linker();
        spectest.defineIn(linker);
        registered.forEach(linker::define);
        registeredModules.forEach(
                (module, memories) -> memories.forEach((name, memory) -> linker.define(module, name, memory)));
        return mode.instantiate(linker, store, program);
    }

    private List<Value> perform(SpecAction action) {
        Instance instance = find(instances, action.instance());
        if (action instanceof SpecAction.Invoke invoke) {
            Value[] arguments = invoke.args().stream().map(SpecValues::argument).toArray(Value[]::new);
            return mode.call(instance.function(action.field()), arguments);
        }
        return List.of(instance.global(action.field()).get());
    }

    private static void check(List<Value> actual, List<SpecValue> expected) {
        boolean matches = actual.size() == expected.size();
        for (int i = 0; matches && i < actual.size(); i++) {
            matches = SpecValues.matches(actual.get(i), expected.get(i));
        }
        if (!matches) {
            throw new CommandFailure("expected " + expected + ", got " + actual);
        }
    }

    private static void expectTrap(Attempt<?> attempt, String text) throws IOException {
        Object result;
        try {
            result = attempt.make();
        } catch (TrapException e) {
            if (!agree(text, e.trap().text())) {
                throw new CommandFailure("expected trap '" + text + "', got " + e.getMessage());
            }
            return;
        }
        throw new CommandFailure("expected trap '" + text + "', got " + result);
    }

    private static void expectException(Attempt<?> attempt) throws IOException {
        Object result;
        try {
            result = attempt.make();
        } catch (TaggedException e) {
            return;
        }
        throw new CommandFailure("expected an exception, got " + result);
    }

    /** A script has the beginning of a message, or a message with more in it, such as an index. */
    private static boolean agree(String text, String trap) {
        return trap.startsWith(text) || text.startsWith(trap + " ");
    }

    private String reject(SpecCommand.AssertRejected assertion) throws IOException {
        if (STALE.contains(assertion.text())) {
            return "stale expectation: '" + assertion.text() + "' is no fault in Wasm 3.0";
        }
        SpecCommand.Source source = assertion.source();
        switch (assertion.rejection()) {
            case MALFORMED -> {
                if (source.isText()) {
                    expect(TextException.class, assertion, source::bytes);
                } else {
                    expect(MalformedException.class, assertion, () -> program(source));
                }
            }
            case INVALID -> expect(InvalidException.class, assertion, () -> program(source));
            case UNLINKABLE -> {
                Program program = program(source);
                expect(LinkException.class, assertion, () -> instantiate(program));
            }
            case UNINSTANTIABLE -> {
                Program program = program(source);
                expectTrap(() -> instantiate(program), assertion.text());
            }
            case MALFORMED_CUSTOM, INVALID_CUSTOM -> {
                if (!source.isText()) {
                    return "custom sections are not checked";
                }
                expect(TextException.class, assertion, source::bytes);
            }
        }
        return "";
    }

    private static void expect(
            Class<? extends RuntimeException> type, SpecCommand.AssertRejected assertion, Attempt<?> attempt)
            throws IOException {
        try {
            attempt.make();
        } catch (WasmException | TextException e) {
            if (!type.isInstance(e)) {
                throw new CommandFailure(
                        "expected " + type.getSimpleName() + " '" + assertion.text() + "', got " + describe(e));
            }
            return;
        }
        throw new CommandFailure("expected " + type.getSimpleName() + " '" + assertion.text() + "', got none");
    }
}
