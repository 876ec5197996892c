package org.wasmi.emscripten;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.emscripten.internal.Glue;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.exec.Extern;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Invocation;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Table;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.wasi.WasiConfig;

/** What the functions of the runtime know of the guest that they serve, and keep for it. */
final class Guest {
    private final Store store;
    private final Program program;
    private final Glue glue;
    private final WasiConfig config;
    private final Map<String, Double> constants = new HashMap<>();
    private final Embind embind = new Embind(this);
    private final Map<String, Optional<Invocation>> helpers = new HashMap<>();
    private final List<Instance> sides = new ArrayList<>();
    private @Nullable Instance instance;
    private @Nullable Table table;
    private @Nullable Memory memory;

    /** The second half of a result of 64 bits, where functions return only 32. */
    int high;

    Guest(Store store, Program program, Glue glue, WasiConfig config) {
        this.store = store;
        this.program = program;
        this.glue = glue;
        this.config = config;
    }

    Store store() {
        return store;
    }

    Program program() {
        return program;
    }

    Glue glue() {
        return glue;
    }

    WasiConfig config() {
        return config;
    }

    /** {@return the constants that the guest has registered} */
    Map<String, Double> constants() {
        return constants;
    }

    /** {@return the functions and classes that the guest has registered} */
    Embind embind() {
        return embind;
    }

    /** Sets the table of functions that the program imports. */
    void table(Table imported) {
        table = imported;
    }

    /** Sets the memory that the program imports. */
    void memory(Memory imported) {
        memory = imported;
    }

    /** Sets the instance, once there is one; a start function has none. */
    void instance(Instance made) {
        instance = made;
        for (Export each : program.exports()) {
            if (each.kind() == ExternKind.TABLE && table == null) {
                table = made.table(each.name());
            } else if (each.kind() == ExternKind.MEMORY && memory == null) {
                memory = made.memory(each.name());
            }
        }
    }

    /** Adds a side module, whose functions are looked for after those of earlier modules. */
    void add(Instance side) {
        sides.add(side);
    }

    boolean isInstantiated() {
        return instance != null;
    }

    /**
     * {@return the memory} Host functions use it instead of their caller's: some are called by {@code invoke_*}, which
     * has none.
     */
    Memory memory() {
        if (memory == null) {
            throw new IllegalStateException("the program neither imports nor exports its memory");
        }
        return memory;
    }

    Instance instance() {
        if (instance == null) {
            throw new IllegalStateException("the guest calls back before it is instantiated");
        }
        return instance;
    }

    /** {@return the table through which functions are called by pointer} */
    Table table() {
        if (table == null) {
            throw new IllegalStateException("the program neither imports nor exports its table of functions");
        }
        return table;
    }

    /** {@return the function behind a pointer; null if there is none} */
    @Nullable
    WasmFunction function(int pointer) {
        Table functions = table();
        if (Integer.compareUnsigned(pointer, functions.size()) >= 0) {
            return null;
        }
        return functions.valueAt(pointer) instanceof Value.FuncRef reference ? reference.function() : null;
    }

    /** {@return an exported function by its name in C, or in the program} */
    Optional<WasmFunction> exported(String name) {
        return export(name).filter(WasmFunction.class::isInstance).map(WasmFunction.class::cast);
    }

    /** Runs a function of the main module, if it exports it. */
    void run(String name) {
        if (ofMain(name).orElse(null) instanceof WasmFunction function) {
            function.call();
        }
    }

    private Optional<Extern> ofMain(String name) {
        return glue.exported(name).flatMap(instance()::export).or(() -> instance()
                .export(name));
    }

    private Optional<Extern> export(String name) {
        return ofMain(name).or(() -> sides.stream()
                .flatMap(side -> side.export(name).stream())
                .findFirst());
    }

    /** {@return the first of some exported functions that is there, to be called at once} */
    Optional<Invocation> helper(String... names) {
        return helpers.computeIfAbsent(names[0], key -> {
            for (String name : names) {
                Optional<WasmFunction> found = exported(name);
                if (found.isPresent()) {
                    return found.map(WasmFunction::newInvocation);
                }
            }
            return Optional.empty();
        });
    }

    /** {@return the function that returns the stack pointer} */
    Optional<Invocation> stackSave() {
        return helper("emscripten_stack_get_current", "stackSave");
    }

    /** {@return the function that sets the stack pointer} */
    Optional<Invocation> stackRestore() {
        return helper("_emscripten_stack_restore", "stackRestore", "emscripten_stack_restore");
    }

    /** {@return the function that takes room on the stack} */
    Optional<Invocation> stackAllocate() {
        return helper("_emscripten_stack_alloc", "stackAlloc", "emscripten_stack_alloc");
    }

    /** {@return the address of new memory on the heap} */
    int allocate(int bytes) {
        int address = requiredHelper("malloc").passI32(0, bytes).call().i32(0);
        if (address == 0) {
            throw new IllegalStateException("the guest has no room for " + bytes + " bytes");
        }
        return address;
    }

    /** Frees memory of the heap. */
    void free(int address) {
        requiredHelper("free").passI32(0, address).call();
    }

    /** {@return the first of some exported functions that is there} */
    Invocation requiredHelper(String... names) {
        return helper(names)
                .orElseThrow(() -> new MissingFunctionException(
                        names[0], "the program does not export '" + names[0] + "', or the glue does not name it"));
    }
}
