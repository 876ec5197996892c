package org.wasmi.exec.runtime;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.internal.memory.ArrayStorage;
import org.wasmi.exec.internal.memory.MemoryImage;
import org.wasmi.exec.internal.memory.MemoryStorage;
import org.wasmi.exec.internal.store.HostApi;

/**
 * The state of an instance (Wasm specification, 4.2.5): what its code refers to by index. Executors reach that through
 * {@link StoreAccess} and {@link Calls}. The host API extends this class, and nothing else can. Belongs to one store
 * and, like it, is confined to one thread at a time.
 */
public abstract class InstanceState {
    private static final @Nullable Object[] DROPPED = {};

    // Most instances have none of one thing or another.
    private static final TableState[] NO_TABLES = {};
    private static final MemoryState[] NO_MEMORIES = {};
    private static final GlobalState[] NO_GLOBALS = {};
    private static final TagState[] NO_TAGS = {};
    private static final @Nullable Bytes[] NO_DATA = {};
    private static final @Nullable Object[][] NO_ELEMENTS = {};

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

    /** Null for those that were neither dropped nor asked for yet. */
    private final @Nullable Bytes[] data;

    private final @Nullable Object[][] elements;

    /** Whether the start function has been called, if there is one. */
    private boolean started;

    /** The number of the last reset among those of the store; 0 if there was none. */
    private long lastReset;

    /** Makes an instance that is still to be given what it refers to. */
    protected InstanceState(HostApi key, StoreState store, Program program) {
        this.store = store;
        this.program = program;
        this.prepared = store.programs().prepare(program);
        functions = new @Nullable FunctionState[program.functionTypes().size()];
        tables = row(NO_TABLES, prepared.importedTables + program.tables().size());
        memories =
                row(NO_MEMORIES, prepared.importedMemories + program.memories().size());
        globals = row(NO_GLOBALS, prepared.importedGlobals + program.globals().size());
        tags = row(NO_TAGS, program.tagCount());
        data = row(NO_DATA, program.data().size());
        elements = row(NO_ELEMENTS, program.elements().size());
    }

    /** {@return an array of a length, for the elements that an empty one is for} */
    private static <E> E[] row(E[] none, int length) {
        return length == 0 ? none : Arrays.copyOf(none, length);
    }

    /** {@return the program} */
    public final Program program() {
        return program;
    }

    /** {@return the store that it belongs to} */
    protected final StoreState owner() {
        return store;
    }

    /** {@return a function of this instance} */
    protected abstract GuestFunction newFunction(RuntimeType type, int index);

    // What its code makes, which hosts see too.

    /** {@return a memory with contents} */
    protected abstract MemoryState newMemory(MemoryType type, MemoryImage contents);

    /** {@return a table whose elements are a reference} */
    protected abstract TableState newTable(TableType type, @Nullable Object init);

    /** {@return a global whose value is zero or null} */
    protected abstract GlobalState newGlobal(GlobalType type);

    /** {@return a tag} */
    protected abstract TagState newTag(RuntimeType type);

    /** {@return a structure of which all fields are zero or null} */
    protected abstract StructRef newStruct(RuntimeType type);

    /** {@return an array of which all elements are zero or null, so few that a Java array can hold them} */
    protected abstract ArrayRef newArray(RuntimeType type, int length);

    /** {@return an exception with a tag of its store, which keeps the halves of the slots of its values} */
    protected abstract ExceptionState newException(TagState tag, long[] bits, @Nullable Object[] references);

    // For the host API, once a thread is in the store.

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

    final void dataDropped(int index, boolean dropped) {
        data[index] = dropped ? Bytes.EMPTY : null;
    }

    final void started(boolean value) {
        started = value;
    }

    final boolean started() {
        return started;
    }

    /** Counts one more reset of an instance of the store, which is of this one. */
    final void countReset() {
        lastReset = store.countReset();
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

    final UnlinkedCode unlinked(int index) {
        return prepared.unlinked(program, index, storage.isArray());
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
        Bytes bytes = data[index];
        return bytes != null ? bytes : ownData(index);
    }

    /** Makes the object for a data segment when it is first needed: most are copied at instantiation and dropped. */
    private Bytes ownData(int index) {
        Bytes bytes = program.data().get(index).bytes();
        data[index] = bytes;
        return bytes;
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
