package org.wasmi.exec;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Suggestions;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;

/**
 * An instance of a program (Wasm specification, 4.2.5), made by {@link Linker#instantiate}. Belongs to one {@link Store}
 * and, like it, is confined to one thread at a time.
 */
public final class Instance {
    private static final String INITIALIZE = "_initialize";

    private static final @Nullable Object[] DROPPED = {};

    private final Store store;
    private final Program program;
    private final PreparedProgram prepared;
    private final @Nullable WasmFunction[] functions;
    private final Table[] tables;
    private final Memory[] memories;

    /** Where memory 0 has its bytes; none if there is none. For executors. */
    MemoryStorage storage = ArrayStorage.NONE;

    private final Global[] globals;
    private Tag[] tags = {};
    private final Bytes[] data;
    private final @Nullable Object[][] elements;

    /** Whether the start function has been called, if there is one. */
    private boolean started;

    /** The number of the last {@link #reset} among those of the store; 0 if there was none. */
    private long lastReset;

    Instance(Store store, Program program, PreparedProgram prepared) {
        this.store = store;
        this.program = program;
        this.prepared = prepared;
        functions = new @Nullable WasmFunction[program.functionTypes().size()];
        tables = new Table[prepared.importedTables + program.tables().size()];
        memories = new Memory[prepared.importedMemories + program.memories().size()];
        globals = new Global[prepared.importedGlobals + program.globals().size()];
        data = new Bytes[program.data().size()];
        for (int i = 0; i < data.length; i++) {
            data[i] = program.data().get(i).bytes();
        }
        elements = new @Nullable Object[program.elements().size()][];
    }

    // What instantiation fills in.

    /** Sets the tags, of which there are none as long as programs cannot define any. */
    void tags(Tag... all) {
        tags = all.clone();
    }

    void functionAt(int index, WasmFunction function) {
        functions[index] = function;
    }

    void tableAt(int index, Table table) {
        tables[index] = table;
    }

    void memoryAt(int index, Memory memory) {
        memories[index] = memory;
        if (index == 0) {
            storage = memory.storage();
        }
    }

    void globalAt(int index, Global global) {
        globals[index] = global;
    }

    void elementAt(int index, @Nullable Object[] references) {
        elements[index] = references;
    }

    void dataAt(int index, Bytes bytes) {
        data[index] = bytes;
    }

    void started(boolean value) {
        started = value;
    }

    boolean started() {
        return started;
    }

    /** Calls the start function, if there is one, once the store has been entered. */
    void runStartFunction() {
        started = true;
        if (program.start().isPresent()) {
            store.machine().run(functionAt(program.start().getAsInt()), this);
        }
    }

    PreparedProgram prepared() {
        return prepared;
    }

    /** Has the guest pay for the first call of a function in this instance, whether or not another one has called it before. */
    void chargeFirstCall(int index) {
        if (program.isMetered()) {
            long price = program.functions()
                    .get(index - prepared.importedFunctions)
                    .body()
                    .firstCallFuel();
            if (price > 0) {
                store.meter().owe(price);
            }
        }
    }

    FunctionCode link(int index) {
        return prepared.function(program, index, storage.isArray());
    }

    LinkRequest linkRequest(int index) {
        return prepared.request(program, index, storage.isArray());
    }

    /** {@return the program} */
    public Program program() {
        return program;
    }

    /** {@return the store} */
    public Store store() {
        return store;
    }

    /**
     * Calls the start function of an instance that was made without doing that, by
     * {@link LinkedProgram#instantiateWithoutStart}, in a way that lets it be suspended, see {@link WasmFunction#start}.
     *
     * @return how far it came; to its end if there is no start function
     * @throws IllegalStateException if it has been called before, or the store is closed or in use by another thread
     * @throws org.wasmi.encoding.error.TrapException if the guest traps
     */
    public Outcome start() {
        int entered = store.enter();
        try {
            if (started) {
                throw new IllegalStateException("the instance has been started");
            }
            started = true;
            OptionalInt function = program.start();
            return function.isEmpty()
                    ? new Outcome.Finished(List.of())
                    : new SuspendableCall(functionAt(function.getAsInt())).start(this);
        } finally {
            store.exit(entered);
        }
    }

    /**
     * {@return the state of this instance, from which others can begin}
     *
     * @throws IllegalStateException if it cannot be taken: while a guest of the store runs; if one of its tables or globals
     *     refers to a function that it neither defines nor imports; if it imports the same memory, table or mutable global
     *     twice; or if the store is closed or in use by another thread
     */
    public Snapshot snapshot() {
        int entered = store.enter();
        try {
            if (!store.isIdle()) {
                throw new IllegalStateException("no snapshot can be taken while a guest of the store is running");
            }
            return new Snapshot(this);
        } finally {
            store.exit(entered);
        }
    }

