package org.wasmi.exec.runtime;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.error.Backtrace;
import org.wasmi.encoding.error.GuestException;
import org.wasmi.encoding.error.GuestTrace;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Names;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.internal.memory.MemoryStorage;
import org.wasmi.exec.internal.store.Meter;

/**
 * The state of a run: the stack of slots and the stack of frames (the "store's thread" of the Wasm specification, 4.2.10).
 * All executors work on it, so a function of one may call a function of another, and a run can be left between any two
 * instructions. Belongs to one store; confined to one thread at a time.
 *
 * <p>A store has one machine for calls that nest within each other, and one more for each call that can be suspended. While
 * that waits, other code stands in for that of the frame on top, of an executor that runs nothing: so executors
 * leave a machine that waits as they leave frames of others.
 *
 * <p>Slots: the frame of the function on top begins at {@link #framePointer}; slot {@code s} of it has its numeric half at
 * {@code slots()[framePointer + s]} and its reference half at the same index of {@code references()}. Pushing a frame may
 * replace both arrays, so executors read them again after each call.
 *
 * <p>Frames: for each function that is running, the code that it runs, the position in that at which it goes on and its
 * frame pointer. A function may get other code meanwhile ({@link Calls#replaceCode}); the frame goes on in its own.
 */
public final class Machine {
    private static final int FIRST_SLOTS = 64;
    private static final int FIRST_FRAMES = 8;

    /** How many guest calls executors may nest as Java calls: as many as the stack of a thread has room for. */
    private static final int MAX_NESTED = 1_000;

    /** What {@link #callNested} and the executor that it runs take of the stack of a thread, in such calls. */
    private static final int CALL_NESTED = 4;

    /** How many handlers are asked for a unit of fuel, and between two looks at the clock. */
    private static final int HANDLERS_PER_FUEL = 64;

    private static final int HANDLERS_BETWEEN_LOOKS = 1 << 16;

    /** The numbers that are kept of each frame. */
    private static final int FRAME = 3;

    private static final int NO_FRAME = -1;
    private static final long[] NO_SLOTS = {};
    private static final byte[] NO_MEMORY = {};
    private static final @Nullable Object[] NO_REFERENCES = {};

    private final StoreState store;
    private final Meter meter;
    private final boolean suspendable;
    private final int maxSlots;
    private final int maxDepth;

    private long[] slots;
    private @Nullable Object[] references;

    private @Nullable GuestFunction[] functions;
    /** By frame: the code that it runs, which may no longer be that of its function. */
    private @Nullable LinkedCode[] codes;
    /** By frame: its position, its frame pointer, and what {@link #referencesEnd} was before if it holds references. */
    private int[] frames;

    private int depth;

    /** How many Java calls executors have nested to get here, and how many frames there were then at most. */
    private int nested;

    private int deepestNested;

    /** The first slot that no frame uses, kept while the host has control. */
    private int top;
    /** All reference halves from here on are null; it is not before the end of any frame that holds references. */
    private int referencesEnd;

    /**
     * The number of a frame that is there only because its function was about to be replaced when a host function threw an
     * exception; its handlers do not count.
     */
    private int replacedFrame = NO_FRAME;

    /** One for each level of calls to the host that was ever reached. */
    private HostFrame[] hostCalls = {};

    private int hostCallDepth;

    /** What a host function threw last of the exceptions that the JVM throws where a guest mixes up references. */
    private @Nullable RuntimeException ofHost;

    /** What the run waits for, if it does, and the code of the frame on top, if there is a frame. */
    private @Nullable Wait wait;

    private @Nullable LinkedCode waiting;

    /** What {@link #refresh} caches of the instance of the frame on top. */
    private @Nullable InstanceState instance;

    private byte[] memory = NO_MEMORY;
    private int memorySize;

    /** What a run waits for. */
    private sealed interface Wait {}

    /** For fuel, which is to be taken; a part of it is owed whatever becomes of the call. */
    private record ForFuel(long due, long owed) implements Wait {}

    /** For the results of a function of the host, which was called at a frame pointer and perhaps by a tail call. */
    private record ForHost(HostFunctionState function, Optional<Object> request, int framePointer, boolean tail)
            implements Wait {
        ForHost asTailCall() {
            return new ForHost(function, request, framePointer, true);
        }
    }

