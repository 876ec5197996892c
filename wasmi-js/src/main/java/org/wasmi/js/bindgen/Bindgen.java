package org.wasmi.js.bindgen;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.GuestHeap;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Table;
import org.wasmi.exec.UnknownImports;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.js.JsException;
import org.wasmi.js.Undefined;

/**
 * An instance of a Rust module that was made for JavaScript by wasm-bindgen. It gives the module the functions that it
 * imports, and calls its exports with Java values:
 *
 * <table>
 * <caption>Arguments</caption>
 * <tr><th>Java</th><th>Rust</th></tr>
 * <tr><td>{@link Number}, {@link Boolean}</td><td>numbers, {@code bool}, and pointers to objects of structs</td></tr>
 * <tr><td>{@link String}</td><td>{@code String}, {@code &str}</td></tr>
 * <tr><td>{@code byte[]}, {@code short[]}, {@code int[]}, {@code long[]}, {@code float[]}, {@code double[]}</td><td>
 * {@code Vec} or slice</td></tr>
 * <tr><td>{@link Optional} of these</td><td>{@code Option}</td></tr>
 * <tr><td>any other object, null and {@link Undefined#UNDEFINED}</td><td>{@code JsValue} and its kin; those that the
 * guest only borrows, such as {@code &JsValue}, by {@link #borrowed}</td></tr>
 * </table>
 *
 * <p>The instance is confined to one thread at a time, as its store is. A panic of the guest ends in {@link
 * JsException} if the module reports panics, or else in a trap.
 *
 * @see <a href="https://rustwasm.github.io/docs/wasm-bindgen/">The wasm-bindgen guide</a>
 */
public final class Bindgen {

    /** The room for results in the guest's memory. */
    private static final int RESULT_BYTES = 16;

    private final Glue glue;
    private final ObjectTable objects;
    private final Consumer<String> console;
    private @Nullable Instance instance;
    private @Nullable RuntimeExports runtime;
    private @Nullable GuestArrays arrays;

    private record Passed(@Nullable Object object, boolean borrowed) {}

    private Bindgen(Glue glue, Consumer<String> console) {
        this.glue = glue;
        this.objects = new ObjectTable(glue.lent());
        this.console = console;
    }

    /**
     * Instantiates a module. Functions that it imports and that are not known here trap when they are called; the
     * message names them.
     *
     * @param store the store
     * @param program the program
     * @param glue the text of the JavaScript that wasm-bindgen generated beside the module. It is not run: some names
     *     can be found only there
     * @return the instance
     * @throws org.wasmi.encoding.error.LinkException if the program imports anything but functions
     */
    public static Bindgen instantiate(Store store, Program program, String glue) {
        return instantiate(store, program, glue, new Linker(), text -> {});
    }

    /**
     * Instantiates a module with further host functions.
     *
     * @param store the store
     * @param program the program
     * @param glue the text of the JavaScript that wasm-bindgen generated beside the module
     * @param linker defines what the program imports and wasm-bindgen does not know; gets the rest
     * @param console takes what the guest logs
     * @return the instance
     * @throws org.wasmi.encoding.error.LinkException if imports are missing that are not functions
     */
    public static Bindgen instantiate(
            Store store, Program program, String glue, Linker linker, Consumer<String> console) {
        Bindgen bindgen = new Bindgen(new Glue(glue), console);
        Imports.define(bindgen, linker, program);
        Instance instance =
                linker.defineUnknownImports(program, UnknownImports.TRAPPING).instantiate(store, program);
        bindgen.attach(instance);
        if (instance.exportNames().contains("__wbindgen_start")) {
            instance.function("__wbindgen_start").call();
        }
        return bindgen;
    }

    private void attach(Instance made) {
        instance = made;
    }

    /** {@return the instance} */
    public Instance instance() {
        return Objects.requireNonNull(instance);
    }

    /** {@return the instance, also while its start function runs; then it calls a function that it imports} */
    Instance guest(HostCall call) {
        return instance == null ? call.caller() : instance;
    }

    /** {@return an argument for a parameter by which a guest borrows an object} */
    public static Object borrowed(@Nullable Object object) {
        return new Passed(object, true);
    }

    /** {@return an argument for a parameter of any JavaScript value, where a string, number or array is one} */
    public static Object owned(@Nullable Object object) {
        return new Passed(object, false);
    }

