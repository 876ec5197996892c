package org.wasmi.exec;

import java.lang.invoke.MethodHandles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Suggestions;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.internal.bind.AdapterClasses;
import org.wasmi.exec.runtime.RuntimeType;

/**
 * Defines what programs import, and instantiates programs. Host functions serve any store. Everything else belongs to a
 * store, and only instances of that store can import it. Not thread-safe while definitions are added; after that,
 * threads may share it.
 */
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
            ValueSlots.requireOwn(store, value);
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

    /** A host function that is bound to each store. */
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
     * Defines a host function for each public method of an object. Static methods and those that every object has do
     * not count. The name of a function is that of its method, or what {@link ImportName} gives; its type is that of
     * the method, as for {@link Instance#bind}. If the first parameter of a method is a {@link HostCall}, it gets the
     * call there; if it is a {@link Memory}, memory 0 of the caller. The object must be safe for all threads that use
     * the linker's stores. Serving a call allocates nothing.
     *
     * @param module the name of the module
     * @param object the object; its class, or for each method an interface of it, must be public in a package that its
     *     module exports or opens to this one
     * @return this
     * @throws IllegalArgumentException if the object has no public methods, or some that do not stand for functions,
     *     are not accessible or have the same name, in a message that lists all of these; or if a name is defined
     *     already and shadowing is not allowed
     */
    public Linker define(String module, Object object) {
        return define(module, object, AdapterClasses.own());
    }

    /**
     * Does the same as {@link #define(String, Object)}, for an object whose class need not be public.
     *
     * @param module the name of the module
     * @param object the object
     * @param lookup what the caller can access, {@code MethodHandles.lookup()}
     * @return this
     * @throws IllegalArgumentException as there
     */
    public Linker define(String module, Object object, MethodHandles.Lookup lookup) {
        HostObject.functions(Objects.requireNonNull(object, "object"), lookup)
                .forEach((name, function) -> function(module, name, function));
        return this;
    }

    /**
     * Defines a host function.
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
     * Defines a host function with the type that its interface has.
     *
     * @param module the name of the module
     * @param name the name in it
     * @param function the function, by {@link HostFunction#of(Class, Object) HostFunction.of}
     * @return this
     * @throws IllegalArgumentException if the name is defined already and shadowing is not allowed
     */
    public Linker function(String module, String name, HostFunction.Typed function) {
        return function(module, name, function.type(), function.body());
    }

    /**
     * Defines the functions that a program imports and that are not defined yet, so that a program can be linked that
     * imports more than it uses. Memories, tables and globals stay unknown: each belongs to a store, which a linker
     * does not have, and only the host knows their contents.
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
     * Defines everything that is defined under a module's name so far under another name as well.
     *
     * @param module the module
     * @param alias its other name
     * @return this
     * @throws IllegalArgumentException if nothing is defined under the module, or a name is defined already under the
     *     alias and shadowing is not allowed
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
     * {@return a program with its imports, for any number of instances} Later definitions do not change it.
     *
     * @throws org.wasmi.encoding.error.LinkException if imports are missing or do not match; the message lists all of
     *     them
     */
    public LinkedProgram link(Program program) {
        return LinkedProgram.of(program, modules, type -> true);
    }

    /**
     * Instantiates a program (Wasm specification, 4.7.2): links its imports, makes its tables, memories and globals,
     * copies its active segments and runs its start function. If a segment or the start function traps, earlier changes
     * of imported tables, memories and globals remain.
     *
     * @return the instance
     * @throws org.wasmi.encoding.error.LinkException if imports are missing or do not match; the message lists all of
     *     them
     * @throws org.wasmi.encoding.error.TrapException if a segment does not fit or the start function traps
     * @throws org.wasmi.encoding.error.ResourceException if a table or memory exceeds a limit
     * @throws IllegalArgumentException if an import would be something of another store
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public Instance instantiate(Store store, Program program) {
        return link(program).instantiate(store);
    }

    /**
     * Makes an instance in the state of a snapshot. No segment is copied and the start function does not run: that has
     * been done, unless the snapshot is of an instance that had not been started, in which case {@link Instance#start}
     * does it.
     *
     * @param store where it will belong
     * @param snapshot the state
     * @return the instance
     * @throws org.wasmi.encoding.error.LinkException if imports are missing or do not match; the message lists all of
     *     them
     * @throws org.wasmi.encoding.error.ResourceException if a table or memory exceeds a limit
     * @throws IllegalArgumentException if an import would be something of another store
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public Instance instantiate(Store store, Snapshot snapshot) {
        return LinkedProgram.of(snapshot.program(), modules, Snapshot::isLinked).restore(store, snapshot);
    }
}
