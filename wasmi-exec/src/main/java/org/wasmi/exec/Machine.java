package org.wasmi.exec;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Trap;
import org.wasmi.encoding.TrapException;
import org.wasmi.encoding.program.Names;

/**
 * The state of a run: the stack of slots and the stack of frames (the "store's thread" of the Wasm specification, 4.2.10).
 * All executors work on it, so a function of one may call a function of another, and a run can be left between any two
 * instructions. Belongs to one {@link Store}; confined to one thread at a time.
 *
 * <p>Slots: the frame of the function on top begins at {@link #framePointer}; slot {@code s} of it has its numeric half at
 * {@code slots()[framePointer + s]} and its reference half at the same index of {@code references()}. Pushing a frame may
 * replace both arrays, so executors read them anew after each call.
 *
 * <p>Frames: for each function that is running, the position in its code at which it goes on and its frame pointer.
 */
public final class Machine {
    private static final int FIRST_SLOTS = 64;
    private static final int FIRST_FRAMES = 8;
    private static final long[] NO_SLOTS = {};
    private static final byte[] NO_MEMORY = {};
    private static final @Nullable Object[] NO_REFERENCES = {};

    private final int maxSlots;
    private final int maxDepth;
    private final int maxHostDepth;

    private long[] slots;
    private @Nullable Object[] references;

    private @Nullable GuestFunction[] functions;
    /** By frame: its position, then its frame pointer. */
    private int[] frames;

    private int depth;
    private int hostDepth;
    /** The first slot that no frame uses, kept while the host has control. */
    private int top;
    /** No reference half from here on has been written since the machine was idle. */
    private int referencesEnd;

    /** One for each level of calls to the host that was ever reached. */
    private HostCall[] hostCalls = {};

    private int hostCallDepth;

    private boolean metered;
    private long fuel;

    /** What {@link #refresh} caches of the instance of the frame on top. */
    private @Nullable Instance instance;

    private byte[] memory = NO_MEMORY;
    private int memorySize;

    /** The thread that runs guests, if one does. */
    private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

    private boolean closed;

    Machine(EngineConfig config) {
        maxSlots = config.maxStackSlots();
        maxDepth = config.maxCallDepth();
        maxHostDepth = config.maxHostDepth();
        int firstSlots = Math.min(FIRST_SLOTS, maxSlots);
        int firstFrames = Math.min(FIRST_FRAMES, maxDepth);
        slots = new long[firstSlots];
        references = new @Nullable Object[firstSlots];
        functions = new @Nullable GuestFunction[firstFrames];
        frames = new int[2 * firstFrames];
    }

    /** {@return the numeric halves of all slots} */
    public long[] slots() {
        return slots;
    }

    /** {@return the reference halves of all slots} */
    public @Nullable Object[] references() {
        return references;
    }

    /** {@return the number of frames} */
    public int depth() {
        return depth;
    }

    /** {@return the function of the frame on top} */
    public GuestFunction function() {
        return functionAt(depth - 1);
    }

    private GuestFunction functionAt(int frame) {
        GuestFunction function = functions[frame];
        assert function != null : "frame without a function";
        return function;
    }

    /** {@return the position, in its code, at which the frame on top goes on} */
    public int position() {
        return frames[2 * depth - 2];
    }

    /** {@return where the frame on top begins} */
    public int framePointer() {
        return frames[2 * depth - 1];
    }

    /**
     * Saves the position of the frame on top: where it goes on, or, if it ends in an exception, any position behind the
     * start of the instruction at fault.
     */
    public void savePosition(int position) {
        frames[2 * depth - 2] = position;
    }

    /**
     * Pushes a frame at position 0. The arguments are in place; locals are cleared here.
     *
     * @param callee the function
     * @param framePointer where its frame begins
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if the frame exceeds a limit
     */
    public void push(GuestFunction callee, int framePointer) {
        LinkedCode code = callee.linked();
        int d = depth;
        if (d >= functions.length) {
            growFrames();
        }
        if (code.slots > slots.length - framePointer) {
            growSlots(framePointer + (long) code.slots);
        }
        if (functions[d] != callee) { // a store of a reference costs more than to look
            functions[d] = callee;
        }
        frames[2 * d] = 0;
        frames[2 * d + 1] = framePointer;
        depth = d + 1;
        clearLocals(code, framePointer);
    }