    /**
     * Brings this instance back to a snapshot, of it or of another instance of the same program: between requests, or
     * after a trap, which leaves it in the middle of its work. Its memories, tables, globals and functions stay the
     * objects that they are, so that exports, {@linkplain #bind bound} interfaces and whatever else the host holds of
     * it stay good; only {@linkplain Memory#view views} do not. If this throws, nothing has changed.
     *
     * <p>All memories, tables and mutable globals get the contents and size of the snapshot, also those that are
     * imported, and all who share them see that. What they had grown beyond is given back, also to the limits of the
     * store. Functions and immutable globals stay, and so do the fuel and the deadline of the store. A call of this
     * instance that is suspended cannot be resumed any more, only cancelled. What the host keeps for the guest, such as
     * open files, is the host's own affair.
     *
     * <p>This costs the copying of what the snapshot keeps of memories, and the clearing of the rest that was ever
     * touched.
     *
     * @throws IllegalStateException if a guest of the store is running; if this instance imports the same memory, table
     *     or mutable global twice; or if the store is closed or in use by another thread
     * @throws IllegalArgumentException if the snapshot is of another program, or an imported memory or table may not be
     *     as large
     * @throws org.wasmi.encoding.error.ResourceException if a memory or table exceeds a limit of the store or what the JVM
     *     can provide
     */
    public void reset(Snapshot snapshot) {
        int entered = store.enter();
        try {
            if (!store.isIdle()) {
                throw new IllegalStateException("no instance can be reset while a guest of the store is running");
            }
            snapshot.reset(this);
            lastReset = store.countReset();
        } finally {
            store.exit(entered);
        }
    }

    /**
     * {@return whether this has been reset after some other resets of the store, of which the first has the number 1}
     */
    boolean wasResetAfter(long resets) {
        return lastReset > resets;
    }

    /**
     * Calls the export {@code _initialize}, if there is one. Libraries, as opposed to programs, of WASI and Emscripten
     * ask for that, once and before any other call.
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

    /** {@return the names of the exports, in order} */
    public List<String> exportNames() {
        List<String> names = new ArrayList<>(program.exports().size());
        for (Export each : program.exports()) {
            names.add(each.name());
        }
        return Collections.unmodifiableList(names);
    }

    /** {@return what is exported under a name, if anything is} */
    public Optional<Extern> export(String name) {
        return Optional.ofNullable(prepared.export(name)).map(this::extern);
    }

    private Extern extern(Export export) {
        return switch (export.kind()) {
            case FUNC -> functionAt(export.index());
            case TABLE -> tableAt(export.index());
            case MEMORY -> memoryAt(export.index());
            case GLOBAL -> globalAt(export.index());
            case TAG -> throw new IllegalArgumentException("instances have no tags");
        };
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
     * {@return an object of an interface whose methods call the exported functions of the same names} {@link ExportName}
     * tells another name; default methods stay what they are. Java's int, long, float and double stand for i32, i64, f32
     * and f64, {@link WasmFunction} for funcref, {@link Object} for externref; void for no result, a record for several, in
     * order of its components. A call allocates nothing but the record. The object belongs to the store and, like it, is
     * confined to one thread at a time; it keeps the references of its last call.
     *
     * <p>The interface must be public in a package that its module exports to {@code org.wasmi.exec}, or in one that is open
     * to it; so must records. In native images, and for a package that is merely open, calls go through reflection, which is
     * slower and allocates.
     *
     * @throws IllegalArgumentException if it is no such interface, or if exports are missing or of other types; the message
     *     lists all of them
     */
    public <T> T bind(Class<T> type) {
        return bind(type, Adapters.own());
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

    // What instructions refer to, by an index of the program's index spaces, imports first, which validation has
    // checked.

    /** {@return a function of the function index space} */
    WasmFunction functionAt(int index) {
        WasmFunction function = functions[index];
        return function != null ? function : own(index);
    }

    /** Makes the object for a function of the program when it is first needed: most never are. */
    private WasmFunction own(int index) {
        WasmFunction function = new GuestFunction(prepared.functionType(index), this, index);
        functions[index] = function;
        return function;
    }

    /** {@return a table of the table index space} */
    Table tableAt(int index) {
        return tables[index];
    }

    /** {@return the number of memories} */
    int memoryCount() {
        return memories.length;
    }

    /** {@return a memory of the memory index space} */
    Memory memoryAt(int index) {
        return memories[index];
    }

    /** {@return a global of the global index space} */
    Global globalAt(int index) {
        return globals[index];
    }

    /** {@return a tag of the tag index space} */
    Tag tagAt(int index) {
        return tags[index];
    }

    /** {@return a type of the program; within an engine, equal types are the same object} */
    RuntimeType typeAt(int index) {
        return prepared.type(index);
    }

    /** {@return a data segment, empty once it has been dropped} */
    Bytes dataAt(int index) {
        return data[index];
    }

    /** Drops a data segment. */
    void dropData(int index) {
        data[index] = Bytes.EMPTY;
    }

    /** {@return the references of an element segment, none once it has been dropped; not to be changed} */
    @Nullable
    Object[] elementAt(int index) {
        return elements[index];
    }

    /** Drops an element segment. */
    void dropElement(int index) {
        elements[index] = DROPPED;
    }
}
