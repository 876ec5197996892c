package org.wasmi.exec.runtime;

import java.util.List;

/** An executor that nests Java calls without frames on the machine, and can tell profilers what these are. */
public interface NestingExecutor extends Executor {
    /**
     * A guest frame that is a Java call.
     *
     * @param function the index of the function in its instance
     * @param position behind the start of the instruction that is running and not behind its end, in the code that was
     *     linked; 0 if it is not known
     */
    record NestedFrame(int function, int position) {}

    /**
     * {@return the frames that are on the stack of the current thread, for each {@link #run} that has not returned, the
     * innermost first} The frames of a run are in the same order; the last one is that of the function which was on top
     * of the machine.
     */
    List<List<NestedFrame>> nestedFrames();
}