    /**
     * Calls an export.
     *
     * @param <T> the Java type of the result
     * @param export the name; a method of a struct has the struct's name in lower case before it, such as {@code
     *     tiktoken_encode}, and takes the pointer to the object first
     * @param returns how the result is returned
     * @param arguments the arguments, see above
     * @return the result
     * @throws JsException if the guest returns an error, or throws a JavaScript value
     * @throws IllegalArgumentException if there is no such export, or the arguments do not fit its parameters
     * @throws org.wasmi.encoding.error.TrapException if the guest traps
     */
    public <T extends @Nullable Object> T call(String export, Returns<T> returns, @Nullable Object... arguments) {
        WasmFunction function = instance().function(export);
        List<ValType> params = function.type().params();
        int flat = 0;
        for (Object each : arguments) {
            flat += width(each);
        }
        boolean inMemory = params.size() == flat + 1;
        if (!inMemory && params.size() != flat) {
            throw new IllegalArgumentException(
                    export + " takes " + params.size() + " values, not the " + flat + " of these arguments");
        }
        Passing passing = new Passing(params);
        int address = 0;
        try {
            if (inMemory) {
                address = stack(-RESULT_BYTES);
                passing.add(Value.i32(address));
            }
            for (Object each : arguments) {
                passing.pass(each);
            }
            List<Value> results = function.call(passing.values.toArray(Value[]::new));
            @Nullable
            Object[] values = inMemory
                    ? resultsInMemory(returns, address)
                    : results.stream().map(Bindgen::javaValue).toArray();
            return result(export, returns, values);
        } finally {
            if (inMemory) {
                stack(RESULT_BYTES);
            }
            for (int i = 0; i < passing.lent; i++) {
                objects.endLoan();
            }
        }
    }

    private <T extends @Nullable Object> T result(String export, Returns<T> returns, @Nullable Object[] values) {
        int words = returns.words();
        if (values.length != words + (returns.isFallible() ? 2 : 0)) {
            throw new IllegalArgumentException(
                    export + " does not return its result so: it returns " + values.length + " values");
        }
        if (returns.isFallible() && ((Number) Objects.requireNonNull(values[words + 1])).intValue() != 0) {
            throw new JsException(takeObject(values[words]));
        }
        return returns.read(this, values);
    }

    private @Nullable Object[] resultsInMemory(Returns<?> returns, int address) {
        int words = returns.words();
        @Nullable Object[] values = new @Nullable Object[words + (returns.isFallible() ? 2 : 0)];
        int at = address;
        for (int i = 0; i < values.length; i++) {
            if (i < words && returns.isWide()) {
                values[i] = returns.isFloat() ? (Object) memory().getDouble(at) : (Object) memory().getLong(at);
                at += Long.BYTES;
            } else {
                values[i] = memory().getInt(at);
                at += Integer.BYTES;
            }
        }
        return values;
    }

    static @Nullable Object javaValue(Value value) {
        if (value instanceof Value.I32 number) {
            return number.value();
        } else if (value instanceof Value.I64 number) {
            return number.value();
        } else if (value instanceof Value.F32 number) {
            return number.value();
        } else if (value instanceof Value.F64 number) {
            return number.value();
        }
        return new Passed(value instanceof Value.ExternRef reference ? reference.object() : null, false);
    }

    private static int width(@Nullable Object argument) {
        if (argument instanceof Optional<?> optional) {
            return optional.isEmpty() || !GuestArrays.isArray(optional.get()) ? 2 : width(optional.get());
        }
        return GuestArrays.isArray(argument) ? 2 : 1;
    }

    /** Arguments on their way to the guest. */
    private final class Passing {
        final List<Value> values = new ArrayList<>();
        private final List<ValType> params;
        int lent;

        Passing(List<ValType> params) {
            this.params = params;
        }

        void add(Value value) {
            values.add(value);
        }

        void pass(@Nullable Object argument) {
            if (argument instanceof Optional<?> optional) {
                if (optional.isEmpty()) {
                    values.add(zero());
                    values.add(zero());
                    return;
                }
                if (!GuestArrays.isArray(optional.get())) {
                    values.add(Value.i32(1));
                }
                pass(optional.get());
            } else if (argument != null && GuestArrays.isArray(argument)) {
                long block = arrays().put(argument);
                values.add(Value.i32(GuestHeap.address(block)));
                values.add(Value.i32(GuestHeap.length(block)));
            } else if (argument instanceof Boolean bool) {
                values.add(Value.i32(bool ? 1 : 0));
            } else if (argument instanceof Number number && param() instanceof NumType type) {
                values.add(number(number, type));
            } else {
                values.add(argument instanceof Passed passed ? object(passed) : object(new Passed(argument, false)));
            }
        }

