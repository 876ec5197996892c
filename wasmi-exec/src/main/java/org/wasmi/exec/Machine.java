package org.wasmi.exec;

import java.util.Arrays;
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
    private static final int FIRST_SLOTS = 256;
    private static final int FIRST_FRAMES = 16;

    private final int maxSlots;
    private final int maxDepth;
    private final int maxHostDepth;

    private long[] slots = new long[FIRST_SLOTS];
    private @Nullable Object[] references = new @Nullable Object[FIRST_SLOTS];

    private GuestFunction[] functions = new GuestFunction[FIRST_FRAMES];
    /** By frame: its position, then its frame pointer. */
    private int[] frames = new int[2 * FIRST_FRAMES];

    private int depth;
    private int hostDepth;
    /** The first slot that no frame uses, kept while the host has control. */
    private int top;

    Machine(int maxSlots, int maxDepth, int maxHostDepth) {
        this.maxSlots = maxSlots;
        this.maxDepth = maxDepth;
        this.maxHostDepth = maxHostDepth;
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
        return functions[depth - 1];
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
        if (d >= functions.length || framePointer + code.slots > slots.length) {
            grow(framePointer + (long) code.slots);
        }
        functions[d] = callee;
        frames[2 * d] = 0;
        frames[2 * d + 1] = framePointer;
        depth = d + 1;
        clearLocals(code, framePointer);
    }

    /** Replaces the frame on top by one of another function at position 0, for tail calls. The arguments are in place. */
    public void replace(GuestFunction callee) {
        int framePointer = framePointer();
        depth--;
        push(callee, framePointer);
    }

    /** Removes the frame on top. */
    public void pop() {
        depth--;
    }

    private void clearLocals(LinkedCode code, int framePointer) {
        int from = framePointer + code.params;
        int to = framePointer + code.locals;
        long[] st = slots;
        for (int i = from; i < to; i++) {
            st[i] = 0;
        }
        if (code.references) {
            Arrays.fill(references, from, framePointer + code.slots, null);
        }
    }

    private void grow(long slotsNeeded) {
        if (depth >= maxDepth || slotsNeeded > maxSlots) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED);
        }
        if (depth == functions.length) {
            int length = (int) Math.min(2L * depth, maxDepth);
            functions = Arrays.copyOf(functions, length);
            frames = Arrays.copyOf(frames, 2 * length);
        }
        if (slotsNeeded > slots.length) {
            int length = (int) Math.min(Math.max(2L * slots.length, slotsNeeded), maxSlots);
            slots = Arrays.copyOf(slots, length);
            references = Arrays.copyOf(references, length);
        }
    }

    /**
     * Calls a function of the host for the frame on top, whose position must be saved. On return the results are in place.
     *
     * @param function the function
     * @param framePointer where its arguments are and its results go
     */
    public void callHost(BoundHostFunction function, int framePointer) {
        int end = framePointer + function.slots();
        if (end > slots.length) {
            grow(end);
        }
        int outerTop = top;
        top = end;
        try {
            function.call(this, framePointer);
        } finally {
            top = outerTop;
        }
    }

    /**
     * Runs a guest function from the host's side, at {@link #top}: the arguments are there, and so are the results on
     * return. On an exception the frames are gone, and a trap has got its backtrace.
     */
    void invoke(GuestFunction function) {
        int base = depth;
        if (hostDepth >= maxHostDepth) {
            throw new TrapException(Trap.CALL_STACK_EXHAUSTED);
        }
        hostDepth++;
        try {
            push(function, top);
            while (depth > base) {
                function().linked().executor().run(this, base);
            }
        } catch (TrapException trap) {
            addFrames(trap, base);
            throw trap;
        } catch (StackOverflowError error) {
            TrapException trap = new TrapException(Trap.CALL_STACK_EXHAUSTED);
            addFrames(trap, base);
            throw trap;
        } finally {
            depth = base;
            hostDepth--;
        }
    }

    private void addFrames(TrapException trap, int base) {
        for (int i = depth - 1; i >= base; i--) {
            GuestFunction each = functions[i];
            Names names = each.instance().program().names();
            int offset = each.linked().code().sources().offsetAt(frames[2 * i] - 1);
            trap.append(new TrapException.Frame(names.module(), each.index(), names.function(each.index()), offset));
        }
    }
}
