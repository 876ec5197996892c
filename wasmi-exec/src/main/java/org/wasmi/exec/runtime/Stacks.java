package org.wasmi.exec.runtime;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.internal.memory.MemoryStorage;
import org.wasmi.exec.internal.store.Meter;

/**
 * The stack of slots and the stack of frames of a {@link Machine} (Wasm specification, 4.2.10).
 *
 * <p>Slots: the frame of the function on top begins at {@link #framePointer}; slot {@code s} of it has its numeric half
 * at {@code slots()[framePointer + s]} and its reference half at the same index of {@code references()}. Pushing a
 * frame may replace both arrays, so executors read them again after each call.
 *
 * <p>Frames: for each function that is running, the code that it runs, the position in that at which it goes on and its
 * frame pointer. A function may get other code meanwhile ({@link Calls#replaceCode}); the frame goes on in its own.
 */
public abstract class Stacks {
    private static final int FIRST_SLOTS = 64;
    private static final int FIRST_FRAMES = 8;

    /** Up to so many references are cleared one by one, since that costs less than a call. */
    private static final int FEW_REFERENCES = 16;

    /** The numbers that are kept of each frame. */
    private static final int FRAME = 3;

    private static final long[] NO_SLOTS = {};
    private static final byte[] NO_MEMORY = {};
    private static final @Nullable Object[] NO_REFERENCES = {};

    final StoreState store;
    final Meter meter;
    final int maxDepth;
    private final boolean suspendable;
    private final int maxSlots;

    private long[] slots;
    private @Nullable Object[] references;

    private @Nullable GuestFunction[] functions;
    /** By frame: the code that it runs, which may no longer be that of its function. */
    private @Nullable FrameCode[] codes;
    /** By frame: its position, its frame pointer, and what {@link #referencesEnd} was before if it holds references. */
    private int[] frames;

    int depth;

    /** What an exception of a guest has left so far that is not here. */
    final Unwound unwound = new Unwound();

    /** All reference halves from here on are null; it is not before the end of any frame that holds references. */
    int referencesEnd;

    /** What {@link #refresh} caches of the instance of the frame on top. */
    private @Nullable InstanceState instance;

    private byte[] memory = NO_MEMORY;
    private int memorySize;

    /**
     * Makes empty stacks.
     *
     * @param store whose they are
     * @param suspendable whether they are for a call that can be suspended
     */
    Stacks(StoreState store, boolean suspendable) {
        this.store = store;
        this.suspendable = suspendable;
        this.meter = store.meter();
        maxSlots = store.resources().limits().stackSlots();
        maxDepth = store.resources().limits().callDepth();
        int firstSlots = Math.min(FIRST_SLOTS, maxSlots);
        int firstFrames = Math.min(FIRST_FRAMES, maxDepth);
        slots = new long[firstSlots];
        references = new @Nullable Object[firstSlots];
        functions = new @Nullable GuestFunction[firstFrames];
        codes = new @Nullable FrameCode[firstFrames];
        frames = new int[FRAME * firstFrames];
    }

    /** {@return the numeric halves of all slots} */
    public final long[] slots() {
        return slots;
    }

    /** {@return the reference halves of all slots} */
    public final @Nullable Object[] references() {
        return references;
    }

    /**
     * {@return whether calls on these stacks can be suspended} Then an executor nests only Java calls that can leave.
     */
    public final boolean isSuspendable() {
        return suspendable;
    }

    /** {@return the number of frames} */
    public final int depth() {
        return depth;
    }

    /** {@return the function of the frame on top} */
    public final GuestFunction function() {
        return functionAt(depth - 1);
    }

    /**
     * {@return the function of a frame, for debuggers}
     *
     * @param frame the number of the frame, from 0 to {@link #depth} - 1; it must be one that is here
     */
    public final GuestFunction functionAt(int frame) {
        GuestFunction function = functions[frame];
        assert function != null : "frame without a function";
        return function;
    }

    /** {@return the function of a frame, or null if the frame is not here} */
    final @Nullable GuestFunction functionOrNull(int frame) {
        return frame < functions.length ? functions[frame] : null;
    }

