package org.wasmi.encoding.error;

/**
 * The guest functions through which an exception has passed that is not a trap, such as an exception of a host
 * function. The exception itself passes unwrapped. This object is attached to it as a suppressed exception ({@link
 * Throwable#getSuppressed}), so that its printed stack trace shows the guest functions too. Never thrown. An exception
 * that is thrown several times collects the frames of each time, up to 64.
 */
public final class GuestTrace extends Throwable {
    private static final long serialVersionUID = 1;

    private final Backtrace backtrace = new Backtrace();

    private GuestTrace() {
        super(null, null, false, false);
    }

    /** {@return the guest backtrace that is attached to an exception, empty if there is none} */
    public static Backtrace of(Throwable thrown) {
        for (Throwable each : thrown.getSuppressed()) {
            if (each instanceof GuestTrace trace) {
                return trace.backtrace;
            }
        }
        GuestTrace trace = new GuestTrace();
        thrown.addSuppressed(trace);
        return trace.backtrace;
    }

    /** Adds the guest backtrace that is attached to an exception, if any, to another backtrace. */
    public static void move(Throwable from, Backtrace to) {
        for (Throwable each : from.getSuppressed()) {
            if (each instanceof GuestTrace trace) {
                trace.backtrace.frames().forEach(to::append);
                to.omit(trace.backtrace.omitted());
            }
        }
    }

    /** {@return the guest functions} */
    public Backtrace backtrace() {
        return backtrace;
    }

    /** {@return a line for each guest function} */
    @Override
    public String getMessage() {
        return "guest functions" + backtrace;
    }
}
