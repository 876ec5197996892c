package org.wasmi.exec.runtime;

import org.wasmi.encoding.error.Backtrace;
import org.wasmi.encoding.error.GuestException;
import org.wasmi.encoding.error.GuestTrace;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Names;
import org.wasmi.encoding.program.Program;

/** Where guests were when something was thrown. */
final class Backtraces {
    private static final String FULL = "no room for the guest's objects";

    /** For a heap that has no room for an exception either. All stores share it, so it has no frames. */
    @SuppressWarnings("StaticAssignmentOfThrowable") // none can be made on demand
    private static final ResourceException NO_ROOM = new ResourceException(FULL);

    static {
        NO_ROOM.setStackTrace(new StackTraceElement[0]);
    }

    private Backtraces() {}

    /** {@return a trap, since guests can bring this about; its cause shows whether the host did} */
    static TrapException overflow(Stacks stacks, StackOverflowError error, int base) {
        TrapException trap = new TrapException(Trap.CALL_STACK_EXHAUSTED, "the thread's stack is full", error);
        try {
            GuestTrace.move(error, trap.backtrace());
            addFrames(stacks, trap.backtrace(), base);
        } catch (StackOverflowError again) {
            trap.backtrace().omit(stacks.depth - base - trap.frames().size());
        }
        return trap;
    }

    /** {@return an exception for a guest whose objects fill the heap} */
    static ResourceException noRoom(Stacks stacks, OutOfMemoryError error, int base) {
        try {
            ResourceException exception = new ResourceException(FULL);
            GuestTrace.move(error, GuestTrace.of(exception));
            addFrames(stacks, exception, base);
            return exception;
        } catch (OutOfMemoryError again) {
            return NO_ROOM;
        }
    }

    /** Adds the frames from a base on to the backtrace of an exception. */
    static void addFrames(Stacks stacks, Throwable thrown, int base) {
        if (thrown instanceof GuestException own) {
            if (thrown instanceof ExceptionState) {
                stacks.unwound.moveTo(own.backtrace());
            }
            addFrames(stacks, own.backtrace(), base);
        } else if (stacks.depth > base && !thrown.equals(NO_ROOM)) {
            addFrames(stacks, GuestTrace.of(thrown), base);
        }
    }

    /** Keeps the frames from a base on apart for an exception of a guest, which a frame of an executor may catch. */
    static void keepFrames(Stacks stacks, int base) {
        for (int i = stacks.depth - 1; i >= base; i--) {
            stacks.unwound.add(stacks.functionAt(i), stacks.codeAt(i), stacks.positionAt(i));
        }
    }

    private static void addFrames(Stacks stacks, Backtrace trace, int base) {
        int i = stacks.depth - 1;
        for (; i >= base && !trace.isFull(); i--) {
            trace.append(frame(stacks.functionAt(i), stacks.codeAt(i), stacks.positionAt(i)));
        }
        trace.omit(i + 1 - base);
    }

    static TrapException.Frame frame(GuestFunction function, FrameCode code, int position) {
        Program program = function.instance().program();
        Names names = program.names();
        int inCode = position == 0 ? 0 : code.codePosition(position);
        int offset = code.code().sources().offsetAt(inCode - 1);
        return new TrapException.Frame(
                names.module(), function.index(), names.function(function.index()), offset, program.sourceLines());
    }

    /**
     * {@return what guests see of the JVM's own checks: code that does not come from a translator has taken a reference
     * for one of another kind, which no verifier looks at}
     */
    static InvalidException mixedUp(Stacks stacks, RuntimeException thrown) {
        GuestFunction function = stacks.function();
        int position = stacks.position();
        int inCode = position == 0 ? 0 : stacks.code().codePosition(position);
        InvalidException invalid = new InvalidException(
                "type mismatch: a reference of another kind",
                function.index(),
                stacks.code().code().sources().offsetAt(inCode - 1));
        invalid.initCause(thrown);
        return invalid;
    }
}
