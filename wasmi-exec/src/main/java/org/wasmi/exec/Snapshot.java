package org.wasmi.exec;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;

/**
 * The state of an instance at a moment, from which any number of instances can begin: so a guest that has much to do at
 * first does it once. Made by {@link Instance#snapshot}. Immutable and thread-safe; independent of the instance, its store
 * and its engine.
 *
 * <p>It holds the contents of memories, of which blocks of 4 KiB that are zero take no room, of tables and of globals, and
 * which segments have been dropped. Memories, tables and mutable globals that are imported are among them: a new instance
 * has all of these for itself, whether or not the first one shared some, and they are not asked of the linker. Functions and
 * immutable globals are linked again.
 *
 * <p>References to functions of the instance's index space become references to the functions of the same index. Objects of
 * the host are the same ones in all instances. What else the host knows of a guest, such as the files that it has opened, is
 * not part of a snapshot, and neither are calls that are suspended.
 *
 * <p>To make an instance costs a new array for each memory, up to the last block that is kept, cleared where that was zero and
 * copied where it was not.
 */
public final class Snapshot {
    private final Program program;
    private final MemoryState[] memories;
    private final TableType[] tableTypes;
    private final @Nullable Object[][] tables;

    /** By index; none for globals that are linked. */
    private final Map<Integer, GlobalState> globals = new TreeMap<>();

    private final @Nullable Object[][] elements;
    private final boolean[] droppedData;
    private final boolean started;

    /** In place of a reference to a function: its index in the function index space. */
    private record FunctionIndex(int index) {}

    private record MemoryState(MemoryType type, MemoryImage contents) {}

    private record GlobalState(
            GlobalType type,
            long bits,
            long highBits,
            @Nullable Object reference) {}

    /** Takes the state of an instance; see {@link Instance#snapshot} for when that cannot be. */
    Snapshot(Instance instance) {
        program = instance.program();
        Capture capture = new Capture(instance);
        Set<Extern> captured = Collections.newSetFromMap(new IdentityHashMap<>());
        memories = new MemoryState[instance.memoryCount()];
        for (int i = 0; i < memories.length; i++) {
            Memory memory = instance.memoryAt(i);
            requireFirst(captured, memory);
            memories[i] = new MemoryState(memory.type(), MemoryImage.of(memory.storage()));
        }
        PreparedProgram prepared = instance.prepared();
        List<TableType> declaredTables = declared(TableType.class, program.tables(), TableDef::type);
        List<GlobalType> declaredGlobals = declared(GlobalType.class, program.globals(), GlobalDef::type);
        tableTypes = new TableType[prepared.importedTables + program.tables().size()];
        tables = new @Nullable Object[tableTypes.length][];
        for (int i = 0; i < tables.length; i++) {
            Table table = instance.tableAt(i);
            requireFirst(captured, table);
            tableTypes[i] = declaredTables.get(i).withLimits(table.type().limits());
            tables[i] = capture.references(tableTypes[i].element(), table.array(), table.size());
        }
        int globalCount = prepared.importedGlobals + program.globals().size();
        for (int i = 0; i < globalCount; i++) {
            Global global = instance.globalAt(i);
            GlobalType type = declaredGlobals.get(i);
            if (i >= prepared.importedGlobals || holds(type)) {
                requireFirst(captured, global);
                Object reference = capture.reference(type.type(), global.reference());
                globals.put(i, new GlobalState(type, global.bits(), global.highBits(), reference));
            }
        }
        elements = new @Nullable Object[program.elements().size()][];
        for (int i = 0; i < elements.length; i++) {
            @Nullable Object[] references = instance.elementAt(i);
            elements[i] = capture.references(program.elements().get(i).type(), references, references.length);
        }
        droppedData = new boolean[program.data().size()];
        for (int i = 0; i < droppedData.length; i++) {
            droppedData[i] = instance.dataAt(i).size() == 0;
        }
        started = instance.started();
    }

    /** {@return the types of an index space as the program declares them, whatever the engine: imported ones first} */
    private <T extends ExternType, D> List<T> declared(Class<T> kind, List<D> definitions, Function<D, T> type) {
        return Stream.concat(
                        program.imports().stream()
                                .map(Import::type)
                                .filter(kind::isInstance)
                                .map(kind::cast),
                        definitions.stream().map(type))
                .toList();
    }

    /** {@return whether an import of a type is part of the state, rather than linked again} */
    static boolean holds(ExternType type) {
        return switch (type.kind()) {
            case FUNC, TAG -> false;
            case MEMORY, TABLE -> true;
            case GLOBAL -> type instanceof GlobalType global && global.mutable();
        };
    }

    /** Refuses what an instance has under two indices, which would be two things in the next one. */
    private static void requireFirst(Set<Extern> states, Extern state) {
        if (!states.add(state)) {
            throw new IllegalStateException(
                    "the instance imports the same " + state.type().kind() + " more than once");
        }
    }

    /** Replaces references to functions by their indices. */
    private static final class Capture {
        private final Instance instance;
        private final IdentityHashMap<Object, FunctionIndex> imported = new IdentityHashMap<>();

        Capture(Instance instance) {
            this.instance = instance;
            for (int i = 0; i < instance.prepared().importedFunctions; i++) {
                imported.putIfAbsent(instance.functionAt(i), new FunctionIndex(i));
            }
        }

        private boolean isFunction(RefType type) {
            return instance.program().types().top(type.heap()) == AbstractHeapType.FUNC;
        }