    /**
     * Replaces the frame on top by one of another function at position 0, for tail calls. The arguments are in place.
     *
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if the frame exceeds a limit; the old one is still there
     */
    public void replace(GuestFunction callee) {
        LinkedCode code = callee.linked();
        int framePointer = framePointer();
        if (code.slots > slots.length - framePointer) {
            growSlots(framePointer + (long) code.slots);
        }
        if (functions[depth - 1] != callee) {
            functions[depth - 1] = callee;
        }
        frames[2 * depth - 2] = 0;
        clearLocals(code, framePointer);
    }

    /** Removes the frame on top. */
    public void pop() {
        depth--;
    }

    /**
     * Caches what handlers need of the instance of the frame on top: to be called when another frame has come on top, when
     * the host has had control, and when a memory has grown.
     */
    public void refresh() {
        Instance current = function().instance();
        byte[] array = current.memoryArray();
        if (instance != current) { // a store of a reference costs more than to look
            instance = current;
        }
        if (memory != array) {
            memory = array;
        }
        memorySize = current.memorySize();
    }

    /** {@return the instance of the frame on top, as of {@link #refresh}} */
    public Instance instance() {
        return Objects.requireNonNull(instance, "no frame has come on top");
    }

    /** {@return the array of memory 0 of the instance, as of {@link #refresh}} */
    public byte[] memory() {
        return memory;
    }

    /** {@return the size of memory 0 of the instance in bytes, as of {@link #refresh}} */
    public int memorySize() {
        return memorySize;
    }

    private void clearLocals(LinkedCode code, int framePointer) {
        int from = framePointer + code.params;
        int to = framePointer + code.locals;
        long[] st = slots;
        for (int i = from; i < to; i++) {
            st[i] = 0;
        }
        if (code.references) {
            int end = framePointer + code.slots;
            Arrays.fill(references, from, end, null);
            referencesEnd = Math.max(referencesEnd, end);
        }
    }

