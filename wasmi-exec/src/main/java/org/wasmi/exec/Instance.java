package org.wasmi.exec;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Suggestions;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.internal.bind.AdapterClasses;
import org.wasmi.exec.internal.memory.MemoryImage;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.RuntimeType;
import org.wasmi.exec.runtime.TagState;

/**
 * An instance of a program (Wasm specification, 4.2.5), made by {@link Linker#instantiate}. Belongs to one {@link
 * Store} and, like it, is confined to one thread at a time.
 */
public final class Instance extends InstanceState {
    private static final String INITIALIZE = "_initialize";

    /** What host functions have allocated by last, and its name; most instances have neither. */
    private @Nullable GuestHeap heap;

    private @Nullable String allocate;

    /** Makes an instance that is still to be given what it refers to. */
    Instance(Store store, Program program) {
        super(HostApi.KEY, store, program);
    }

    @Override
    protected GuestFunction newFunction(RuntimeType type, int index) {
        return new DefinedFunction(type, this, index);
    }

    /** Calls the start function, if there is one. */
    void runStartFunction() {
        takeStartFunction().ifPresent(function -> store().machines().runStart(HostApi.KEY, function, this));
    }

    @Override
    protected Memory newMemory(MemoryType type, MemoryImage contents) {
        return Memory.create(store(), type, contents);
    }

    @Override
    protected Table newTable(TableType type, @Nullable Object init) {
        return new Table(store(), type, init);
    }

    @Override
    protected Global newGlobal(GlobalType type) {
        return new Global(store(), type);
    }

    @Override
    protected Tag newTag(RuntimeType type) {
        return new Tag(store(), type);
    }

    @Override
    protected WasmStruct newStruct(RuntimeType type) {
        return new WasmStruct(store(), type);
    }

    @Override
    protected WasmArray newArray(RuntimeType type, int length) {
        return new WasmArray(store(), type, length);
    }

    @Override
    protected TaggedException newException(TagState tag, long[] bits, @Nullable Object[] references) {
        return new TaggedException((Tag) tag, bits, references);
    }

    /** {@return the store} */
    public Store store() {
        return (Store) owner();
    }

    /**
     * Calls the start function of an instance that {@link LinkedProgram#instantiateWithoutStart} made, so that the call
     * can be suspended; see {@link WasmFunction#start}.
     *
     * @return how far it came; to its end if there is no start function
     * @throws IllegalStateException if it has been called before, or the store is closed or in use by another thread
     * @throws org.wasmi.encoding.error.TrapException if the guest traps
     */
    public Outcome start() {
        int entered = store().enter();
        try {
            Optional<FunctionState> function = takeStartFunction();
            return function.isEmpty()
                    ? new Outcome.Finished(List.of())
                    : new SuspendedCall(function.get(), store()).start(this);
        } finally {
            store().exit(entered);
        }
    }

    /**
     * {@return a snapshot of this instance, from which others can begin}
     *
     * @throws IllegalStateException if it cannot be taken: while a guest of the store runs; if one of its tables or
     *     globals refers to a function that it neither defines nor imports; if it imports the same memory, table or
     *     mutable global twice; if it has a shared memory; or if the store is closed or in use by another thread
     */
    public Snapshot snapshot() {
        int entered = store().enter();
        try {
            return new Snapshot(this);
        } finally {
            store().exit(entered);
        }
    }

    /**
     * Resets this instance to a snapshot of it, or of another instance of the same program: between requests, or after
     * a trap, which leaves it in the middle of its work. Its memories, tables, globals and functions stay the same
     * objects, so that exports, {@linkplain #bind bound} interfaces and other references of the host remain valid; only
     * {@linkplain Memory#view views} do not. If this throws, nothing has changed.
     *
     * <p>All memories, tables and mutable globals get the contents and size of the snapshot. This includes imported
     * ones, and other instances that share them see the change. Room beyond that size is returned, also to the limits
     * of the store. Functions and immutable globals stay, and so do the fuel and the deadline of the store. A suspended
     * call of this instance cannot be resumed any more, only cancelled. The host is responsible for what it keeps for
     * the guest, such as open files.
     *
     * <p>The cost is to copy the bytes that the snapshot keeps of memories, and to clear the others that were ever
     * touched.
     *
     * @throws IllegalStateException if a guest of the store is running; if this instance imports the same memory, table
     *     or mutable global twice; or if the store is closed or in use by another thread
     * @throws IllegalArgumentException if the snapshot is of another program, or an imported memory or table may not be
     *     as large
     * @throws org.wasmi.encoding.error.ResourceException if a memory or table exceeds a limit of the store or what the
     *     JVM can provide
     */
    public void reset(Snapshot snapshot) {
        int entered = store().enter();
        try {
            snapshot.reset(this);
        } finally {
            store().exit(entered);
        }
    }

