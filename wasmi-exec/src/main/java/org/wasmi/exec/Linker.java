package org.wasmi.exec;

import java.lang.invoke.MethodHandles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleToIntFunction;
import java.util.function.DoubleToLongFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Suggestions;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.runtime.RuntimeType;

/**
 * Names what programs import and instantiates them. Functions of the host serve any store; everything else that is
 * defined belongs to a store, and only programs of that store can import it. Not thread-safe while definitions are added;
 * after that it may be shared.
 */
@SuppressWarnings("overloads") // of func: lambdas tell the types of their parameters
public final class Linker {
    private final Map<String, Map<String, Definition>> modules = new LinkedHashMap<>();
    private boolean allowShadowing;

    /** Makes a linker without definitions. */
    public Linker() {}

    /** What a name stands for. */
    sealed interface Definition {

        /** {@return the type; that of a table or memory has the size of now as its minimum} */
        ExternType type();

        /**
         * {@return the thing itself, in a store}
         *
         * @param required the type of the import, which it matches, if it is a function
         */
        Extern in(Store store, @Nullable RuntimeType required);
    }

    /** Something that exists in a store already. */
    record Existing(Extern value) implements Definition {
        @Override
        public ExternType type() {
            return value.type();
        }

        @Override
        public Extern in(Store store, @Nullable RuntimeType required) {
            store.requireOwn(value);
            return value;
        }
    }

    /** A memory that any store of its engine has as one of its own. */
    record Shared(SharedMemory memory) implements Definition {
        @Override
        public ExternType type() {
            return memory.type();
        }

        @Override
        public Extern in(Store store, @Nullable RuntimeType required) {
            return memory.in(store);
        }
    }

    /** A function of the host that is bound to each store. */
    record Host(FuncType type, HostFunction body) implements Definition {
        @Override
        public Extern in(Store store, @Nullable RuntimeType required) {
            return new BoundHostFunction(store, Objects.requireNonNull(required, "required"), body);
        }
    }

    /**
     * Sets whether a name may be defined again, which replaces the earlier definition. Not allowed at first.
     *
     * @return this
     */
    public Linker allowShadowing(boolean allow) {
        allowShadowing = allow;
        return this;
    }

    /**
     * Defines a name.
     *
     * @return this
     * @throws IllegalArgumentException if it is defined already and shadowing is not allowed
     */
    public Linker define(String module, String name, Extern value) {
        return add(module, name, new Existing(Objects.requireNonNull(value, "value")));
    }

    /**
     * Defines a name for a shared memory, which programs in all stores of its engine can import.
     *
     * @return this
     * @throws IllegalArgumentException if the name is defined already and shadowing is not allowed
     */
    public Linker define(String module, String name, SharedMemory value) {
        return add(module, name, new Shared(Objects.requireNonNull(value, "value")));
    }

    /**
     * Defines all exports of an instance under the name of a module.
     *
     * @return this
     * @throws IllegalArgumentException if one is defined already and shadowing is not allowed
     */
    public Linker define(String module, Instance exportsOf) {
        for (String name : exportsOf.exportNames()) {
            define(module, name, exportsOf.export(name).orElseThrow());
        }
        return this;
    }

    /**
     * Defines a function of the host.
     *
     * @return this
     * @throws IllegalArgumentException if the name is defined already and shadowing is not allowed
     */
    public Linker function(String module, String name, FuncType type, HostFunction body) {
        return add(module, name, new Host(Objects.requireNonNull(type, "type"), Objects.requireNonNull(body, "body")));
    }

    private Linker add(String module, String name, Definition definition) {
        Map<String, Definition> names =
                modules.computeIfAbsent(Objects.requireNonNull(module, "module"), key -> new LinkedHashMap<>());
        if (!allowShadowing && names.containsKey(Objects.requireNonNull(name, "name"))) {
            throw new IllegalArgumentException("'" + module + "' '" + name + "' is defined already");
        }
        names.put(name, definition);
        return this;
    }

    /**
     * Defines a function of the host by an object of a functional interface. The function's type is that of the interface's
     * one method, as {@link Instance#bind} tells; if the first parameter is a {@link HostCall}, the method gets the call
     * there, for the caller, its memory and its store. Serving a call allocates nothing.
     *
     * <p>For the functional interfaces of the JDK that have only numbers, and those of {@link HostLambda}, {@code func(module, name,
     * lambda)} does the same; the lambda must tell the types of its parameters: {@code (int a, int b) -> a + b}, or {@code
     * (HostCall call, int address, int length) -> System.out.print(call.memory().getUtf8(address, length))}. Where the value of
     * its expression could be a result or be dropped, it is a result.
     *
     * @param module the name of the module
     * @param name the name in it
     * @param type the interface
     * @param body the object
     * @return this
     * @throws IllegalArgumentException if the name is defined already and shadowing is not allowed, or if the interface is
     *     not accessible or has types that do not stand for any of Wasm
     */
    public <T> Linker func(String module, String name, Class<T> type, T body) {
        return func(module, name, type, body, Adapters.own());
    }