    /**
     * Makes a machine.
     *
     * @param store whose it is
     * @param suspendable whether it is for a call that can be suspended
     */
    Machine(StoreState store, boolean suspendable) {
        this.store = store;
        this.meter = store.meter();
        this.suspendable = suspendable;
        maxSlots = store.resources().limits().stackSlots();
        maxDepth = store.resources().limits().callDepth();
        int firstSlots = Math.min(FIRST_SLOTS, maxSlots);
        int firstFrames = Math.min(FIRST_FRAMES, maxDepth);
        slots = new long[firstSlots];
        references = new @Nullable Object[firstSlots];
        functions = new @Nullable GuestFunction[firstFrames];
        codes = new @Nullable LinkedCode[firstFrames];
        frames = new int[FRAME * firstFrames];
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

    /** {@return the code that the frame on top runs} */
    public LinkedCode code() {
        return codeAt(depth - 1);
    }

    private LinkedCode codeAt(int frame) {
        LinkedCode code = codes[frame];
        assert code != null : "frame without code";
        return code;
    }

    /** {@return the position, in its code, at which the frame on top goes on} */
    public int position() {
        return frames[FRAME * (depth - 1)];
    }

    /** {@return where the frame on top begins} */
    public int framePointer() {
        return frames[FRAME * (depth - 1) + 1];
    }

    /**
     * Saves the position of the frame on top: where it goes on, or, if it ends in an exception, any position behind the
     * start of the instruction at fault and not behind its end.
     */
    public void savePosition(int position) {
        frames[FRAME * (depth - 1)] = position;
    }

    /**
     * Pushes a frame at position 0. The arguments are in place; locals are cleared here, and if the function touches
     * references, all reference halves of the frame but those of arguments that are references.
     *
     * @param callee the function
     * @param framePointer where its frame begins
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if the frame exceeds a limit
     */
    public void push(GuestFunction callee, int framePointer) {
        LinkedCode code = callee.linked();
        int d = depth;
        if (d >= functions.length) {
            growFrames(d + 1);
        }
        if (code.slots > slots.length - framePointer) {
            growSlots(framePointer + (long) code.slots);
        }
        if (functions[d] != callee) { // a store of a reference costs more than to look
            functions[d] = callee;
        }
        if (codes[d] != code) {
            codes[d] = code;
        }
        frames[FRAME * d] = 0;
        frames[FRAME * d + 1] = framePointer;
        depth = d + 1;
        clearLocals(callee, code, framePointer);
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
        if (framePointer < referencesEnd) {
            releaseReferences(code(), code.references ? code.params : 0);
        }
        if (functions[depth - 1] != callee) {
            functions[depth - 1] = callee;
        }
        if (codes[depth - 1] != code) {
            codes[depth - 1] = code;
        }
        frames[FRAME * (depth - 1)] = 0;
        clearLocals(callee, code, framePointer);
    }

    /** Removes the frame on top. Its results are in place; what else it has left of references is cleared here. */
    public void pop() {
        int d = depth - 1;
        if (referencesEnd != 0 && frames[FRAME * d + 1] < referencesEnd) {
            releaseReferences(functionAt(d));
        }
        depth = d;
    }

    /**
     * Caches what handlers need of the instance of the frame on top: to be called when another frame has come on top, when
     * the host has had control, and when a memory has grown.
     */
    public void refresh() {
        InstanceState current = function().instance();
        MemoryStorage storage = current.storage;
        byte[] array = storage.array();
        if (instance != current) { // a store of a reference costs more than to look
            instance = current;
        }
        if (memory != array) {
            memory = array;
        }
        memorySize = storage.arraySize();
    }

    /** {@return the instance of the frame on top, as of {@link #refresh}} */
    public InstanceState instance() {
        return Objects.requireNonNull(instance, "no frame has come on top");
    }

    /** {@return the array of memory 0 of the instance, as of {@link #refresh}} */
    public byte[] memory() {
        return memory;
    }

    /** {@return how many bytes of memory 0 of the instance are in its array, as of {@link #refresh}} */
    public int memorySize() {
        return memorySize;
    }

    private void clearLocals(GuestFunction function, LinkedCode code, int framePointer) {
        int from = framePointer + code.params;
        int to = framePointer + code.locals;
        long[] st = slots;
        for (int i = from; i < to; i++) {
            st[i] = 0;
        }
        if (!code.simpleFrame) {
            claimFrame(function, code, framePointer);
        }
    }

    private void claimFrame(GuestFunction function, LinkedCode code, int framePointer) {
        if (code.references) {
            claimReferences(function, code, framePointer);
        }
        payFrame(function, code);
    }

    private void payFrame(GuestFunction function, LinkedCode code) {
        if (code.frameFuel > 0 && function.instance().program().isMetered()) {
            meter.takeOrOwe(code.frameFuel);
        }
    }

    /**
     * Makes the reference halves of the frame on top its own. What callers, of any instance, have left there must not be seen,
     * and what is beyond {@link #referencesEnd} is null already.
     */
    private void claimReferences(GuestFunction function, LinkedCode code, int framePointer) {
        int end = framePointer + code.slots;
        function.signature().params().clearNumbers(references, framePointer);
        clearReferences(framePointer + code.params, Math.min(end, referencesEnd));
        frames[FRAME * (depth - 1) + 2] = referencesEnd;
        referencesEnd = Math.max(referencesEnd, end);
    }

    /** Lets go of the references of the frame on top, whose function returns, but for its results. */
    private void releaseReferences(GuestFunction function) {
        Signature.Group results = function.signature().results();
        if (results.hasReferences()) {
            int framePointer = framePointer();
            results.clearNumbers(references, framePointer);
            releaseReferences(code(), results.slotCount());
            referencesEnd = Math.max(referencesEnd, framePointer + results.slotCount());
        } else {
            releaseReferences(code(), 0);
        }
    }

    /** Lets go of the references of the frame on top but for those in its first slots. */
    private void releaseReferences(LinkedCode code, int kept) {
        if (code.references) {
            int framePointer = framePointer();
            clearReferences(framePointer + kept, framePointer + code.slots);
            referencesEnd = frames[FRAME * (depth - 1) + 2];
        }
    }

    private void clearReferences(int from, int to) {
        if (from < to) {
            Arrays.fill(references, from, to, null);
        }
    }

    private void growFrames(int needed) {
        if (needed > maxDepth) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED, maxDepth + " calls are nested");
        }
        int length = (int) Math.min(Math.max(2L * depth, needed), maxDepth);
        try {
            @Nullable GuestFunction[] moreFunctions = Arrays.copyOf(functions, length);
            @Nullable LinkedCode[] moreCodes = Arrays.copyOf(codes, length);
            frames = Arrays.copyOf(frames, FRAME * length);
            functions = moreFunctions;
            codes = moreCodes;
        } catch (OutOfMemoryError error) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED, "no memory for " + length + " frames");
        }
    }

    private void growSlots(long needed) {
        if (needed > maxSlots) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED, "it has no more than " + maxSlots + " slots");
        }
        int length = (int) Math.min(Math.max(2L * slots.length, needed), maxSlots);
        lookIfLarge(length);
        try {
            @Nullable Object[] moreReferences = Arrays.copyOf(references, length);
            slots = Arrays.copyOf(slots, length);
            references = moreReferences;
        } catch (OutOfMemoryError error) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED, "no memory for " + length + " slots");
        }
        lookIfLarge(length);
    }

    /**
     * Looks for an end from outside where an array grows, which takes some milliseconds for a million slots. It is not paid for,
     * or the price of a call would depend on calls before it; since arrays double, it is no more in all than clearing the slots.
     */
    private void lookIfLarge(int length) {
        if (length > Bulk.SLICE) {
            store.look();
        }
    }

    /**
     * Takes fuel for the frame on top.
     *
     * @param amount how much, unsigned
     * @param next the position of the instruction that follows
     * @return whether to go on with that; if not, the call is suspended, and it is for the frame on top to say how to go on
     * @throws TrapException with {@link Trap#OUT_OF_FUEL} if there is less and the call cannot be suspended; with
     *     {@link Trap#INTERRUPTED} or {@link Trap#DEADLINE_EXCEEDED} if the guest is to end
     */
    public boolean consumeFuel(int amount, int next) {
        return meter.take(Integer.toUnsignedLong(amount)) || payFuel(Integer.toUnsignedLong(amount), next);
    }

    private boolean payFuel(long amount, int next) {
        meter.look();
        long owed = meter.owed();
        long due = meter.due(amount);
        if (meter.pay(due)) {
            return true;
        }
        if (!suspendable) {
            meter.owe(owed);
            throw new TrapException(Trap.OUT_OF_FUEL);
        }
        savePosition(next);
        await(new ForFuel(due, owed));
        return false;
    }

    private void await(Wait reason) {
        wait = reason;
        if (depth > 0) {
            waiting = code();
            codes[depth - 1] = Waiting.CODE;
        }
    }

    /** {@return how much fuel is missing, if the run waits for that} */
    OptionalLong missingFuel() {
        return wait instanceof ForFuel fuel ? OptionalLong.of(meter.missing(fuel.due())) : OptionalLong.empty();
    }

    /** {@return the host function whose results the run waits for, if it does} */
    Optional<HostFunctionState> awaitedFunction() {
        return wait instanceof ForHost host ? Optional.of(host.function()) : Optional.empty();
    }

    /** {@return what the host function that the run waits for has asked for, if anything} */
    Optional<Object> request() {
        return wait instanceof ForHost host ? host.request() : Optional.empty();
    }

    /**
     * Calls a function of the host for the frame on top, whose position must be saved. On return the results are in place.
     *
     * @param function the function
     * @param framePointer where its arguments are and its results go
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if there is no room, and whatever the host throws
     */
    public void callHost(HostFunctionState function, int framePointer) {
        callHost(function, framePointer, function().instance());
    }

    /**
     * Calls a function of the host in place of the frame on top, whose position must be saved.
     *
     * @param function the function
     * @param framePointer where its arguments are
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if there is no room, and whatever the host throws
     */
    public void tailCallHost(HostFunctionState function, int framePointer) {
        try {
            callHost(function, framePointer);
        } catch (ExceptionState thrown) {
            replacedFrame = depth - 1;
            throw thrown;
        }
        if (wait instanceof ForHost host) {
            wait = host.asTailCall();
        } else {
            returnFromTailCall(function, framePointer);
        }
    }

    private void returnFromTailCall(HostFunctionState function, int framePointer) {
        moveSlots(
                framePointer,
                framePointer(),
                function.slots(),
                function.signature().hasReferences());
        pop();
    }

    /** Moves consecutive slots; their reference halves only where there may be any. */
    void moveSlots(int from, int to, int count, boolean withReferences) {
        long[] st = slots;
        for (int i = 0; i < count; i++) { // few: a call of arraycopy costs more
            st[to + i] = st[from + i];
        }
        if (withReferences) {
            System.arraycopy(references, from, references, to, count);
        }
    }

    private void callHost(HostFunctionState function, int framePointer, @Nullable InstanceState caller) {
        int end = framePointer + function.slots();
        if (end > slots.length) {
            growSlots(end);
        }
        boolean references = function.signature().hasReferences();
        int outerReferencesEnd = referencesEnd;
        if (references) {
            referencesEnd = Math.max(referencesEnd, end);
        }
        int outerTop = top;
        HostFrame call = nextHostCall();
        top = end;
        store.countHostCall();
        try {
            call.begin(function, caller, framePointer);
            callBody(function, call);
            Optional<Optional<Object>> request = call.suspension();
            if (request.isPresent()) {
                await(new ForHost(function, request.get(), framePointer, false));
            } else {
                if (caller != null) {
                    store.look(); // the host may have taken long
                }
                call.moveResults();
            }
            if (references) { // of the results, those that have not been moved
                int resultsEnd = framePointer + function.signature().results().slotCount();
                clearReferences(resultsEnd, end);
                referencesEnd = Math.max(outerReferencesEnd, resultsEnd);
            }
        } finally {
            hostCallDepth--;
            top = outerTop;
            call.end();
        }
    }

    private void callBody(HostFunctionState function, HostFrame call) {
        try {
            function.serve(call);
        } catch (MemoryFault fault) { // or the guest's call would be repeated
            throw new IllegalStateException(
                    "a function of the host has used MemoryAccess, which is for executors", fault);
        } catch (ClassCastException | IndexOutOfBoundsException thrown) {
            ofHost = thrown;
            throw thrown;
        }
    }

    private HostFrame nextHostCall() {
        if (hostCallDepth == hostCalls.length) {
            HostFrame[] more = Arrays.copyOf(hostCalls, hostCallDepth + 1);
            more[hostCallDepth] = store.newHostFrame(this);
            hostCalls = more;
        }
        return hostCalls[hostCallDepth++];
    }

    /**
     * {@return whether calls on this machine can be suspended} Then all frames must be on the machine: no executor nests Java
     * calls here.
     */
    public boolean isSuspendable() {
        return suspendable;
    }

    /**
     * {@return how many guest calls an executor may nest as Java calls above the frame on top, without frames here} A call
     * beyond that goes through {@link #push} or {@link #callNested}, which trap if {@code StoreLimit.CALL_DEPTH} is reached:
     * so that limit is exact. At most 1,000, of which each {@link #callNested} that has not returned takes a few; and 0 if
     * calls on this machine can be suspended. Functions of which the code has handlers of exceptions ({@link
     * org.wasmi.encoding.HandlerTable}) need a frame here, where those are looked for.
     */
    public int nestable() {
        return suspendable ? 0 : Math.max(0, Math.min(MAX_NESTED - nested, maxDepth - depth));
    }

    /** {@return how many slots there may be, see {@code StoreLimit.STACK_SLOTS}; frames that are not here count as well} */
    public int maxSlots() {
        return maxSlots;
    }

    /**
     * Makes room for slots of frames that are not here, where arguments for {@link #callNested} go. May replace both arrays.
     *
     * @param end the number of slots, from slot 0 of the machine
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if that exceeds a limit
     */
    public void reserveSlots(long end) {
        if (end > slots.length) {
            growSlots(end);
        }
    }

    /**
     * Takes the fuel for a frame that is not here, as {@link #push} does; {@link #fuelSlice()} changes.
     *
     * @param code the code of the frame, whose function is of the same instance as that of the frame on top
     */
    public void payFrame(LinkedCode code) {
        payFrame(function(), code);
    }

    /**
     * Calls a function and runs it to its end, from Java calls that an executor has nested. On return the results are in
     * place, and {@link #refresh} is due.
     *
     * @param callee the function, of a guest or of the host
     * @param framePointer where its arguments are and its results go
     * @param unrecorded the number of guest frames between the one on top, whose position must be saved, and the callee's;
     *     all of the same instance as the one on top
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if the frame exceeds a limit, and whatever the callee throws
     * @throws IllegalStateException if calls on this machine can be suspended
     */
    public void callNested(FunctionState callee, int framePointer, int unrecorded) {
        if (suspendable) {
            throw new IllegalStateException("no Java calls are nested where calls can be suspended");
        }
        InstanceState caller = function().instance();
        int outerDepth = depth;
        int outerNested = nested;
        int outerReferencesEnd = referencesEnd;
        int base = depth + unrecorded;
        if (base > functions.length) {
            growFrames(base);
        }
        boolean completed = false;
        nested += unrecorded + CALL_NESTED;
        depth = base;
        deepestNested = Math.max(deepestNested, base);
        try {
            if (callee instanceof GuestFunction guest) {
                push(guest, framePointer);
            } else if (callee instanceof HostFunctionState host) {
                callHost(host, framePointer, caller);
            }
            runFrames(base);
            completed = true;
        } catch (StackOverflowError error) {
            throw overflow(error, base);
        } catch (Throwable thrown) {
            addFrames(thrown, base);
            throw thrown;
        } finally {
            depth = outerDepth;
            nested = outerNested;
            if (!completed) {
                clearReferences(framePointer, referencesEnd);
                referencesEnd = outerReferencesEnd;
            }
        }
    }

    /**
     * Adds to the backtrace of an exception a frame that is not here: an executor does so for each of its own that the exception
     * leaves, innermost first.
     *
     * @param thrown the exception, a trap or any other
     * @param function whose frame it is
     * @param code what the frame runs
     * @param position the position in that, as {@link #savePosition} has it
     */
    public void addFrame(Throwable thrown, GuestFunction function, LinkedCode code, int position) {
        Backtrace trace = thrown instanceof GuestException own ? own.backtrace() : GuestTrace.of(thrown);
        trace.append(frame(function, code, position));
    }

    /**
     * {@return the fuel that metered code may take before it has to look whether it may go on} For executors that keep it in a
     * local: they take amounts from that, and call {@link #consumeFuel} for one that is larger. The local has to be written
     * back by {@link #fuelSlice(long)} before anything else on the machine, the store or the instance is called, and before an
     * exception leaves; it has to be read again afterwards.
     */
    public long fuelSlice() {
        return meter.slice();
    }

    /**
     * Says what is left of the fuel that may be taken without a look.
     *
     * @param left from 0 to what {@link #fuelSlice()} was
     * @throws IllegalArgumentException if it is not
     */
    public void fuelSlice(long left) {
        meter.slice(left);
    }

    /**
     * Has the frame on top go on in other code of its function, which reads all that it needs from the slots; the executor of
     * the code before returns from {@link Executor#run}.
     *
     * @param code the same code in another form
     * @param position where to go on, in the positions of that: 0 or the target of a branch
     * @throws IllegalArgumentException if it expects a frame of another shape
     */
    public void continueIn(LinkedCode code, int position) {
        code().requireSameFrame(code);
        codes[depth - 1] = code;
        savePosition(position);
    }

    /** {@return how many frames there were at most since nothing ran} */
    int deepest() {
        int deepest = Math.max(depth, deepestNested);
        while (deepest < functions.length && functions[deepest] != null) {
            deepest++;
        }
        return deepest;
    }

    /** {@return whether the instance of a frame has been reset since, see {@link InstanceState#wasResetAfter}} */
    boolean wasResetAfter(long resets) {
        for (int i = 0; i < depth; i++) {
            if (functionAt(i).instance().wasResetAfter(resets)) {
                return true;
            }
        }
        return false;
    }

    /** Lets go of all objects of guests, when nothing runs. */
    void clear() {
        depth = 0;
        int deepest = deepest();
        store.countDepth(deepest);
        if (wait instanceof ForFuel fuel) {
            meter.owe(fuel.owed());
        }
        Arrays.fill(functions, 0, deepest, null);
        Arrays.fill(codes, 0, deepest, null);
        deepestNested = 0;
        nested = 0;
        wait = null;
        waiting = null;
        ofHost = null;
        Arrays.fill(references, 0, referencesEnd, null);
        referencesEnd = 0;
        instance = null;
        memory = NO_MEMORY;
        memorySize = 0;
    }

    /** Lets go of everything, for good. */
    void close() {
        slots = NO_SLOTS;
        references = NO_REFERENCES;
        functions = new @Nullable GuestFunction[0];
        codes = new @Nullable LinkedCode[0];
        hostCalls = new HostFrame[0];
    }

    /** Calls a function from the host's side: copies the arguments in and, on return, the results out. */
    void call(
            FunctionState function,
            long[] arguments,
            @Nullable Object[] argumentReferences,
            long[] results,
            @Nullable Object[] resultReferences) {
        int entered = store.enter();
        try {
            int base = top;
            reserveSlots(base + (long) Math.max(arguments.length, results.length));
            System.arraycopy(arguments, 0, slots, base, arguments.length);
            if (argumentReferences.length > 0) {
                System.arraycopy(argumentReferences, 0, references, base, argumentReferences.length);
                referencesEnd = Math.max(referencesEnd, base + argumentReferences.length);
            }
            run(function, null);
            System.arraycopy(slots, base, results, 0, results.length);
            System.arraycopy(references, base, resultReferences, 0, resultReferences.length);
            // The caller may be a function of the host, and its caller another instance.
            clearReferences(base, base + Math.max(argumentReferences.length, resultReferences.length));
        } finally {
            store.exit(entered);
        }
    }

    /** Starts a call that can be suspended. When it has returned, its results are from slot 0 on. */
    void start(
            FunctionState function,
            long[] arguments,
            @Nullable Object[] argumentReferences,
            @Nullable InstanceState caller) {
        Signature.Group params = function.signature().params();
        reserveSlots(Math.max(params.slotCount(), function.signature().results().slotCount()));
        write(params, arguments, argumentReferences, 0);
        run(function, caller);
    }

    /** Goes on with a call that waits: with the results of the host, or to see whether there is enough fuel now. */
    void resume(long[] hostResults, @Nullable Object[] hostReferences) {
        LinkedCode code = waiting;
        if (code != null) {
            codes[depth - 1] = code;
            waiting = null;
        }
        if (wait instanceof ForHost host) {
            wait = null;
            write(host.function().signature().results(), hostResults, hostReferences, host.framePointer());
            if (host.tail()) {
                returnFromTailCall(host.function(), host.framePointer());
            }
        }
        run(null, null);
    }

    private void write(Signature.Group group, long[] numbers, @Nullable Object[] objects, int from) {
        System.arraycopy(numbers, 0, slots, from, group.slotCount());
        if (group.hasReferences()) {
            referencesEnd = Math.max(referencesEnd, from + group.slotCount());
            System.arraycopy(objects, 0, references, from, group.slotCount());
        }
    }

    /** Runs the code of a constant expression and leaves its value in a global. */
    void evaluate(GuestFunction constant, GlobalState global) {
        int before = deepest();
        run(constant, null);
        if (before < deepest()) { // it does not count as a call
            functions[depth] = null;
            codes[depth] = null;
        }
        global.bits(slots[top]);
        if (global.type().type().slots() > 1) {
            global.highBits(slots[top + 1]);
        }
        global.reference(global.type().type().isReference() ? references[top] : null);
        references[top] = null;
    }

    /**
     * Runs a function from the host's side, at {@link #top}: the arguments are there, and so are the results on return. On
     * an exception the frames are gone, and a trap has got its backtrace. If the run is suspended, the frames stay.
     *
     * @param function the function, or null to go on with a run that was suspended
     * @param caller the instance in whose name the call is made, if there is one; functions of the host ask for it
     */
    void run(@Nullable FunctionState function, @Nullable InstanceState caller) {
        int base = function == null ? 0 : depth;
        int from = function == null ? 0 : top;
        boolean completed = false;
        int nested = store.nest();
        try {
            store.look();
            if (function instanceof GuestFunction guest) {
                push(guest, top);
            } else if (function instanceof HostFunctionState host) {
                callHost(host, top, caller);
            } else if (wait instanceof ForFuel fuel) {
                wait = null;
                if (!meter.pay(fuel.due())) {
                    await(fuel);
                }
            }
            runFrames(base);
            completed = true;
        } catch (StackOverflowError error) {
            throw overflow(error, base);
        } catch (Throwable thrown) { // whatever the host throws, checked or not
            addFrames(thrown, base);
            throw thrown;
        } finally {
            if (wait == null) {
                depth = base;
                if (!completed) { // the guest that called the host, if one did, must not see what others have left
                    clearReferences(from, referencesEnd);
                }
            }
            store.unnest(nested);
        }
    }

    /** Runs the frames above a base, until they are gone or the run is suspended. */
    private void runFrames(int base) {
        while (depth > base && wait == null) {
            try {
                code().executor().run(this, base);
            } catch (MemoryFault fault) {
                resolve(fault);
            } catch (ExceptionState thrown) {
                if (!store.equals(thrown.tag().owner()) || !unwind(thrown, base)) {
                    replacedFrame = NO_FRAME;
                    throw thrown;
                }
            } catch (ClassCastException | IndexOutOfBoundsException thrown) {
                throw isOfHost(thrown) ? thrown : mixedUp(thrown);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // that exception, and none like it
    private boolean isOfHost(RuntimeException thrown) {
        return thrown == ofHost;
    }

    /**
     * {@return what guests see of the JVM's own checks: code that does not come from a translator has taken a reference
     * for one of another kind, which no verifier looks at}
     */
    private InvalidException mixedUp(RuntimeException thrown) {
        GuestFunction function = function();
        int position = position();
        int inCode = position == 0 ? 0 : code().codePosition(position);
        InvalidException invalid = new InvalidException(
                "type mismatch: a reference of another kind",
                function.index(),
                code().code().sources().offsetAt(inCode - 1));
        invalid.initCause(thrown);
        return invalid;
    }

    /** Makes room in a memory, and has the frame on top go on with the instruction that wants it. */
    private void resolve(MemoryFault fault) {
        fault.resolve(function().instance());
        savePosition(code().startOfInstruction(position()));
    }

    /**
     * Has the innermost frame that catches an exception go on at its handler, without the frames above it.
     *
     * @return whether there is one, from a base on; if not, all frames are still there
     */
    private boolean unwind(ExceptionState thrown, int base) {
        long asked = 0;
        long paid = 0;
        for (int i = depth - 1; i >= base; i--) {
            GuestFunction function = functionAt(i);
            Optional<HandlerTable.Handler> handler = i == replacedFrame ? Optional.empty() : handlerAt(i, thrown);
            long work = 1L + codeAt(i).code().handlers().handlers().size();
            asked += work;
            paid += function.instance().program().isMetered() ? work : 0;
            if (handler.isPresent()) {
                meter.takeOrOwe(paid / HANDLERS_PER_FUEL);
                removeFramesAbove(i);
                replacedFrame = NO_FRAME;
                enter(handler.get(), thrown);
                return true;
            }
            if (asked > HANDLERS_BETWEEN_LOOKS) {
                meter.look();
                asked = 0;
            }
        }
        meter.takeOrOwe(paid / HANDLERS_PER_FUEL);
        return false;
    }

    /** {@return the first handler of a frame for where it is that catches an exception} */
    private Optional<HandlerTable.Handler> handlerAt(int frame, ExceptionState thrown) {
        LinkedCode linked = codeAt(frame);
        HandlerTable table = linked.code().handlers();
        int position = frames[FRAME * frame];
        if (table.isEmpty() || position == 0) {
            return Optional.empty();
        }
        int within = linked.codePosition(position) - 1;
        InstanceState owner = functionAt(frame).instance();
        for (HandlerTable.Handler each : table.handlers()) {
            if (each.covers(within) && (!each.clause().hasTag() || owner.tagAt(each.tag()) == thrown.tag())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Removes frames that leave no results. */
    private void removeFramesAbove(int frame) {
        for (; depth - 1 > frame; depth--) {
            if (framePointer() < referencesEnd) {
                releaseReferences(code(), 0);
            }
        }
    }

    /** Has the frame on top go on at a handler, with what its clause puts into slots. */
    private void enter(HandlerTable.Handler handler, ExceptionState exception) {
        int slot = framePointer() + handler.slot();
        if (handler.clause().hasTag()) {
            int count = exception.bits().length;
            System.arraycopy(exception.bits(), 0, slots, slot, count);
            if (code().references) {
                System.arraycopy(exception.references(), 0, references, slot, count);
            }
            slot += count;
        }
        if (handler.clause().hasReference()) {
            references[slot] = exception;
        }
        savePosition(code().entryPosition(handler.target()));
    }

    /** {@return a trap, since guests can bring this about; its cause shows whether the host did} */
    private TrapException overflow(StackOverflowError error, int base) {
        TrapException trap = new TrapException(Trap.CALL_STACK_EXHAUSTED, "the thread's stack is full", error);
        try {
            GuestTrace.move(error, trap.backtrace());
            addFrames(trap.backtrace(), base);
        } catch (StackOverflowError again) {
            trap.backtrace().omit(depth - base - trap.frames().size());
        }
        return trap;
    }

    private void addFrames(Throwable thrown, int base) {
        if (thrown instanceof GuestException own) {
            addFrames(own.backtrace(), base);
        } else if (depth > base) {
            addFrames(GuestTrace.of(thrown), base);
        }
    }

    private void addFrames(Backtrace trace, int base) {
        int i = depth - 1;
        for (; i >= base && !trace.isFull(); i--) {
            trace.append(frame(functionAt(i), codeAt(i), frames[FRAME * i]));
        }
        trace.omit(i + 1 - base);
    }

    private static TrapException.Frame frame(GuestFunction function, LinkedCode code, int position) {
        Program program = function.instance().program();
        Names names = program.names();
        int inCode = position == 0 ? 0 : code.codePosition(position);
        int offset = code.code().sources().offsetAt(inCode - 1);
        return new TrapException.Frame(
                names.module(), function.index(), names.function(function.index()), offset, program.sourceLines());
    }
}
