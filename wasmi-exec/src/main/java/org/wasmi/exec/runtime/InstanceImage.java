package org.wasmi.exec.runtime;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.internal.memory.MemoryImage;
import org.wasmi.exec.internal.store.HostApi;

/**
 * The state of an instance at a moment, without the instance: contents of memories, tables and globals, and which
 * segments have been dropped. The host API extends this class, and nothing else can. Immutable and thread-safe.
 */
public abstract class InstanceImage {
    private final Program program;
    private final TypedMemory[] memories;
    private final TableType[] tableTypes;
    private final @Nullable Object[][] tables;

    /** By index; none for globals that are linked. */
    private final Map<Integer, GlobalImage> globals = new TreeMap<>();

    private final @Nullable Object[][] elements;
    private final boolean[] droppedData;
    private final boolean started;

    /** In place of a reference to a function: its index in the function index space. */
    private record FunctionIndex(int index) {}

    /**
     * In place of a structure or array: the index of its type, its numbers in a copy of the Java array that holds them,
     * and its references, which may lead back here. It is filled in while the snapshot is made.
     */
    @SuppressWarnings("ArrayRecordComponent") // it is compared with nothing
    private record AggregateImage(
            int type, Object numbers, @Nullable Object[] references) {

        /** {@return the number of elements, if it is an array} */
        int length(RuntimeType arrayType) {
            return Math.max(Array.getLength(numbers) / arrayType.elementSlots(), references.length);
        }
    }

    private record TypedMemory(MemoryType type, MemoryImage contents) {}

    private record GlobalImage(
            GlobalType type,
            long bits,
            long highBits,
            @Nullable Object reference) {}

