package org.wasmi.encoding.error;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a running guest ends abruptly: a {@link TrapException}, or an exception that the guest has thrown and not
 * caught, whose class belongs to the run-time library. It has no Java stack trace, which would cost more than the
 * exception itself and show nothing of the guest. Instead, executors append a frame for each guest function that they
 * unwind, and these take the place of the stack trace. Where the exception is printed as the cause of another, the
 * frames have byte offsets in place of source lines, since debugging information is read on request only.
 */
public abstract non-sealed class GuestException extends WasmException {

    private static final long serialVersionUID = 1;

    private final Backtrace backtrace = new Backtrace(this);

    /**
     * Creates an exception with an empty backtrace.
     *
     * @param message the reason
     * @param cause the cause in the host, if there is one
     */
    protected GuestException(String message, @Nullable Throwable cause) {
        super(message, cause, true);
    }

    /** {@return the backtrace of guest functions, which executors fill} */
    public Backtrace backtrace() {
        return backtrace;
    }

    /** {@return the frames of the backtrace, innermost first} */
    public List<TrapException.Frame> frames() {
        return backtrace.frames();
    }

    /** {@return the number of outer frames that {@link #frames()} leaves out} */
    public int omittedFrames() {
        return backtrace.omitted();
    }

    /** {@return the frames as elements of a stack trace, for loggers; the module takes the place of the class} */
    @Override
    public StackTraceElement[] getStackTrace() {
        return frames().stream().flatMap(TrapException.Frame::elements).toArray(StackTraceElement[]::new);
    }

    /** Does nothing: the guest's frames are the stack trace. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // there is nothing to synchronise
    public Throwable fillInStackTrace() {
        return this;
    }

    /**
     * Has the frames be the stack trace wherever Java prints it, without reading debugging information. That cannot
     * wait until somebody asks: where the exception is printed as a cause, the JVM asks for nothing that could be
     * overridden.
     */
    void backtraceEnded() {
        if (getCause() instanceof StackOverflowError) {
            return; // there may be no stack for it
        }
        List<TrapException.Frame> frames = frames();
        StackTraceElement[] elements = new StackTraceElement[frames.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = frames.get(i).plainElement();
        }
        setStackTrace(elements);
    }

    /** Prints the message, the frames with their places in the source, and the cause. */
    @Override
    public void printStackTrace(PrintStream to) {
        setStackTrace(getStackTrace());
        super.printStackTrace(to);
    }

    /** Prints the message, the frames with their places in the source, and the cause. */
    @Override
    public void printStackTrace(PrintWriter to) {
        setStackTrace(getStackTrace());
        super.printStackTrace(to);
    }
}
