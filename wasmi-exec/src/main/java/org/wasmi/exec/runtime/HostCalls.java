package org.wasmi.exec.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The calls of host functions on a machine that have not returned, each within the one before. */
final class HostCalls {
    private static final HostFrame[] NONE = {};

    /** One for each level that was ever reached. */
    private HostFrame[] frames = NONE;

    private int depth;

    /** What a host function threw last of the exceptions that the JVM also throws because of a guest. */
    private @Nullable Throwable thrown;

    /** {@return the frame of one more call, which ends with {@link #leave}} */
    HostFrame enter(HostFunctionState function, Stacks stacks) {
        if (depth == frames.length) {
            HostFrame[] more = Arrays.copyOf(frames, depth + 1);
            more[depth] = function.newFrame(stacks);
            frames = more;
        }
        return frames[depth++];
    }

    /** Has the function serve the call. What it throws passes. */
    void serve(HostFunctionState function, HostFrame frame) {
        try {
            function.serve(frame);
        } catch (MemoryFault fault) { // or the guest's call would be repeated
            throw new IllegalStateException("a host function has used MemoryAccess, which is for executors", fault);
        } catch (ClassCastException | IndexOutOfBoundsException | OutOfMemoryError ofHost) {
            thrown = ofHost;
            throw ofHost;
        }
    }

    /** Ends the innermost call. */
    void leave() {
        frames[--depth].end();
    }

    /** {@return whether an exception comes from a host function, and not from a guest} */
    @SuppressWarnings("ReferenceEquality") // that exception, and none like it
    boolean haveThrown(Throwable exception) {
        return exception == thrown;
    }

    /** Lets go of what was thrown, when nothing runs. */
    void clear() {
        thrown = null;
    }

    /** Lets go of everything, for good. */
    void close() {
        frames = NONE;
    }
}