    private void growFrames() {
        if (depth >= maxDepth) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED);
        }
        int length = (int) Math.min(2L * depth, maxDepth);
        try {
            @Nullable GuestFunction[] moreFunctions = Arrays.copyOf(functions, length);
            frames = Arrays.copyOf(frames, 2 * length);
            functions = moreFunctions;
        } catch (OutOfMemoryError error) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED, "no memory for " + length + " frames");
        }
    }

    private void growSlots(long needed) {
        if (needed > maxSlots) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED);
        }
        int length = (int) Math.min(Math.max(2L * slots.length, needed), maxSlots);
        try {
            @Nullable Object[] moreReferences = Arrays.copyOf(references, length);
            slots = Arrays.copyOf(slots, length);
            references = moreReferences;
        } catch (OutOfMemoryError error) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED, "no memory for " + length + " slots");
        }
    }

    /**
     * Takes fuel, if fuel is metered.
     *
     * @param amount how much, unsigned
     * @throws TrapException with {@link Trap#OUT_OF_FUEL} if there is less; nothing is taken then
     */
    public void consumeFuel(int amount) {
        if (metered) {
            long left = fuel - Integer.toUnsignedLong(amount);
            if (left < 0) {
                throw new TrapException(Trap.OUT_OF_FUEL);
            }
            fuel = left;
        }
    }

    OptionalLong fuel() {
        return metered ? OptionalLong.of(fuel) : OptionalLong.empty();
    }

    void addFuel(long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("fuel must not be negative: " + amount);
        }
        metered = true;
        fuel = fuel > Long.MAX_VALUE - amount ? Long.MAX_VALUE : fuel + amount;
    }

    /**
     * Calls a function of the host for the frame on top, whose position must be saved. On return the results are in place.
     *
     * @param function the function
     * @param framePointer where its arguments are and its results go
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if there is no room, and whatever the host throws
     */
    public void callHost(BoundHostFunction function, int framePointer) {
        callHost(function, framePointer, function().instance());
    }

    private void callHost(BoundHostFunction function, int framePointer, @Nullable Instance caller) {
        int end = framePointer + function.slots();
        if (end > slots.length) {
            growSlots(end);
        }
        if (function.signature().hasReferences()) {
            referencesEnd = Math.max(referencesEnd, end);
        }
        int outerTop = top;
        HostCall call = nextHostCall();
        top = end;
        try {
            call.begin(function, caller, framePointer);
            function.body().call(call);
            call.moveResults();
        } finally {
            hostCallDepth--;
            top = outerTop;
            call.end();
        }
    }

    private HostCall nextHostCall() {
        if (hostCallDepth == hostCalls.length) {
            HostCall[] more = Arrays.copyOf(hostCalls, hostCallDepth + 1);
            more[hostCallDepth] = new HostCall(this);
            hostCalls = more;
        }
        return hostCalls[hostCallDepth++];
    }

    /**
     * Lets the current thread in.
     *
     * @return whether it was outside; to be passed to {@link #exit}
     * @throws IllegalStateException if another thread is in, or the store is closed
     */
    boolean enter() {
        Thread current = Thread.currentThread();
        Thread before = owner.compareAndExchange(null, current);
        if (before == null) {
            if (closed) {
                owner.setRelease(null);
                throw new IllegalStateException("the store is closed");
            }
            return true;
        } else if (before != current) {
            throw new IllegalStateException("the store is in use by thread '" + before.getName() + "', so that thread '"
                    + current.getName() + "' cannot use it");
        }
        return false;
    }

    /** Lets the current thread out, and lets go of all objects of guests, if it was outside before. */
    void exit(boolean outermost) {
        if (outermost) {
            for (int i = 0; i < functions.length && functions[i] != null; i++) {
                functions[i] = null;
            }
            Arrays.fill(references, 0, referencesEnd, null);
            referencesEnd = 0;
            instance = null;
            memory = NO_MEMORY;
            memorySize = 0;
            owner.setRelease(null);
        }
    }

    /** Refuses a closed store. */
    void requireOpen() {
        exit(enter());
    }

    void close() {
        Thread before = owner.compareAndExchange(null, Thread.currentThread());
        if (before != null) {
            throw new IllegalStateException("the store is in use by thread '" + before.getName() + "'");
        }
        closed = true;
        slots = NO_SLOTS;
        references = NO_REFERENCES;
        functions = new @Nullable GuestFunction[0];
        hostCalls = new HostCall[0];
        owner.setRelease(null);
    }

    /** Calls a function from the host's side: copies the arguments in and, on return, the results out. */
    void call(
            WasmFunction function,
            long[] arguments,
            @Nullable Object[] argumentReferences,
            long[] results,
            @Nullable Object[] resultReferences) {
        boolean outermost = enter();
        try {
            int base = top;
            reserve(base + (long) Math.max(arguments.length, results.length));
            System.arraycopy(arguments, 0, slots, base, arguments.length);
            if (argumentReferences.length > 0) {
                System.arraycopy(argumentReferences, 0, references, base, argumentReferences.length);
                referencesEnd = Math.max(referencesEnd, base + argumentReferences.length);
            }
            run(function, null);
            System.arraycopy(slots, base, results, 0, results.length);
            System.arraycopy(references, base, resultReferences, 0, resultReferences.length);
        } finally {
            exit(outermost);
        }
    }

    /** Runs the code of a constant expression and leaves its value in a global. */
    void evaluate(GuestFunction constant, Global global) {
        run(constant, null);
        global.bits(slots[top]);
        if (global.type().type().slots() > 1) {
            global.highBits(slots[top + 1]);
        }
        global.reference(global.type().type().isReference() ? references[top] : null);
    }

    private void reserve(long end) {
        if (end > slots.length) {
            growSlots(end);
        }
    }

    /**
     * Runs a function from the host's side, at {@link #top}: the arguments are there, and so are the results on return. On
     * an exception the frames are gone, and a trap has got its backtrace.
     *
     * @param function the function
     * @param caller the instance in whose name the call is made, if there is one; functions of the host ask for it
     */
    void run(WasmFunction function, @Nullable Instance caller) {
        int base = depth;
        if (hostDepth >= maxHostDepth) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED, hostDepth + " calls from the host are nested");
        }
        hostDepth++;
        try {
            if (function instanceof GuestFunction guest) {
                push(guest, top);
                while (depth > base) {
                    function().linked().executor().run(this, base);
                }
            } else if (function instanceof BoundHostFunction host) {
                callHost(host, top, caller);
            }
        } catch (TrapException trap) {
            addFrames(trap, base);
            throw trap;
        } catch (StackOverflowError error) {
            throw overflow(base);
        } finally {
            depth = base;
            hostDepth--;
        }
    }

    private TrapException overflow(int base) {
        TrapException trap = new TrapException(Trap.CALL_STACK_EXHAUSTED, "the thread's stack is full");
        try {
            addFrames(trap, base);
        } catch (StackOverflowError again) {
            trap.omit(depth - base - trap.frames().size());
        }
        return trap;
    }

    private void addFrames(TrapException trap, int base) {
        int i = depth - 1;
        for (; i >= base && !trap.isFull(); i--) {
            GuestFunction each = functionAt(i);
            Names names = each.instance().program().names();
            int offset = each.linked().code().sources().offsetAt(frames[2 * i] - 1);
            trap.append(new TrapException.Frame(names.module(), each.index(), names.function(each.index()), offset));
        }
        trap.omit(i + 1 - base);
    }
}
