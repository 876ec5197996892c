package org.wasmi.emscripten;

import java.io.IOException;
import java.util.List;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.BoundHostFunction;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.wasi.ProcExitException;
import org.wasmi.wasi.Wasi;

/**
 * An instance of a program that Emscripten has built. Its functions have the names that they have in C. Confined to
 * one thread at a time, as its store is.
 */
public final class EmscriptenModule implements AutoCloseable {
    private final Guest guest;
    private final Instance instance;
    private final Memory memory;
    private final Wasi system;
    private final DynamicLinker dynamic;

    private EmscriptenModule(Guest guest, Instance instance, Memory memory, Wasi system, DynamicLinker dynamic) {
        this.guest = guest;
        this.instance = instance;
        this.memory = memory;
        this.system = system;
        this.dynamic = dynamic;
    }

    /** Runs the constructors of a new instance. */
    static EmscriptenModule start(Guest guest, Instance instance, Wasi system, DynamicLinker dynamic) {
        guest.run("emscripten_stack_init");
        guest.run("__wasm_apply_data_relocs");
        dynamic.relocate();
        guest.run("__wasm_call_ctors");
        guest.run("_embind_initialize_bindings");
        instance.initialize();
        dynamic.construct();
        return new EmscriptenModule(guest, instance, guest.memory(), system, dynamic);
    }

    /** {@return the instance itself, with the names that the program has} */
    public Instance instance() {
        return instance;
    }

    /** {@return the memory} */
    public Memory memory() {
        return memory;
    }

    /**
     * {@return an exported function}
     *
     * @param name its name in C, or in the program
     * @throws IllegalArgumentException if there is none
     */
    public WasmFunction function(String name) {
        return guest.exported(name).orElseThrow(() -> new IllegalArgumentException("no function '" + name + "'"));
    }

    /**
     * Calls a function. An argument is an {@code Integer}, {@code Long}, {@code Float}, {@code Double}, {@code
     * Boolean}, a {@code String}, which is passed as a pointer to UTF-8 with a NUL at its end, or a {@code byte[]},
     * passed as a pointer to a copy. Copies are in the guest's memory until the call ends; what the guest writes
     * there is lost.
     *
     * @return the results
     * @throws IllegalArgumentException if there is no such function, or arguments do not match its type
     * @throws AbortException if the guest aborts
     * @throws CppException if the guest throws an exception of C++ and does not catch it
     */
    public List<Value> call(String name, Object... arguments) {
        WasmFunction function = function(name);
        if (function.type().params().size() != arguments.length) {
            throw new IllegalArgumentException(
                    "'" + name + "' is of type " + function.type() + ", not for " + arguments.length + " arguments");
        }
        Value[] values = new Value[arguments.length];
        try (Copies copies = new Copies(guest)) {
            for (int i = 0; i < arguments.length; i++) {
                values[i] = value(arguments[i], copies);
            }
            return function.call(values);
        }
    }

    private static Value value(Object argument, Copies copies) {
        if (argument instanceof Integer number) {
            return Value.i32(number);
        } else if (argument instanceof Long number) {
            return Value.i64(number);
        } else if (argument instanceof Double number) {
            return Value.f64(number);
        } else if (argument instanceof Float number) {
            return Value.f32(number);
        } else if (argument instanceof Boolean truth) {
            return Value.i32(truth ? 1 : 0);
        } else if (argument instanceof String text) {
            return Value.i32(copies.text(text));
        } else if (argument instanceof byte[] bytes) {
            return Value.i32(copies.bytes(bytes));
        }
        throw new IllegalArgumentException("a " + argument.getClass().getName() + " is no argument for C");
    }

    /**
     * Calls a function that returns an i32: a number or a pointer.
     *
     * @return the result
     * @throws IllegalArgumentException also if the function returns something else
     */
    public int callInt(String name, Object... arguments) {
        List<Value> results = call(name, arguments);
        if (results.size() == 1 && results.get(0) instanceof Value.I32 result) {
            return result.value();
        }
        throw new IllegalArgumentException("'" + name + "' returns no int, but " + results);
    }

    /**
     * Calls a function that returns a pointer to a text.
     *
     * @return the text, UTF-8 up to a NUL; empty for the null pointer
     * @throws IllegalArgumentException also if the function returns something else
     */
    public String callString(String name, Object... arguments) {
        int pointer = callInt(name, arguments);
        return pointer == 0 ? "" : memory.getCString(pointer);
    }

    /**
     * {@return a constant that the program has registered for JavaScript, by {@code emscripten::constant}}
     *
     * @throws IllegalArgumentException if there is none
     */
    public double constant(String name) {
        Double value = guest.constants().get(name);
        if (value == null) {
            throw new IllegalArgumentException("no constant '" + name + "'");
        }
        return value;
    }

    /** {@return the functions and classes of C++ that the program has registered for JavaScript by embind} */
    public Embind embind() {
        return guest.embind();
    }

    /**
     * Calls {@code main}.
     *
     * @param arguments the arguments, of which the first is by convention the program's name
     * @return the exit code
     */
    public int callMain(String... arguments) {
        WasmFunction main = guest.exported("main")
                .or(() -> guest.exported("__main_argc_argv"))
                .orElseThrow(() -> new IllegalArgumentException("no function 'main'"));
        try (Copies copies = new Copies(guest)) {
            if (main.type().params().isEmpty()) {
                return exitCode(main.call());
            }
            int vector = copies.room(4 * (arguments.length + 1));
            for (int i = 0; i < arguments.length; i++) {
                memory.putInt(vector + 4 * i, copies.text(arguments[i]));
            }
            memory.putInt(vector + 4 * arguments.length, 0);
            return exitCode(main.call(Value.i32(arguments.length), Value.i32(vector)));
        } catch (ProcExitException exit) {
            return exit.exitCode();
        }
    }

    private static int exitCode(List<Value> results) {
        return results.size() == 1 && results.get(0) instanceof Value.I32 code ? code.value() : 0;
    }

    /**
     * Allocates memory of the guest, by its {@code malloc}.
     *
     * @param bytes how much
     * @return the address
     * @throws IllegalStateException if the guest has no room
     */
    public int allocate(int bytes) {
        return guest.allocate(bytes);
    }

    /**
     * Allocates memory of the guest, for a copy of some bytes.
     *
     * @return the address
     */
    public int allocate(byte[] contents) {
        int address = allocate(Math.max(1, contents.length));
        memory.putBytes(address, contents);
        return address;
    }

    /** Frees memory, by the guest's {@code free}. */
    public void free(int address) {
        guest.free(address);
    }

    /**
     * Makes a host function available to the guest as a pointer to a function.
     *
     * @return the pointer
     * @throws IllegalStateException if the guest's table cannot grow
     */
    public int pointerTo(HostFunction.Typed function) {
        FuncType type = function.type();
        Value reference = Value.funcRef(BoundHostFunction.create(guest.store(), type, function.body()));
        int pointer = guest.table().growBy(1, reference);
        if (pointer < 0) {
            throw new IllegalStateException("the program's table of functions cannot grow");
        }
        return pointer;
    }

    /**
     * Loads a side module: a library for dynamic linking, which shares memory and table with the main module. Its
     * functions are then found by their names, as those of the main module are.
     *
     * @return the side module's instance
     * @throws org.wasmi.encoding.error.LinkException if it is no side module, or imports what nobody defines
     */
    public Instance load(Program side) {
        return dynamic.load(side);
    }

    /**
     * Closes the guest's files.
     *
     * @throws IOException if closing or flushing one of them fails
     */
    @Override
    public void close() throws IOException {
        system.close();
    }
}
