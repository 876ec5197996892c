package org.wasmi.exec.runtime;

/**
 * Counts entries of interpreted code and rounds of its loops, for executors that replace hot code. See {@link
 * LinkRequest#interpreted(CodeCounter)}. Threads that run the same code share the number without synchronization, so
 * some counts are lost.
 */
public abstract class CodeCounter {
    private int left;

    /**
     * Makes a counter.
     *
     * @param first how many entries and rounds come before the first call of {@link #reached}
     */
    protected CodeCounter(int first) {
        left = first;
    }

    /**
     * Called when the number is reached, with the frame that runs the code on top of the machine: its slots are there,
     * and its position is saved, which is 0 or the beginning of a loop. Other code may be made for the function ({@link
     * Calls#replaceCode}), and the frame may go on in that ({@link Machine#continueIn}).
     *
     * @param machine where the frame is
     * @return how many entries and rounds come before the next call of this method, from 1
     */
    protected abstract int reached(Machine machine);

    /**
     * Counts one entry or round. For executors that interpret, between two instructions of the frame on top.
     *
     * @param machine where the frame is
     * @param position where the frame goes on
     * @return whether the frame goes on in other code, or memory 0 has another array: then {@link Executor#run} has to
     *     return
     */
    public final boolean count(Machine machine, int position) {
        return --left <= 0 && reachedAt(machine, position);
    }

    @SuppressWarnings("ReferenceEquality") // not whether it means the same, but whether it was exchanged
    private boolean reachedAt(Machine machine, int position) {
        FrameCode before = machine.code();
        InstanceState instance = machine.function().instance();
        byte[] memory = StoreAccess.memoryArray(instance);
        machine.savePosition(position);
        left = Math.max(1, reached(machine));
        if (StoreAccess.memoryArray(instance) != memory) {
            machine.refresh();
            return true;
        }
        return machine.code() != before;
    }
}
