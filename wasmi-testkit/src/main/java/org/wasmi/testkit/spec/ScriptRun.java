package org.wasmi.testkit.spec;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.text.TextException;
import org.wasmi.translate.binary.WasmFeatures;

/** One run of one script: its store and the instances it has made so far. */
final class ScriptRun implements AutoCloseable {
    private static final String CURRENT = "";

    private final SpecMode mode;
    private final WasmFeatures features;
    private final Store store;
    private final Spectest spectest;

    /** By name, the current one under {@link #CURRENT}. What could not be made throws the reason. */
    private final Map<String, Supplier<Instance>> instances = new HashMap<>();

    /** Likewise. */
    private final Map<String, Supplier<Program>> definitions = new HashMap<>();

    private final Map<String, Instance> registered = new LinkedHashMap<>();

    ScriptRun(Engine engine, SpecMode mode, WasmFeatures features) {
        this.mode = mode;
        this.features = features;
        store = engine.newStore();
        spectest = new Spectest(store);
    }

    @Override
    public void close() {
        store.close();
    }

    /** {@return the result of a command; whatever goes wrong is part of it} */
    CommandResult run(SpecCommand command) {
        String failure;
        try {
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
            registered.remove(register.as());
            registered.put(register.as(), find(instances, register.instance()));
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
        } else if (command instanceof SpecCommand.AssertException) {
            return "proposal not built: exceptions";
        } else {
            return "proposal not built: threads";
        }
        return "";
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

    /** A script has the beginning of a message, or a message with more in it, such as an index. */
    private static boolean agree(String text, String trap) {
        return trap.startsWith(text) || text.startsWith(trap + " ");
    }

    private String reject(SpecCommand.AssertRejected assertion) throws IOException {
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