        private Value object(Passed passed) {
            @Nullable Object object = passed.object();
            if (passed.borrowed() && param() == NumType.I32) {
                lent++;
                return Value.i32(objects.lend(object));
            }
            return reference(object, param());
        }

        private ValType param() {
            return params.get(values.size());
        }

        private Value zero() {
            return Value.zero(param());
        }
    }

    private static Value number(Number number, NumType type) {
        return switch (type) {
            case I32 -> Value.i32(number.intValue());
            case I64 -> Value.i64(number.longValue());
            case F32 -> Value.f32(number.floatValue());
            case F64 -> Value.f64(number.doubleValue());
        };
    }

    private int stack(int bytes) {
        return ((Value.I32) instance()
                        .function("__wbindgen_add_to_stack_pointer")
                        .call(Value.i32(bytes))
                        .get(0))
                .value();
    }

    private Memory memory() {
        return instance().memory("memory");
    }

    private RuntimeExports runtime(Instance of) {
        if (runtime == null) {
            runtime = new RuntimeExports(of);
        }
        return runtime;
    }

    private GuestArrays arrays(Instance of) {
        if (arrays == null) {
            arrays = new GuestArrays(of.memory("memory"), runtime(of));
        }
        return arrays;
    }

    /** {@return the arrays of the instance} */
    GuestArrays arrays() {
        return arrays(instance());
    }

    /** {@return the object for a result: a number of it, or itself} */
    @Nullable
    Object takeObject(@Nullable Object result) {
        if (result instanceof Passed reference) {
            return reference.object();
        }
        int index = (Integer) Objects.requireNonNull(result);
        Optional<Table> references = references(instance());
        if (references.isEmpty()) {
            return objects.take(index);
        }
        Value value = references.get().valueAt(index);
        instance().function("__externref_table_dealloc").call(Value.i32(index));
        return takeObject(javaValue(value));
    }

    private static Optional<Table> references(Instance instance) {
        return instance.export("__wbindgen_externrefs")
                .or(() -> instance.export("__wbindgen_export_0"))
                .filter(Table.class::isInstance)
                .map(Table.class::cast);
    }

    /** Sets the constants that every guest with a table of references knows. */
    static void initReferences(Instance instance) {
        Table table = references(instance)
                .orElseThrow(() -> new IllegalArgumentException("the module exports no table of references"));
        Value undefined = Value.externRef(Undefined.UNDEFINED);
        int at = table.growBy(4, undefined);
        table.setValue(0, undefined);
        table.setValue(at, undefined);
        table.setValue(at + 1, Value.nullRef(RefType.EXTERNREF));
        table.setValue(at + 2, Value.externRef(true));
        table.setValue(at + 3, Value.externRef(false));
    }

    /** Keeps a thrown value for the guest, which asks for it as soon as the function returns. */
    void throwTo(Instance guest, @Nullable Object value) {
        int index;
        Optional<Table> references = references(guest);
        if (references.isEmpty()) {
            index = objects.add(value);
        } else if (!guest.exportNames().contains("__externref_table_alloc")) {
            throw new JsException(value); // The guest catches nothing.
        } else {
            index = ((Value.I32)
                            guest.function("__externref_table_alloc").call().get(0))
                    .value();
            references.get().setValue(index, value == null ? Value.nullRef(RefType.EXTERNREF) : Value.externRef(value));
        }
        runtime(guest).storeException(index);
    }

    /** Writes the address and length of a new string where an imported function returns these. */
    void putString(Instance guest, int address, @Nullable String text) {
        long block = text == null ? 0 : arrays(guest).put(text);
        Memory memory = guest.memory("memory");
        memory.putInt(address, GuestHeap.address(block));
        memory.putInt(address + Integer.BYTES, GuestHeap.length(block));
    }

    /** Frees bytes that the guest has given up. */
    void free(Instance guest, int address, int length) {
        if (length != 0) {
            arrays(guest).free(address, length, Byte.BYTES);
        }
    }

    /** {@return an object as an argument for a guest, which owns it then} */
    Value reference(@Nullable Object object, ValType type) {
        if (type instanceof RefType reference) {
            return object == null ? Value.nullRef(reference) : Value.externRef(object);
        }
        return Value.i32(objects.add(object));
    }

    ObjectTable objects() {
        return objects;
    }

    Glue glue() {
        return glue;
    }

    void log(String text) {
        console.accept(text);
    }
}
