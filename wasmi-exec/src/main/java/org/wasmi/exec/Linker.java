package org.wasmi.exec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.wasmi.encoding.program.FuncType;
import org.wasmi.encoding.program.Program;

/**
 * Names what programs import and instantiates them. Functions of the host serve any store; everything else that is
 * defined belongs to a store, and only programs of that store can import it. Not thread-safe while definitions are added;
 * after that it may be shared.
 */
public final class Linker {
    private final Map<String, Map<String, Definition>> modules = new LinkedHashMap<>();
    private boolean allowShadowing;

    /** Makes a linker without definitions. */
    public Linker() {}

    /** What a name stands for. */
    sealed interface Definition {

        /** {@return the thing itself, in a store} */
        Extern in(Store store);
    }

    /** Something that exists in a store already. */
    record Existing(Extern value) implements Definition {
        @Override
        public Extern in(Store store) {
            store.requireOwn(value);
            return value;
        }
    }

    /** A function of the host that is bound to each store. */
    record Host(FuncType type, HostFunction body) implements Definition {
        @Override
        public Extern in(Store store) {
            return BoundHostFunction.create(store, type, body);
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

    /** {@return what is defined, by module and name} */
    Map<String, Map<String, Definition>> modules() {
        return modules;
    }

    /**
     * Instantiates a program (Wasm specification, 4.7.2): links its imports, makes its tables, memories and globals, copies
     * its active segments and runs its start function. If a segment or the start function traps, what was done until then
     * to imported tables, memories and globals stays done.
     *
     * @return the instance
     * @throws org.wasmi.encoding.LinkException if imports are missing or do not match; the message lists all of them
     * @throws org.wasmi.encoding.TrapException if a segment does not fit or the start function traps
     * @throws org.wasmi.encoding.ResourceException if a table or memory exceeds a limit
     * @throws IllegalArgumentException if an import would be something of another store
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public Instance instantiate(Store store, Program program) {
        boolean outermost = store.enter();
        try {
            return new Instantiation(this, store, program).run();
        } finally {
            store.exit(outermost);
        }
    }
}
