package org.wasmi.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.wasmi.encoding.Suggestions;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.TagType;
import org.wasmi.encoding.type.Types;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.Instantiation;

/**
 * A program whose imports have been found and checked, so that instantiation need not do that again. Made by {@link
 * Linker#link}.
 *
 * <p>If all imports are host functions it can be instantiated in any store of any engine. As soon as one is something
 * that exists already (a memory, or what another instance exports), only the store of that will do. Immutable; as
 * thread-safe as the host functions.
 */
public final class LinkedProgram {
    /**
     * Errors beyond so many characters are counted, not listed: a module may import hundreds of thousands of things.
     */
    private static final int MAX_MESSAGE = 1 << 16;

    /** Suggestions for so many errors are enough: each one compares a name with all that are known. */
    private static final int MAX_SUGGESTIONS = 10;

    private static final int NO_INDEX = -1;

    private final Program program;
    private final List<Linker.Definition> imports;

    private LinkedProgram(Program program, List<Linker.Definition> imports) {
        this.program = program;
        this.imports = imports;
    }

    /** Links imports of some types. */
    static LinkedProgram of(
            Program program, Map<String, Map<String, Linker.Definition>> modules, Predicate<ExternType> isWanted) {
        StringBuilder message = new StringBuilder();
        List<Linker.Definition> imports = new ArrayList<>();
        int unknown = 0;
        int omitted = 0;
        int functions = 0;
        int tags = 0;
        for (Import each : program.imports()) {
            int type = NO_INDEX;
            if (each.type() instanceof FuncType) {
                type = program.functionTypeIndex(functions++);
            } else if (each.type() instanceof TagType) {
                type = program.tagTypeIndex(tags++);
            }
            if (!isWanted.test(each.type())) {
                continue;
            }
            Linker.Definition definition =
                    modules.getOrDefault(each.module(), Map.of()).get(each.name());
            if (definition != null && matches(definition, each.type(), program, type)) {
                imports.add(definition);
            } else if (message.length() > MAX_MESSAGE) {
                omitted++;
            } else if (definition == null) {
                message.append("\nunknown import: ").append(describe(each));
                if (unknown++ < MAX_SUGGESTIONS) {
                    message.append(suggestion(each, modules));
                }
            } else {
                boolean looksEqual = definition.type().equals(each.type());
                message.append("\nincompatible import type: ")
                        .append(describe(each))
                        .append(", but is ")
                        .append(looksEqual ? "one that is defined differently" : describe(definition.type()));
            }
        }
        if (message.length() > 0) {
            throw new LinkException(message.substring(1) + (omitted > 0 ? "\nand " + omitted + " more" : ""));
        }
        return new LinkedProgram(program, List.copyOf(imports));
    }

    private static String describe(Import wanted) {
        return "'" + wanted.module() + "' '" + wanted.name() + "' must be " + describe(wanted.type());
    }

    private static String describe(ExternType type) {
        return type.kind() + " " + type;
    }

    private static String suggestion(Import wanted, Map<String, Map<String, Linker.Definition>> modules) {
        Map<String, Linker.Definition> names = modules.get(wanted.module());
        return names == null
                ? Suggestions.of(wanted.module(), modules.keySet())
                : Suggestions.of(wanted.name(), names.keySet());
    }

    /**
     * {@return whether what a name stands for can be imported (Wasm specification, 3.3.3)}
     *
     * @param type the index of the type that a function or tag must have
     */
    private static boolean matches(Linker.Definition given, ExternType required, Program program, int type) {
        if (given instanceof Linker.Existing existing) {
            Engine engine = existing.value().store().engine();
            if (existing.value() instanceof WasmFunction known && required instanceof FuncType) {
                return known.runtimeType().isSubtypeOf(engine.typeOf(program, type));
            } else if (existing.value() instanceof Tag known && required instanceof TagType) {
                return known.matches(engine.typeOf(program, type));
            }
            return Types.NONE.matches(existing.type(), engine.closed(program, required));
        }
        if (given instanceof Linker.Shared) {
            return Types.NONE.matches(given.type(), required);
        }
        // A host function has a type that is declared alone: no other type is a subtype of it, nor it of any.
        return given.type().equals(required) && program.types().isPlain(type);
    }

    /** {@return the program} */
    public Program program() {
        return program;
    }

    /**
     * Instantiates the program, see {@link Linker#instantiate(Store, Program)}.
     *
     * @return the instance
     * @throws org.wasmi.encoding.error.TrapException if a segment does not fit or the start function traps
     * @throws org.wasmi.encoding.error.ResourceException if something exceeds a limit
     * @throws IllegalArgumentException if an import belongs to another store, or the store needs metered programs
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public Instance instantiate(Store store) {
        int entered = store.enter();
        try {
            Instance instance = define(store);
            instance.runStartFunction();
            return instance;
        } finally {
            store.exit(entered);
        }
    }

    /**
     * Instantiates the program without running its start function. {@link Instance#start} does that, so that the start
     * function can be suspended. Until then the instance is in a state that its program does not expect. The host can
     * see that, and so can guests that share something with it, such as a table that holds its functions.
     *
     * @return the instance
     * @throws org.wasmi.encoding.error.TrapException if a segment does not fit
     * @throws org.wasmi.encoding.error.ResourceException if something exceeds a limit
     * @throws IllegalArgumentException if an import belongs to another store, or the store needs metered programs
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public Instance instantiateWithoutStart(Store store) {
        int entered = store.enter();
        try {
            return define(store);
        } finally {
            store.exit(entered);
        }
    }

    /** Makes an instance in the state of a snapshot of the program, of which these are the imports. */
    Instance restore(Store store, Snapshot snapshot) {
        int entered = store.enter();
        try {
            Instance instance = new Instance(store, program);
            new Instantiation(HostApi.KEY, instance, store.machines(), importsIn(store)).restore(snapshot);
            return instance;
        } finally {
            store.exit(entered);
        }
    }

    private Instance define(Store store) {
        Instance instance = new Instance(store, program);
        new Instantiation(HostApi.KEY, instance, store.machines(), importsIn(store)).run();
        return instance;
    }

    /** {@return what is imported, in a store} */
    List<Extern> importsIn(Store store) {
        List<Extern> externs = new ArrayList<>(imports.size());
        int function = 0;
        for (Linker.Definition each : imports) {
            boolean isFunction = each.type() instanceof FuncType;
            externs.add(each.in(
                    store, isFunction ? store.engine().typeOf(program, program.functionTypeIndex(function++)) : null));
        }
        return externs;
    }
}