    /**
     * As {@link #func(String, String, Class, Object)}, for an interface that need not be public.
     *
     * @param module the name of the module
     * @param name the name in it
     * @param type the interface
     * @param body the object
     * @param lookup {@code MethodHandles.lookup()} of a class that can access the interface
     * @return this
     */
    public <T> Linker func(String module, String name, Class<T> type, T body, MethodHandles.Lookup lookup) {
        HostInterface known = HostInterface.of(type);
        return function(module, name, known.wasmType(), known.function(lookup, Objects.requireNonNull(body, "body")));
    }

    /** Defines a function of the host of type {@code (i32, i32) -> (i32)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, IntBinaryOperator body) {
        return func(module, name, IntBinaryOperator.class, body);
    }

    /** Defines a function of the host of type {@code (i32) -> (i32)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, IntUnaryOperator body) {
        return func(module, name, IntUnaryOperator.class, body);
    }

    /** Defines a function of the host of type {@code (i32) -> (i64)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, IntToLongFunction body) {
        return func(module, name, IntToLongFunction.class, body);
    }

    /** Defines a function of the host of type {@code (i32) -> (f64)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, IntToDoubleFunction body) {
        return func(module, name, IntToDoubleFunction.class, body);
    }

    /** Defines a function of the host of type {@code () -> (i32)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, IntSupplier body) {
        return func(module, name, IntSupplier.class, body);
    }

    /** Defines a function of the host of type {@code (i32) -> ()}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, IntConsumer body) {
        return func(module, name, IntConsumer.class, body);
    }

    /** Defines a function of the host of type {@code (i64, i64) -> (i64)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, LongBinaryOperator body) {
        return func(module, name, LongBinaryOperator.class, body);
    }

    /** Defines a function of the host of type {@code (i64) -> (i64)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, LongUnaryOperator body) {
        return func(module, name, LongUnaryOperator.class, body);
    }

    /** Defines a function of the host of type {@code (i64) -> (i32)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, LongToIntFunction body) {
        return func(module, name, LongToIntFunction.class, body);
    }

    /** Defines a function of the host of type {@code (i64) -> (f64)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, LongToDoubleFunction body) {
        return func(module, name, LongToDoubleFunction.class, body);
    }

    /** Defines a function of the host of type {@code () -> (i64)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, LongSupplier body) {
        return func(module, name, LongSupplier.class, body);
    }

    /** Defines a function of the host of type {@code (i64) -> ()}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, LongConsumer body) {
        return func(module, name, LongConsumer.class, body);
    }

    /** Defines a function of the host of type {@code (f64, f64) -> (f64)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, DoubleBinaryOperator body) {
        return func(module, name, DoubleBinaryOperator.class, body);
    }

    /** Defines a function of the host of type {@code (f64) -> (f64)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, DoubleUnaryOperator body) {
        return func(module, name, DoubleUnaryOperator.class, body);
    }

    /** Defines a function of the host of type {@code (f64) -> (i32)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, DoubleToIntFunction body) {
        return func(module, name, DoubleToIntFunction.class, body);
    }

    /** Defines a function of the host of type {@code (f64) -> (i64)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, DoubleToLongFunction body) {
        return func(module, name, DoubleToLongFunction.class, body);
    }

    /** Defines a function of the host of type {@code () -> (f64)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, DoubleSupplier body) {
        return func(module, name, DoubleSupplier.class, body);
    }

    /** Defines a function of the host of type {@code (f64) -> ()}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, DoubleConsumer body) {
        return func(module, name, DoubleConsumer.class, body);
    }

    /** Defines a function of the host of type {@code () -> ()}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, Runnable body) {
        return func(module, name, Runnable.class, body);
    }

    /** Defines a function of the host of type {@code (i32, i32, i32) -> (i32)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.Int3ToInt body) {
        return func(module, name, HostLambda.Int3ToInt.class, body);
    }

    /** Defines a function of the host of type {@code (i32, i32, i32) -> ()}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.Int3 body) {
        return func(module, name, HostLambda.Int3.class, body);
    }

    /** Defines a function of the host of type {@code (i32, i32, i32, i32) -> (i32)}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.Int4ToInt body) {
        return func(module, name, HostLambda.Int4ToInt.class, body);
    }

    /** Defines a function of the host of type {@code (i32, i32, i32, i32) -> ()}. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.Int4 body) {
        return func(module, name, HostLambda.Int4.class, body);
    }

    /** Defines a function of the host of type {@code () -> (i32)}, which gets the call. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.CallToInt body) {
        return func(module, name, HostLambda.CallToInt.class, body);
    }

    /** Defines a function of the host of type {@code () -> ()}, which gets the call. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.Call body) {
        return func(module, name, HostLambda.Call.class, body);
    }

    /** Defines a function of the host of type {@code (i32) -> (i32)}, which gets the call. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.CallIntToInt body) {
        return func(module, name, HostLambda.CallIntToInt.class, body);
    }

    /** Defines a function of the host of type {@code (i32) -> ()}, which gets the call. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.CallInt body) {
        return func(module, name, HostLambda.CallInt.class, body);
    }

    /** Defines a function of the host of type {@code (i32, i32) -> (i32)}, which gets the call. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.CallInt2ToInt body) {
        return func(module, name, HostLambda.CallInt2ToInt.class, body);
    }

    /** Defines a function of the host of type {@code (i32, i32) -> ()}, which gets the call. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.CallInt2 body) {
        return func(module, name, HostLambda.CallInt2.class, body);
    }

    /** Defines a function of the host of type {@code (i32, i32, i32) -> (i32)}, which gets the call. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.CallInt3ToInt body) {
        return func(module, name, HostLambda.CallInt3ToInt.class, body);
    }

    /** Defines a function of the host of type {@code (i32, i32, i32) -> ()}, which gets the call. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.CallInt3 body) {
        return func(module, name, HostLambda.CallInt3.class, body);
    }

    /** Defines a function of the host of type {@code (i32, i32, i32, i32) -> (i32)}, which gets the call. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.CallInt4ToInt body) {
        return func(module, name, HostLambda.CallInt4ToInt.class, body);
    }

    /** Defines a function of the host of type {@code (i32, i32, i32, i32) -> ()}, which gets the call. See {@link #func(String, String, Class, Object)}. */
    public Linker func(String module, String name, HostLambda.CallInt4 body) {
        return func(module, name, HostLambda.CallInt4.class, body);
    }

