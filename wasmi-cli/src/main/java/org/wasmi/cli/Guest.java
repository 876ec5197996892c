package org.wasmi.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.wasi.Wasi;
import org.wasmi.wasi.WasiConfig;

/** An instance of a program in a store of its own, with WASI if the program imports that. */
final class Guest implements AutoCloseable {

    private static final int MAX_LISTED = 30;

    private final Store store;
    private final Instance instance;
    private final @Nullable Wasi wasi;

    private Guest(Store store, Instance instance, @Nullable Wasi wasi) {
        this.store = store;
        this.instance = instance;
        this.wasi = wasi;
    }

    /**
     * {@return a new instance}
     *
     * @throws IOException if a directory given to it cannot be opened
     */
    static Guest instantiate(Program program, Engine engine, WasiConfig config) throws IOException {
        return instantiate(program, engine.newStore(), config);
    }

    /**
     * {@return a new instance in a store}
     *
     * @param store a new store, which is closed with the instance
     * @throws IOException if a directory given to it cannot be opened
     */
    static Guest instantiate(Program program, Store store, WasiConfig config) throws IOException {
        Linker linker = new Linker();
        @Nullable Wasi wasi = null;
        if (Wasi.isImportedBy(program)) {
            wasi = new Wasi(config);
            wasi.addTo(linker);
        }
        return new Guest(store, linker.instantiate(store, program), wasi);
    }

    /** {@return whether a function is exported under a name} */
    boolean hasFunction(String name) {
        return instance.export(name).filter(WasmFunction.class::isInstance).isPresent();
    }

    /** Does what a WASI library wants done first. */
    void initialize() {
        instance.initialize();
    }

    /**
     * {@return an exported function}
     *
     * @throws CommandException if there is none of that name; the message names those there are
     */
    WasmFunction function(String name) {
        try {
            return instance.function(name);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage() + "\n" + functions());
        }
    }

    /** {@return the exported functions with their types, a line each} */
    String functions() {
        List<String> lines = new ArrayList<>();
        Program program = instance.program();
        for (var export : program.exports()) {
            if (export.kind() == ExternKind.FUNC) {
                FuncType type = program.functionTypes().get(export.index());
                lines.add("  " + Text.quoted(export.name()) + " " + type);
            }
        }
        if (lines.isEmpty()) {
            return "It exports no functions.";
        }
        int more = lines.size() - MAX_LISTED;
        return "It exports these functions:\n" + String.join("\n", more > 0 ? lines.subList(0, MAX_LISTED) : lines)
                + (more > 0 ? "\n  and " + more + " more" : "");
    }

    /**
     * {@return the arguments for a function from their texts}
     *
     * @throws CommandException if they are not what its type says
     */
    static Value[] arguments(String name, FuncType type, List<String> texts) {
        List<ValType> params = type.params();
        if (texts.size() != params.size()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    Text.quoted(name) + " " + type + " takes " + Text.count(params.size(), "argument") + ", not "
                            + texts.size());
        }
        Value[] values = new Value[texts.size()];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = ValueText.parse(params.get(i), texts.get(i));
            } catch (IllegalArgumentException e) {
                throw new CommandException(ExitCode.USAGE, "argument " + (i + 1) + ": " + e.getMessage());
            }
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        store.close();
        if (wasi != null) {
            wasi.close();
        }
    }
}