    /**
     * Takes the state of an instance, once a thread is in its store.
     *
     * @throws IllegalStateException if that cannot be: while a guest of the store runs; if one of the tables or globals
     *     refers to a function that the instance neither defines nor imports, or to a structure or array of a type that
     *     the program does not define, be it through others; if it imports the same memory, table or mutable global
     *     twice; or if it has a shared memory
     */
    protected InstanceImage(HostApi key, InstanceState instance) {
        if (!instance.owner().isIdle()) {
            throw new IllegalStateException("no snapshot can be taken while a guest of the store is running");
        }
        program = instance.program();
        Capture capture = new Capture(instance);
        Set<Object> captured = Collections.newSetFromMap(new IdentityHashMap<>());
        memories = new TypedMemory[instance.memoryCount()];
        for (int i = 0; i < memories.length; i++) {
            MemoryState memory = instance.memoryAt(i);
            requireFirst(captured, memory, ExternKind.MEMORY);
            memories[i] = new TypedMemory(memory.type(), memory.image());
        }
        PreparedProgram prepared = instance.prepared();
        List<TableType> declaredTables = declared(TableType.class, program.tables(), TableDef::type);
        List<GlobalType> declaredGlobals = declared(GlobalType.class, program.globals(), GlobalDef::type);
        tableTypes = new TableType[prepared.importedTables + program.tables().size()];
        tables = new @Nullable Object[tableTypes.length][];
        for (int i = 0; i < tables.length; i++) {
            TableState table = instance.tableAt(i);
            requireFirst(captured, table, ExternKind.TABLE);
            tableTypes[i] = declaredTables.get(i).withLimits(table.type().limits());
            tables[i] = capture.references(tableTypes[i].element(), table.array(), table.size());
        }
        int globalCount = prepared.importedGlobals + program.globals().size();
        for (int i = 0; i < globalCount; i++) {
            GlobalState global = instance.globalAt(i);
            GlobalType type = declaredGlobals.get(i);
            if (i >= prepared.importedGlobals || holds(type)) {
                requireFirst(captured, global, ExternKind.GLOBAL);
                Object reference = capture.reference(type.type(), global.reference());
                globals.put(i, new GlobalImage(type, global.bits(), global.highBits(), reference));
            }
        }
        elements = new @Nullable Object[program.elements().size()][];
        for (int i = 0; i < elements.length; i++) {
            @Nullable Object[] references = instance.elementAt(i);
            elements[i] = capture.references(program.elements().get(i).type(), references, references.length);
        }
        capture.finish();
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
    protected static boolean holds(ExternType type) {
        return switch (type.kind()) {
            case FUNC, TAG -> false;
            case MEMORY, TABLE -> true;
            case GLOBAL -> type instanceof GlobalType global && global.mutable();
        };
    }

    /** Refuses what an instance has under two indices, which would be two things in the next one. */
    private static void requireFirst(Set<Object> states, Object state, ExternKind kind) {
        if (!states.add(state)) {
            throw new IllegalStateException("the instance imports the same " + kind + " more than once");
        }
    }

    /** Replaces references to functions by their indices, and copies structures and arrays, each once. */
    private static final class Capture {
        private final InstanceState instance;
        private final IdentityHashMap<Object, FunctionIndex> imported = new IdentityHashMap<>();
        private final IdentityHashMap<Aggregate, AggregateImage> aggregates = new IdentityHashMap<>();

        /** Those whose references have not been captured: long chains must not nest calls. */
        private final Deque<Aggregate> pending = new ArrayDeque<>();

        /** The index of each type, once asked for. */
        private final IdentityHashMap<RuntimeType, Integer> types = new IdentityHashMap<>();

        Capture(InstanceState instance) {
            this.instance = instance;
            for (int i = 0; i < instance.prepared().importedFunctions; i++) {
                imported.putIfAbsent(instance.functionAt(i), new FunctionIndex(i));
            }
        }

        private boolean isFunction(RefType type) {
            return instance.program().types().top(type.heap()) == AbstractHeapType.FUNC;
        }

        private boolean isException(RefType type) {
            return instance.program().types().top(type.heap()) == AbstractHeapType.EXN;
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
            if (reference instanceof ExceptionState && type instanceof RefType ref && isException(ref)) {
                throw new IllegalStateException(
                        "a snapshot holds no reference to an exception, whose tag is the store's");
            } else if (reference instanceof Aggregate aggregate) {
                return image(aggregate);
            } else if (reference == null || !(type instanceof RefType ref && isFunction(ref))) {
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

        private AggregateImage image(Aggregate aggregate) {
            AggregateImage known = aggregates.get(aggregate);
            if (known == null) {
                int type = typeOf(aggregate);
                known = new AggregateImage(
                        type, copyOf(aggregate.numbers()), new @Nullable Object[aggregate.references().length]);
                aggregates.put(aggregate, known);
                pending.add(aggregate);
            }
            return known;
        }

        private int typeOf(Aggregate aggregate) {
            if (types.isEmpty()) {
                for (int i = 0; i < instance.program().types().size(); i++) {
                    types.putIfAbsent(instance.prepared().type(i), i);
                }
            }
            Integer type = types.get(aggregate.type());
            if (type == null) {
                throw new IllegalStateException("a snapshot holds nothing of a type that the program does not define: "
                        + aggregate.type().composite());
            }
            return type;
        }

        /** Captures all that can be reached. */
        void finish() {
            for (Aggregate next = pending.poll(); next != null; next = pending.poll()) {
                @Nullable Object[] references = next.references();
                @Nullable Object[] kept = image(next).references;
                for (int i = 0; i < kept.length; i++) {
                    kept[i] = reference(next.typeOfReference(i), references[i]);
                }
            }
        }
    }

    /** Makes functions of indices, and structures and arrays of their images, each once. */
    private static final class Restoration {
        private final InstanceState instance;
        private final IdentityHashMap<AggregateImage, Aggregate> aggregates = new IdentityHashMap<>();
        private final Deque<AggregateImage> pending = new ArrayDeque<>();

        Restoration(InstanceState instance) {
            this.instance = instance;
        }

        /** {@return what is restored, together with all that it leads to} */
        @Nullable
        Object[] references(@Nullable Object[] captured) {
            @Nullable Object[] references = new @Nullable Object[captured.length];
            fill(captured, references);
            for (AggregateImage next = pending.poll(); next != null; next = pending.poll()) {
                fill(next.references, aggregate(next).references());
            }
            return references;
        }

        private void fill(@Nullable Object[] captured, @Nullable Object[] references) {
            for (int i = 0; i < captured.length; i++) {
                references[i] = reference(captured[i]);
            }
        }

        private @Nullable Object reference(@Nullable Object captured) {
            if (captured instanceof AggregateImage image) {
                return aggregate(image);
            }
            return captured instanceof FunctionIndex function ? instance.functionAt(function.index) : captured;
        }

        private Aggregate aggregate(AggregateImage image) {
            Aggregate known = aggregates.get(image);
            if (known == null) {
                RuntimeType type = instance.prepared().type(image.type);
                known = type.composite() instanceof StructType
                        ? StructAccess.create(instance, type)
                        : ArrayAccess.create(instance, type, image.length(type));
                System.arraycopy(image.numbers, 0, known.numbers(), 0, Array.getLength(image.numbers));
                aggregates.put(image, known);
                pending.add(image);
            }
            return known;
        }
    }

    private static Object copyOf(Object array) {
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }

    /** {@return the program of the instances} */
    protected Program program() {
        return program;
    }

    /** {@return the bytes of memories that this keeps} */
    protected long memoryBytes() {
        long sum = 0;
        for (TypedMemory each : memories) {
            sum += each.contents.keptBytes();
        }
        return sum;
    }

    /** Gives an instance that has its imports what this holds. */
    void restore(InstanceState instance) {
        IntFunction<RuntimeType> types = instance.prepared()::type;
        Restored restored = new Restored(instance);
        for (int i = 0; i < memories.length; i++) {
            instance.memoryAt(i, instance.newMemory(memories[i].type, memories[i].contents));
        }
        globals.forEach((index, state) -> instance.globalAt(index, instance.newGlobal(state.type.closed(types))));
        for (int i = 0; i < tables.length; i++) {
            TableState table = instance.newTable(tableTypes[i].closed(types), null);
            System.arraycopy(restored.tables[i], 0, table.array(), 0, restored.tables[i].length);
            instance.tableAt(i, table);
        }
        restored.moveTo(instance, image -> true);
    }

    /**
     * Gives an instance, once a thread is in its store, what this holds in place of what it has, or nothing if that
     * cannot be.
     *
     * @throws IllegalStateException if a guest of the store is running
     */
    protected void reset(InstanceState instance) {
        if (!instance.owner().isIdle()) {
            throw new IllegalStateException("no instance can be reset while a guest of the store is running");
        }
        if (instance.program() != program) {
            throw new IllegalArgumentException("the snapshot is of another program");
        }
        Set<Object> states = Collections.newSetFromMap(new IdentityHashMap<>());
        long moreBytes = 0;
        Runnable[] resets = new Runnable[memories.length];
        for (int i = 0; i < memories.length; i++) {
            MemoryState memory = instance.memoryAt(i);
            requireFirst(states, memory, ExternKind.MEMORY);
            moreBytes += memories[i].contents.size() - memory.size();
            resets[i] = memory.resetting(memories[i].contents);
        }
        long moreElements = 0;
        for (int i = 0; i < tables.length; i++) {
            TableState table = instance.tableAt(i);
            requireFirst(states, table, ExternKind.TABLE);
            moreElements += tables[i].length - table.size();
            table.checkSize(tables[i].length);
        }
        globals.keySet().forEach(index -> requireFirst(states, instance.globalAt(index), ExternKind.GLOBAL));
        instance.owner().resources().checkChange(moreBytes, moreElements);
        Restored restored = new Restored(instance);
        // From here on nothing fails.
        for (Runnable each : resets) {
            each.run();
        }
        for (int i = 0; i < tables.length; i++) {
            instance.tableAt(i).reset(restored.tables[i]);
        }
        // Constants stay, but what has changed that one refers to.
        restored.moveTo(instance, image -> image.type.mutable() || image.reference instanceof AggregateImage);
        instance.countReset();
    }

    /** All references of the image, for one instance. */
    private final class Restored {
        final @Nullable Object[][] tables;
        private final @Nullable Object[][] elements;
        private final Map<Integer, @Nullable Object[]> globalReferences = new TreeMap<>();

        Restored(InstanceState instance) {
            Restoration restoration = new Restoration(instance);
            tables = all(restoration, InstanceImage.this.tables);
            elements = all(restoration, InstanceImage.this.elements);
            globals.forEach((index, state) ->
                    globalReferences.put(index, restoration.references(new @Nullable Object[] {state.reference})));
        }

        private @Nullable Object[][] all(Restoration restoration, @Nullable Object[][] captured) {
            @Nullable Object[][] all = new @Nullable Object[captured.length][];
            for (int i = 0; i < captured.length; i++) {
                all[i] = restoration.references(captured[i]);
            }
            return all;
        }

        /** Moves all but tables to an instance, of the globals those that a condition holds for. */
        void moveTo(InstanceState instance, Predicate<GlobalImage> which) {
            globals.forEach((index, image) -> {
                if (which.test(image)) {
                    GlobalState global = instance.globalAt(index);
                    global.bits(image.bits);
                    global.highBits(image.highBits);
                    global.reference(Objects.requireNonNull(globalReferences.get(index))[0]);
                }
            });
            for (int i = 0; i < elements.length; i++) {
                instance.elementAt(i, elements[i]);
            }
            for (int i = 0; i < droppedData.length; i++) {
                instance.dataDropped(i, droppedData[i]);
            }
            instance.started(started);
        }
    }
}