    /**
     * Defines the functions that a program imports and that are not defined yet, so that it can be linked: for programs
     * that import more than they use. Memories, tables and globals stay unknown: each belongs to a store, which a
     * linker does not have, and only the host knows what is to be in it.
     *
     * @param program the program
     * @param functions what they do
     * @return this
     */
    public Linker defineUnknownImports(Program program, UnknownImports functions) {
        Objects.requireNonNull(functions, "functions");
        for (Import each : program.imports()) {
            if (each.type() instanceof FuncType type && !isDefined(each.module(), each.name())) {
                function(each.module(), each.name(), type, substitute(each, type, functions));
            }
        }
        return this;
    }

    private boolean isDefined(String module, String name) {
        return modules.getOrDefault(module, Map.of()).containsKey(name);
    }

    private static HostFunction substitute(Import imported, FuncType type, UnknownImports functions) {
        return switch (functions) {
            case TRAPPING ->
                call -> {
                    throw new TrapException(
                            Trap.UNREACHABLE,
                            "'" + imported.module() + "' '" + imported.name() + "' is imported and not defined");
                };
            case ZERO -> {
                Value[] zeros = type.results().stream().map(Value::zero).toArray(Value[]::new);
                yield call -> {
                    for (int i = 0; i < zeros.length; i++) {
                        call.returnValue(i, zeros[i]);
                    }
                };
            }
        };
    }

    /**
     * Defines, under the name of another module too, all that is defined under that of a module by now.
     *
     * @param module the module
     * @param alias its other name
     * @return this
     * @throws IllegalArgumentException if nothing is defined under the module, or a name is defined already under the alias
     *     and shadowing is not allowed
     */
    public Linker alias(String module, String alias) {
        Map<String, Definition> names = modules.get(module);
        if (names == null) {
            throw new IllegalArgumentException(
                    "nothing is defined under module '" + module + "'" + Suggestions.of(module, modules.keySet()));
        }
        new LinkedHashMap<>(names).forEach((name, definition) -> add(alias, name, definition));
        return this;
    }

    /**
     * {@return a program with its imports, to be instantiated any number of times} Later definitions do not change it.
     *
     * @throws org.wasmi.encoding.error.LinkException if imports are missing or do not match; the message lists all of them
     */
    public LinkedProgram link(Program program) {
        return link(program, type -> true);
    }

    /** Links imports of some types. */
    LinkedProgram link(Program program, Predicate<ExternType> isWanted) {
        return LinkedProgram.of(program, modules, isWanted);
    }

    /**
     * Instantiates a program (Wasm specification, 4.7.2): links its imports, makes its tables, memories and globals, copies
     * its active segments and runs its start function. If a segment or the start function traps, what was done until then
     * to imported tables, memories and globals stays done.
     *
     * @return the instance
     * @throws org.wasmi.encoding.error.LinkException if imports are missing or do not match; the message lists all of them
     * @throws org.wasmi.encoding.error.TrapException if a segment does not fit or the start function traps
     * @throws org.wasmi.encoding.error.ResourceException if a table or memory exceeds a limit
     * @throws IllegalArgumentException if an import would be something of another store
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public Instance instantiate(Store store, Program program) {
        return link(program).instantiate(store);
    }
}
