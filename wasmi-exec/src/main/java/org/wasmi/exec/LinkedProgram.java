package org.wasmi.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.wasmi.encoding.LinkException;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.TableType;

/**
 * A program whose imports have been found and compared with what it asks for, so that each instantiation need not do that
 * again. Made by {@link Linker#link}.
 *
 * <p>If all imports are functions of the host it can be instantiated in any store of any engine. As soon as one is something
 * that exists already (a memory, or what another instance exports), only the store of that will do. Immutable; as
 * thread-safe as the functions of the host.
 */
public final class LinkedProgram {
    /** Errors beyond so many characters are counted, not listed: a module may import hundreds of thousands of things. */
    private static final int MAX_MESSAGE = 1 << 16;

    /** Suggestions for so many errors are enough: each one compares a name with all that are known. */
    private static final int MAX_SUGGESTIONS = 10;

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
        for (Import each : program.imports()) {
            if (!isWanted.test(each.type())) {
                continue;
            }
            Linker.Definition definition =
                    modules.getOrDefault(each.module(), Map.of()).get(each.name());
            if (definition != null && matches(definition.type(), each.type())) {
                imports.add(definition);
            } else if (message.length() > MAX_MESSAGE) {
                omitted++;
            } else if (definition == null) {
                message.append("\nunknown import: ").append(describe(each));
                if (unknown++ < MAX_SUGGESTIONS) {
                    message.append(suggestion(each, modules));
                }
            } else {
                message.append("\nincompatible import type: ")
                        .append(describe(each))
                        .append(", but is ")
                        .append(describe(definition.type()));
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
     * {@return whether something of one type can be imported as another (Wasm specification, 3.3.3)} It stays so, since
     * memories and tables only grow.
     */
    private static boolean matches(ExternType given, ExternType required) {
        if (given instanceof TableType table && required instanceof TableType wanted) {
            return table.element().equals(wanted.element()) && table.limits().matches(wanted.limits());
        } else if (given instanceof MemoryType memory && required instanceof MemoryType wanted) {
            return memory.limits().matches(wanted.limits());
        } else if (given instanceof GlobalType global && required instanceof GlobalType wanted) {
            return global.mutable() == wanted.mutable()
                    && (global.type().equals(wanted.type())
                            || (!global.mutable() && Values.isSubtype(global.type(), wanted.type())));
        }
        return given.equals(required);
    }

    /** {@return the program} */
    public Program program() {
        return program;
    }

    /**
     * Instantiates the program, see {@link Linker#instantiate}.
     *
     * @return the instance
     * @throws org.wasmi.encoding.TrapException if a segment does not fit or the start function traps
     * @throws org.wasmi.encoding.ResourceException if something exceeds a limit
     * @throws IllegalArgumentException if an import belongs to another store, or the store needs metered programs
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public Instance instantiate(Store store) {
        int entered = store.enter();
        try {
            Instance instance = instantiation(store).run();
            instance.runStartFunction();
            return instance;
        } finally {
            store.exit(entered);
        }
    }

    /**
     * Instantiates the program but leaves it to the caller to run its start function, by {@link Instance#start}: so it can be
     * suspended. Until then the instance is in a state that its program does not expect. The host can see that, and so can other
     * guests by what they share with it, such as a table that it has put its functions into.
     *
     * @return the instance
     * @throws org.wasmi.encoding.TrapException if a segment does not fit
     * @throws org.wasmi.encoding.ResourceException if something exceeds a limit
     * @throws IllegalArgumentException if an import belongs to another store, or the store needs metered programs
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public Instance instantiateWithoutStart(Store store) {
        int entered = store.enter();
        try {
            return instantiation(store).run();
        } finally {
            store.exit(entered);
        }
    }

    /** {@return the making of an instance, once a thread is in the store} */
    Instantiation instantiation(Store store) {
        List<Extern> externs = new ArrayList<>(imports.size());
        for (Linker.Definition each : imports) {
            externs.add(each.in(store));
        }
        return new Instantiation(externs, store, program);
    }
}