        @Nullable
        Object[] references(ValType type, @Nullable Object[] array, int size) {
            @Nullable Object[] kept = new @Nullable Object[size];
            for (int i = 0; i < size; i++) {
                kept[i] = reference(type, array[i]);
            }
            return kept;
        }

        @Nullable
        Object reference(ValType type, @Nullable Object reference) {
            if (reference == null || !(type instanceof RefType ref && isFunction(ref))) {
                return reference;
            } else if (reference instanceof GuestFunction guest
                    && guest.instance().equals(instance)) {
                return new FunctionIndex(guest.index());
            }
            FunctionIndex index = imported.get(reference);
            if (index == null) {
                throw new IllegalStateException(
                        "a snapshot holds no reference to a function that the instance neither defines nor imports");
            }
            return index;
        }
    }

    /** {@return the program of the instances} */
    public Program program() {
        return program;
    }

    /** {@return the bytes of memories that this keeps} */
    public long memoryBytes() {
        long sum = 0;
        for (MemoryState each : memories) {
            sum += each.contents.keptBytes();
        }
        return sum;
    }

    /**
     * Makes an instance in this state. No segment is copied and the start function does not run: that has been done, unless the
     * snapshot is of an instance that had not been started, in which case {@link Instance#start} does it.
     *
     * @param store where it will belong
     * @param linker what it imports
     * @return the instance
     * @throws org.wasmi.encoding.error.LinkException if imports are missing or do not match; the message lists all of them
     * @throws org.wasmi.encoding.error.ResourceException if a table or memory exceeds a limit
     * @throws IllegalArgumentException if an import would be something of another store
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public Instance instantiate(Store store, Linker linker) {
        LinkedProgram linked = linker.link(program, type -> !holds(type));
        int entered = store.enter();
        try {
            return linked.instantiation(store).restore(this);
        } finally {
            store.exit(entered);
        }
    }

    /** Gives an instance that has its imports what this holds. */
    void restore(Instance instance) {
        Store store = instance.store();
        IntFunction<RuntimeType> types = instance.prepared()::type;
        for (int i = 0; i < memories.length; i++) {
            instance.memoryAt(i, Memory.create(store, memories[i].type, memories[i].contents));
        }
        globals.forEach((index, state) -> {
            Global global = new Global(store, state.type.closed(types));
            restore(state, global, instance);
            instance.globalAt(index, global);
        });
        for (int i = 0; i < tables.length; i++) {
            Table table = Table.create(store, tableTypes[i].closed(types), (@Nullable Object) null);
            restore(tables[i], table.array(), instance);
            instance.tableAt(i, table);
        }
        restoreSegments(instance);
    }

    /** Gives an instance what this holds in place of what it has, or nothing if that cannot be. */
    void reset(Instance instance) {
        if (instance.program() != program) {
            throw new IllegalArgumentException("the snapshot is of another program");
        }
        Set<Extern> states = Collections.newSetFromMap(new IdentityHashMap<>());
        long moreBytes = 0;
        Runnable[] resets = new Runnable[memories.length];
        for (int i = 0; i < memories.length; i++) {
            Memory memory = instance.memoryAt(i);
            requireFirst(states, memory);
            moreBytes += memories[i].contents.size() - memory.size();
            resets[i] = memory.resetting(memories[i].contents);
        }
        long moreElements = 0;
        @Nullable Object[][] restored = new @Nullable Object[tables.length][];
        for (int i = 0; i < tables.length; i++) {
            Table table = instance.tableAt(i);
            requireFirst(states, table);
            moreElements += tables[i].length - table.size();
            table.checkSize(tables[i].length);
            restored[i] = restored(tables[i], instance);
        }
        globals.keySet().forEach(index -> requireFirst(states, instance.globalAt(index)));
        instance.store().resources().checkChange(moreBytes, moreElements);
        // From here on nothing fails.
        for (Runnable each : resets) {
            each.run();
        }
        for (int i = 0; i < tables.length; i++) {
            instance.tableAt(i).reset(restored[i]);
        }
        globals.forEach((index, state) -> {
            if (state.type.mutable()) {
                restore(state, instance.globalAt(index), instance);
            }
        });
        restoreSegments(instance);
    }

    private static void restore(GlobalState state, Global global, Instance instance) {
        global.bits(state.bits);
        global.highBits(state.highBits);
        global.reference(restored(state.reference, instance));
    }

    private void restoreSegments(Instance instance) {
        for (int i = 0; i < elements.length; i++) {
            instance.elementAt(i, restored(elements[i], instance));
        }
        for (int i = 0; i < droppedData.length; i++) {
            instance.dataAt(
                    i, droppedData[i] ? Bytes.EMPTY : program.data().get(i).bytes());
        }
        instance.started(started);
    }

    private static @Nullable Object[] restored(@Nullable Object[] captured, Instance instance) {
        @Nullable Object[] references = new @Nullable Object[captured.length];
        restore(captured, references, instance);
        return references;
    }

    private static void restore(@Nullable Object[] captured, @Nullable Object[] references, Instance instance) {
        for (int i = 0; i < captured.length; i++) {
            references[i] = restored(captured[i], instance);
        }
    }

    private static @Nullable Object restored(@Nullable Object captured, Instance instance) {
        return captured instanceof FunctionIndex function ? instance.functionAt(function.index) : captured;
    }
}