    /**
     * Calls the export {@code _initialize}, if there is one. Libraries of WASI and Emscripten, as opposed to programs,
     * need that once, before any other call.
     *
     * @return whether there is one
     * @throws org.wasmi.encoding.error.TrapException if it traps
     * @throws IllegalArgumentException if it takes arguments
     */
    public boolean initialize() {
        if (export(INITIALIZE).orElse(null) instanceof WasmFunction function) {
            function.call();
            return true;
        }
        return false;
    }

    /** {@return the heap in memory 0 whose blocks an export allocates, and the guest owns} */
    GuestHeap heap(String name, Memory memory) {
        GuestHeap known = heap;
        if (known == null || !name.equals(allocate)) {
            known = GuestHeap.owned(memory, name, function(name));
            heap = known;
            allocate = name;
        }
        return known;
    }

    /** {@return the names of the exports, in order} */
    public List<String> exportNames() {
        List<String> names = new ArrayList<>(program().exports().size());
        for (Export each : program().exports()) {
            names.add(each.name());
        }
        return Collections.unmodifiableList(names);
    }

    /** {@return the export of a name, if there is one} */
    public Optional<Extern> export(String name) {
        return exported(name).map(Extern.class::cast);
    }

    /**
     * {@return the exported function of a name}
     *
     * @throws IllegalArgumentException if there is none
     */
    public WasmFunction function(String name) {
        return exported(WasmFunction.class, "function", name);
    }

    /**
     * {@return an object of an interface whose methods call the exported functions of the same names} {@link
     * ExportName} gives another name; default methods stay as they are. Java's int, long, float and double stand for
     * i32, i64, f32 and f64, {@link Value.V128} for v128, {@link WasmFunction} for funcref, {@link Object} for
     * externref; void stands for no result, a record for several, in the order of its components. A call allocates
     * nothing but the record. The object belongs to the store and, like it, is confined to one thread at a time; it
     * keeps the references of its last call.
     *
     * <p>The interface must be public in a package that its module exports to {@code org.wasmi.exec}, or in one that is
     * open to it; so must records. In native images, and for a package that is merely open, calls go through
     * reflection, which is slower and allocates.
     *
     * @throws IllegalArgumentException if it is no such interface, or if exports are missing or of other types; the
     *     message lists all of them
     */
    public <T> T bind(Class<T> type) {
        return bind(type, AdapterClasses.own());
    }

    /**
     * {@return as {@link #bind(Class)}, for an interface that need not be public}
     *
     * @param type the interface
     * @param lookup {@code MethodHandles.lookup()} of a class that can access it
     */
    public <T> T bind(Class<T> type, MethodHandles.Lookup lookup) {
        return type.cast(GuestInterface.of(type).bind(lookup, this::functionFor));
    }

    private WasmFunction functionFor(JavaMethod method) {
        ExportName name = method.method().getAnnotation(ExportName.class);
        return function(name == null ? method.method().getName() : name.value());
    }

    /**
     * {@return the exported memory of a name}
     *
     * @throws IllegalArgumentException if there is none
     */
    public Memory memory(String name) {
        return exported(Memory.class, "memory", name);
    }

    /**
     * {@return the exported table of a name}
     *
     * @throws IllegalArgumentException if there is none
     */
    public Table table(String name) {
        return exported(Table.class, "table", name);
    }

    /**
     * {@return the exported global of a name}
     *
     * @throws IllegalArgumentException if there is none
     */
    public Global global(String name) {
        return exported(Global.class, "global", name);
    }

    /**
     * {@return the exported tag of a name}
     *
     * @throws IllegalArgumentException if there is none
     */
    public Tag tag(String name) {
        return exported(Tag.class, "tag", name);
    }

    private <E extends Extern> E exported(Class<E> kind, String word, String name) {
        Extern found = export(name).orElse(null);
        if (!kind.isInstance(found)) {
            throw new IllegalArgumentException("no " + word + " is exported as '" + name + "'"
                    + (found == null
                            ? Suggestions.of(name, exportNames())
                            : "; it is a " + found.type().kind()));
        }
        return kind.cast(found);
    }
}