    /** {@return the code of a frame, or null if the frame is not here} */
    final @Nullable FrameCode codeOrNull(int frame) {
        return frame < codes.length ? codes[frame] : null;
    }

    /** {@return where a frame begins, by its number, for debuggers} */
    public final int framePointerAt(int frame) {
        return frames[FRAME * frame + 1];
    }

    /** {@return the code that the frame on top runs} */
    public final FrameCode code() {
        return codeAt(depth - 1);
    }

    /** {@return the code that a frame runs, by its number, for debuggers} */
    public final FrameCode codeAt(int frame) {
        FrameCode code = codes[frame];
        assert code != null : "frame without code";
        return code;
    }

    /** {@return the position, in its code, at which the frame on top goes on} */
    public final int position() {
        return frames[FRAME * (depth - 1)];
    }

    /** {@return where the frame on top begins} */
    public final int framePointer() {
        return frames[FRAME * (depth - 1) + 1];
    }

    /**
     * Saves the position of the frame on top: where it goes on, or, if it ends in an exception, any position behind the
     * start of the instruction at fault and not behind its end.
     */
    public final void savePosition(int position) {
        frames[FRAME * (depth - 1)] = position;
    }

    /**
     * Pushes a frame at position 0. The arguments are in place; locals are cleared here, and if the function touches
     * references, all reference halves that its code may read but those of arguments that are references.
     *
     * @param callee the function
     * @param framePointer where its frame begins
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if the frame exceeds a limit
     */
    public final void push(GuestFunction callee, int framePointer) {
        FrameCode code = callee.linked();
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
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if the frame exceeds a limit; the old one is still
     *     there
     */
    public final void replace(GuestFunction callee) {
        FrameCode code = callee.linked();
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
        if (code.references) { // the arguments have been moved, with whatever was in their other halves
            callee.signature().params().clearNumbers(references, framePointer);
        }
        frames[FRAME * (depth - 1)] = 0;
        clearLocals(callee, code, framePointer);
    }

    /** Removes the frame on top. Its results are in place; what else it has left of references is cleared here. */
    public final void pop() {
        int d = depth - 1;
        int framePointer = frames[FRAME * d + 1];
        if (framePointer < referencesEnd) {
            leaveReferences(codeAt(d), d, framePointer);
        }
        depth = d;
    }

    /**
     * Caches what handlers need of the instance of the frame on top: to be called when another frame has come on top,
     * when the host has had control, and when a memory has grown.
     */
    public final void refresh() {
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
    public final InstanceState instance() {
        return Objects.requireNonNull(instance, "no frame has come on top");
    }

    /** {@return the array of memory 0 of the instance, as of {@link #refresh}} */
    public final byte[] memory() {
        return memory;
    }

    /** {@return how many bytes of memory 0 of the instance are in its array, as of {@link #refresh}} */
    public final int memorySize() {
        return memorySize;
    }

    final void clearLocals(GuestFunction function, FrameCode code, int framePointer) {
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

    final void claimFrame(GuestFunction function, FrameCode code, int framePointer) {
        if (code.references) {
            claimReferences(function, code, framePointer);
        }
        payFrame(function, code);
    }

    final void payFrame(GuestFunction function, FrameCode code) {
        if (code.frameFuel > 0 && function.instance().program().isMetered()) {
            meter.takeOrOwe(code.frameFuel);
        }
    }

    /**
     * Makes the reference halves of the frame on top its own. What callers, of any instance, have left there must not
     * be seen, and what is beyond {@link #referencesEnd} is null already. Halves that the code does not read stay the
     * caller's.
     */
    final void claimReferences(GuestFunction function, FrameCode code, int framePointer) {
        int end = framePointer + code.referenceSlots();
        int before = referencesEnd;
        if (framePointer < before) {
            if (code.readsNumbers()) {
                function.signature().params().clearNumbers(references, framePointer);
            }
            clearReferences(framePointer + code.params, Math.min(end, before));
        }
        frames[FRAME * (depth - 1) + 2] = before;
        if (end > before) {
            referencesEnd = end;
        }
    }

    /** Lets go of the references of the frame on top, whose function returns, but for its results. */
    private void leaveReferences(FrameCode code, int frame, int framePointer) {
        if (!code.references) {
            return;
        }
        if (code.leavesNumbers()) {
            functionAt(frame).signature().results().clearNumbers(references, framePointer);
        }
        clearReferences(framePointer + code.firstReleased(), framePointer + code.referenceSlots());
        referencesEnd = Math.max(frames[FRAME * frame + 2], framePointer + code.keptSlots());
    }

    /** Lets go of the references of the frame on top but for those in its first slots. */
    final void releaseReferences(FrameCode code, int kept) {
        if (code.references) {
            int framePointer = framePointer();
            clearReferences(framePointer + kept, framePointer + code.referenceSlots());
            referencesEnd = frames[FRAME * (depth - 1) + 2];
        }
    }

    final void clearReferences(int from, int to) {
        if (to <= from) { // most calls clear none or one, for which a loop costs more than the store
            return;
        }
        if (to - from > FEW_REFERENCES) {
            Arrays.fill(references, from, to, null);
            return;
        }
        @Nullable Object[] rf = references;
        rf[from] = null;
        for (int i = from + 1; i < to; i++) {
            rf[i] = null;
        }
    }

    final void growFrames(int needed) {
        if (needed > maxDepth) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED, maxDepth + " calls are nested");
        }
        int length = (int) Math.min(Math.max(2L * depth, needed), maxDepth);
        try {
            @Nullable GuestFunction[] moreFunctions = Arrays.copyOf(functions, length);
            @Nullable FrameCode[] moreCodes = Arrays.copyOf(codes, length);
            frames = Arrays.copyOf(frames, FRAME * length);
            functions = moreFunctions;
            codes = moreCodes;
        } catch (OutOfMemoryError error) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED, "no memory for " + length + " frames");
        }
    }

    final void growSlots(long needed) {
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
     * Looks for an end from outside where an array grows, which takes some milliseconds for a million slots. It is not
     * paid for, or the price of a call would depend on calls before it; since arrays double, it is no more in all than
     * clearing the slots.
     */
    final void lookIfLarge(int length) {
        if (length > SlicedWork.SLICE) {
            store.look();
        }
    }

    /** Moves consecutive slots; their reference halves only where there may be any. */
    final void moveSlots(int from, int to, int count, boolean withReferences) {
        long[] st = slots;
        for (int i = 0; i < count; i++) { // few: a call of arraycopy costs more
            st[to + i] = st[from + i];
        }
        if (withReferences) {
            System.arraycopy(references, from, references, to, count);
        }
    }

    /**
     * {@return how many slots there may be, see {@code StoreLimit.STACK_SLOTS}; frames that are not here count as well}
     */
    public final int maxSlots() {
        return maxSlots;
    }

    /**
     * Makes room for slots of frames that are not here, where arguments for {@link Machine#callNested} go. May replace
     * both arrays.
     *
     * @param end the number of slots, from slot 0 of the machine
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if that exceeds a limit
     */
    public final void reserveSlots(long end) {
        if (end > slots.length) {
            growSlots(end);
        }
    }

    /** {@return the end of the slots in which frames below the one on top hold references} */
    public final int heldReferences() {
        return code().references ? frames[FRAME * (depth - 1) + 2] : referencesEnd;
    }

    /**
     * Keeps references of frames that are not here, in slots for which there is room.
     *
     * @param end behind the last of these slots, from slot 0 of the machine
     */
    public final void claimReferences(int end) {
        referencesEnd = Math.max(referencesEnd, end);
    }

    /**
     * Lets go of all references from a slot on: of those that frames have left there that are not here, and of those of
     * the frame on top if its executor has taken them over.
     *
     * @param from the slot, from slot 0 of the machine
     * @param held what {@link #heldReferences} was when the frame on top was entered
     */
    public final void releaseReferences(int from, int held) {
        clearReferences(from, referencesEnd);
        referencesEnd = Math.max(held, Math.min(from, referencesEnd));
    }

    /**
     * Takes the fuel for a frame that is not here, as {@link #push} does; {@link Machine#fuelSlice} changes.
     *
     * @param code the code of the frame, whose function is of the same instance as that of the frame on top
     */
    public final void payFrame(FrameCode code) {
        payFrame(function(), code);
    }

    /**
     * Has the frame on top go on in other code of its function, which reads all that it needs from the slots; the
     * executor of the code before returns from {@link Executor#run}.
     *
     * @param code the same code in another form
     * @param position where to go on, in the positions of that: 0 or the target of a branch
     * @throws IllegalArgumentException if it expects a frame of another shape
     */
    public final void continueIn(FrameCode code, int position) {
        code().requireSameFrame(code);
        standIn(code);
        savePosition(position);
    }

    /** {@return whether the instance of a frame has been reset since, see {@link InstanceState#wasResetAfter}} */
    final boolean wasResetAfter(long resets) {
        for (int i = 0; i < depth; i++) {
            if (functionAt(i).instance().wasResetAfter(resets)) {
                return true;
            }
        }
        return false;
    }

    /** {@return the position in its code at which a frame goes on, by its number, for debuggers} */
    public final int positionAt(int frame) {
        return frames[FRAME * frame];
    }

    /** Has the frame on top run code that stands in for its own. {@return what it ran, if it is here already} */
    @Nullable
    final FrameCode standIn(FrameCode code) {
        FrameCode before = codes[depth - 1];
        codes[depth - 1] = code;
        return before;
    }

    /**
     * Has a frame hold the references in its slots, which are no longer null from here on: frames above it are there
     * already.
     */
    final void holdReferences(int frame, int end, int held) {
        frames[FRAME * frame + 2] = held;
        for (int i = frame + 1; i < depth; i++) {
            frames[FRAME * i + 2] = Math.max(frames[FRAME * i + 2], end);
        }
        referencesEnd = Math.max(referencesEnd, end);
    }

    /** Puts a frame in the place of whatever frame has its number. */
    final void setFrame(int frame, GuestFunction function, FrameCode code, int position, int framePointer) {
        functions[frame] = function;
        codes[frame] = code;
        frames[FRAME * frame] = position;
        frames[FRAME * frame + 1] = framePointer;
    }

    /** Makes room for frames of which only the number is kept. */
    final void reserveFrames(int count) {
        if (count > functions.length) {
            growFrames(count);
        }
    }

    /** {@return how many frames there were at most since nothing ran, and at least some number} */
    final int deepest(int atLeast) {
        int deepest = Math.max(depth, atLeast);
        while (deepest < functions.length && functions[deepest] != null) {
            deepest++;
        }
        return deepest;
    }

    /** Forgets that there was a frame above the one on top. */
    final void forgetFrameAbove() {
        functions[depth] = null;
        codes[depth] = null;
    }

    /** Lets go of all references from a slot on. */
    final void clearReferencesFrom(int slot) {
        clearReferences(slot, referencesEnd);
    }

    /** Removes the frames above one; they leave no results. */
    final void removeFramesAbove(int frame) {
        for (; depth - 1 > frame; depth--) {
            if (framePointer() < referencesEnd) {
                releaseReferences(code(), 0);
            }
        }
    }

    /** Lets go of all objects of guests. */
    final void clear(int deepest) {
        depth = 0;
        int used = Math.min(deepest, functions.length); // frames that executors have nested are not here
        Arrays.fill(functions, 0, used, null);
        Arrays.fill(codes, 0, used, null);
        Arrays.fill(references, 0, referencesEnd, null);
        referencesEnd = 0;
        instance = null;
        memory = NO_MEMORY;
        memorySize = 0;
    }

    /** Lets go of everything, for good. */
    final void closeStacks() {
        slots = NO_SLOTS;
        references = NO_REFERENCES;
        functions = new @Nullable GuestFunction[0];
        codes = new @Nullable FrameCode[0];
    }
}
