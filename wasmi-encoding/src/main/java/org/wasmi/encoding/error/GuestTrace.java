package org.wasmi.encoding.error;

/**
 * The guest functions through which an exception has passed that is not a trap: that of a function of the host, above
 * all.
 * It is attached to the exception, which passes unwrapped, as a suppressed one ({@link Throwable#getSuppressed}), so
 * that
 * its printed stack trace shows the guests too. Never thrown. An exception that is thrown again and again collects the
 * frames of each time, up to 64.
 */
public final class GuestTrace extends Throwable {
    private static final long serialVersionUID = 1;

    private final Backtrace backtrace = new Backtrace();

    private GuestTrace() {
        super(null, null, false, false);
    }

    /** {@return the backtrace of guests that is attached to an exception, empty if none was} */
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

    /** Adds to a backtrace what is attached to an exception, if anything is. */
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
