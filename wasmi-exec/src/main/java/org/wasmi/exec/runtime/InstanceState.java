package org.wasmi.exec.runtime;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.internal.memory.ArrayStorage;
import org.wasmi.exec.internal.memory.MemoryStorage;
import org.wasmi.exec.internal.store.HostApi;

/**
 * The state of an instance (Wasm specification, 4.2.5): what its code refers to by index. Executors reach that through
 * {@link StoreAccess} and {@link Calls}. The host API extends this class, and nothing else can. Belongs to one store
 * and, like it, is confined to one thread at a time.
 */
public abstract class InstanceState {
    private static final @Nullable Object[] DROPPED = {};

    private final StoreState store;
    private final Program program;
    private final PreparedProgram prepared;
    private final @Nullable FunctionState[] functions;
    private final TableState[] tables;
    private final MemoryState[] memories;

    /** Where memory 0 has its bytes; none if there is none. */
    MemoryStorage storage = ArrayStorage.NONE;

    /** What an executor keeps with the instance. */
    @Nullable
    Object attachment;

    private final GlobalState[] globals;
    private final TagState[] tags;
    private final Bytes[] data;
    private final @Nullable Object[][] elements;

    /** Whether the start function has been called, if there is one. */
    private boolean started;

    /** The number of the last reset among those of the store; 0 if there was none. */
    private long lastReset;

    /** Makes an instance that is still to be given what it refers to. */
    protected InstanceState(HostApi key, StoreState store, Program program) {
        this.store = store;
        this.program = program;
        this.prepared = store.engineState().prepare(program);
        functions = new @Nullable FunctionState[program.functionTypes().size()];
        tables = new TableState[prepared.importedTables + program.tables().size()];
        memories =
                new MemoryState[prepared.importedMemories + program.memories().size()];
        globals = new GlobalState[prepared.importedGlobals + program.globals().size()];
        tags = new TagState[program.tagCount()];
        data = new Bytes[program.data().size()];
        for (int i = 0; i < data.length; i++) {
            data[i] = program.data().get(i).bytes();
        }
        elements = new @Nullable Object[program.elements().size()][];
    }

    /** {@return the program} */
    public final Program program() {
        return program;
    }

    /** {@return the store that it belongs to} */
    protected final StoreState owner() {
        return store;
    }

    /** {@return a function of this instance, for the host too} */
    protected abstract GuestFunction newFunction(RuntimeType type, int index);

    // For the host API, once a thread is in the store.

    /**
     * Makes what the instance defines, and copies its active segments. Does not run the start function.
     *
     * @param imports what it imports, in order
     * @throws org.wasmi.encoding.error.TrapException if a segment does not fit
     * @throws org.wasmi.encoding.error.ResourceException if something exceeds a limit
     * @throws IllegalArgumentException if the store needs metered programs
     */
    protected void define(List<?> imports) {
        new Instantiation(this, imports).run();
    }

    /**
     * Gives the instance the state of another one.
     *
     * @param image the state
     * @param imports what it imports and the image does not hold, in order
     * @throws org.wasmi.encoding.error.ResourceException if something exceeds a limit
     * @throws IllegalArgumentException if the store needs metered programs
     */
    protected void restore(InstanceImage image, List<?> imports) {
        new Instantiation(this, imports).restore(image);
    }

    /**
     * Replaces the state by one of before, or of another instance of the program.
     *
     * @throws IllegalStateException if a guest of the store is running
     */
    protected final void resetTo(InstanceImage image) {
        if (!store.isIdle()) {
            throw new IllegalStateException("no instance can be reset while a guest of the store is running");
        }
        image.reset(this);
        lastReset = store.countReset();
    }

    /** Calls the start function, if there is one. */
    protected void runStartFunction() {
        started = true;
        if (program.start().isPresent()) {
            store.machine().run(functionAt(program.start().getAsInt()), this);
        }
    }

    /**
     * {@return the start function, which counts as called from now on}
     *
     * @throws IllegalStateException if it has been called before
     */
    protected final Optional<FunctionState> takeStartFunction() {
        if (started) {
            throw new IllegalStateException("the instance has been started");
        }
        started = true;
        return program.start().isPresent()
                ? Optional.of(functionAt(program.start().getAsInt()))
                : Optional.empty();
    }

    /** {@return what is exported under a name, if anything is} */
    protected final Optional<Object> exported(String name) {
        return Optional.ofNullable(prepared.export(name)).map(this::exported);
    }

    private Object exported(Export export) {
        return switch (export.kind()) {
            case FUNC -> functionAt(export.index());
            case TABLE -> tableAt(export.index());
            case MEMORY -> memoryAt(export.index());
            case GLOBAL -> globalAt(export.index());
            case TAG -> tagAt(export.index());
        };
    }

    // What instantiation fills in.

    final void functionAt(int index, FunctionState function) {
        functions[index] = function;
    }

    final void tableAt(int index, TableState table) {
        tables[index] = table;
    }

    final void memoryAt(int index, MemoryState memory) {
        memories[index] = memory;
        if (index == 0) {
            storage = memory.storage();
        }
    }

    final void globalAt(int index, GlobalState global) {
        globals[index] = global;
    }

    final void tagAt(int index, TagState tag) {
        tags[index] = tag;
    }

    final void elementAt(int index, @Nullable Object[] references) {
        elements[index] = references;
    }

    final void dataAt(int index, Bytes bytes) {
        data[index] = bytes;
    }

    final void started(boolean value) {
        started = value;
    }

    final boolean started() {
        return started;
    }

    final PreparedProgram prepared() {
        return prepared;
    }

    /**
     * Has the guest pay for the first call of a function in this instance, whether or not another one has called it
     * before.
     */
    final void chargeFirstCall(int index) {
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

    final FunctionCode link(int index) {
        return prepared.function(program, index, storage.isArray());
    }

    final LinkRequest linkRequest(int index) {
        return prepared.request(program, index, storage.isArray());
    }

    /**
     * {@return whether this has been reset after some other resets of the store, of which the first has the number 1}
     */
    final boolean wasResetAfter(long resets) {
        return lastReset > resets;
    }

    // What instructions refer to, by an index of the program's index spaces, imports first, which validation has
    // checked.

    /** {@return a function of the function index space} */
    final FunctionState functionAt(int index) {
        FunctionState function = functions[index];
        return function != null ? function : own(index);
    }

    /** Makes the object for a function of the program when it is first needed: most never are. */
    private FunctionState own(int index) {
        FunctionState function = newFunction(prepared.functionType(index), index);
        functions[index] = function;
        return function;
    }

    /** {@return a table of the table index space} */
    final TableState tableAt(int index) {
        return tables[index];
    }

    /** {@return the number of memories} */
    final int memoryCount() {
        return memories.length;
    }

    /** {@return a memory of the memory index space} */
    final MemoryState memoryAt(int index) {
        return memories[index];
    }

    /** {@return a global of the global index space} */
    final GlobalState globalAt(int index) {
        return globals[index];
    }

    /** {@return a tag of the tag index space} */
    final TagState tagAt(int index) {
        return tags[index];
    }

    /** {@return a type of the program; within an engine, equal types are the same object} */
    final RuntimeType typeAt(int index) {
        return prepared.type(index);
    }

    /** {@return a data segment, empty once it has been dropped} */
    final Bytes dataAt(int index) {
        return data[index];
    }

    /** Drops a data segment. */
    final void dropData(int index) {
        data[index] = Bytes.EMPTY;
    }

    /** {@return the references of an element segment, none once it has been dropped; not to be changed} */
    final @Nullable Object[] elementAt(int index) {
        return elements[index];
    }

    /** Drops an element segment. */
    final void dropElement(int index) {
        elements[index] = DROPPED;
    }
}
