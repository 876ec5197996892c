package org.wasmi.exec.internal.store;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;

/**
 * The fuel of a store, and with it the way to end a guest from outside. Guests take from a slice of the fuel; when it
 * is used up, the meter looks whether the guest is to go on at all and cuts the next slice. So a guest that is metered
 * can be interrupted, whether or not its fuel is limited.
 */
public final class Meter {
    /** The largest slice. */
    static final int SLICE = 16_384;

    private final Interrupt interrupt = new Interrupt();

    /** The current slice: how much it was, and what may still be taken from it before the next look. */
    private long cut;

    private long slice;

    /** The fuel beyond the slice, if there is a limit; together they are at most {@code Long.MAX_VALUE}. */
    private long rest;

    /** What was taken before the current slice. */
    private long paid;

    /** What the next payment is to include: for the work that follows it, and for work that has been done. */
    private long charged;

    private long owed;

    private boolean limited;
    private boolean timed;
    private long deadline;

    public Interrupt interrupt() {
        return interrupt;
    }

    /** {@return what is left; nothing if there is no limit} */
    public OptionalLong fuel() {
        return limited ? OptionalLong.of(left()) : OptionalLong.empty();
    }

    private long left() {
        return limited ? slice + rest : Long.MAX_VALUE;
    }

    /** {@return what was taken since the store was made, limited or not} */
    public long used() {
        return sum(paid, cut - slice);
    }

    /** Guests choose the amounts: whatever they add up to stays at {@code Long.MAX_VALUE}. */
    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    public void add(long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("fuel must not be negative: " + amount);
        }
        endSlice();
        limited = true;
        rest = sum(rest, amount);
    }

    public void set(long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("fuel must not be negative: " + amount);
        }
        endSlice();
        limited = true;
        rest = amount;
    }

    /** A deadline, if there is one. */
    public record Deadline(boolean timed, long nanoTime) {}

    /** Has guests end after some time, if they are not to end earlier. {@return the deadline before} */
    public Deadline within(Duration fromNow) {
        Deadline before = new Deadline(timed, deadline);
        deadline(fromNow);
        if (before.timed && before.nanoTime - deadline < 0) {
            restore(before);
        }
        return before;
    }

    public void restore(Deadline before) {
        timed = before.timed;
        deadline = before.nanoTime;
    }

    /** Has guests end after some time. */
    public void deadline(Duration fromNow) {
        timed = true;
        deadline = System.nanoTime() + nanos(fromNow);
    }

    private static long nanos(Duration fromNow) {
        try {
            return fromNow.isNegative() ? 0 : fromNow.toNanos();
        } catch (ArithmeticException tooLong) {
            return Long.MAX_VALUE;
        }
    }

    public void clearDeadline() {
        timed = false;
    }

    /** {@return what may be taken before the next look} */
    public long slice() {
        return slice;
    }

    /** Takes from the slice all but what is left. */
    public void slice(long left) {
        if (left < 0 || left > slice) {
            throw new IllegalArgumentException(left + " units of fuel cannot be left of " + slice);
        }
        slice = left;
    }

    /** Takes from the slice. {@return whether there was enough; nothing is taken otherwise, see {@link #due}} */
    public boolean take(long amount) {
        long left = slice - amount;
        if (left < 0) {
            return false;
        }
        slice = left;
        return true;
    }

    /** Takes the price of what has been done, as {@link #owe}, but without a look as long as the slice has so much. */
    public void takeOrOwe(long amount) {
        if (!take(amount)) {
            owe(amount);
        }
    }

    /** Adds to the next payment the price of what is to follow it; forgotten if that cannot be paid. */
    public void charge(long amount) {
        charged = sum(charged, amount);
        endSlice();
    }

    /** Adds to the next payment the price of what has been done; kept if that cannot be paid. */
    public void owe(long amount) {
        owed = sum(owed, amount);
        endSlice();
    }

    /** Has the next taking fail. */
    private void endSlice() {
        paid = used();
        if (limited) {
            rest += slice;
        }
        slice = 0;
        cut = 0;
    }

    /** {@return what has been done and not been paid} */
    public long owed() {
        return owed;
    }

    /**
     * {@return what must be paid after a taking has failed: that, what has been charged and what is owed, both for
     * good}
     */
    public long due(long amount) {
        long due = sum(sum(amount, charged), owed);
        charged = 0;
        owed = 0;
        return due;
    }

    /** Pays what is owed as far as there is fuel, once nothing runs any more that would. */
    public void settle() {
        charged = 0;
        if (owed > 0) {
            long payable = Math.min(owed, left());
            owed -= payable;
            pay(payable);
        }
    }

    /** {@return by how much the fuel falls short of an amount} */
    public long missing(long amount) {
        return Math.max(0, amount - left());
    }

    /** Pays, and cuts the next slice. {@return whether there was enough; nothing is taken otherwise} */
    public boolean pay(long amount) {
        if (amount > left()) {
            return false;
        }
        endSlice();
        paid = sum(paid, amount);
        long next = charged == 0 && owed == 0 ? SLICE : 0;
        if (limited) {
            rest -= amount;
            next = Math.min(rest, next);
            rest -= next;
        }
        slice = next;
        cut = next;
        return true;
    }

    /**
     * Looks whether the guest is to go on.
     *
     * @throws TrapException if not
     */
    public void look() {
        if (interrupt.take()) {
            throw end(new TrapException(Trap.INTERRUPTED));
        } else if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        } else if (timed && System.nanoTime() - deadline >= 0) {
            throw end(new TrapException(Trap.DEADLINE_EXCEEDED));
        }
    }

    /**
     * Parks the current thread for some time, until it is unparked, or until it is to look.
     *
     * @param heeds whether the guest heeds deadlines and interrupts; it heeds that of the thread in any case
     * @throws TrapException if the guest is not to go on
     */
    public void park(long nanos, boolean heeds) {
        interrupt.parked(Thread.currentThread());
        try {
            if (heeds) {
                look();
            } else if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
            LockSupport.parkNanos(this, timed ? Math.min(nanos, Math.max(1, deadline - System.nanoTime())) : nanos);
        } finally {
            interrupt.parked(null);
        }
    }

    private TrapException interrupted() {
        return end(new TrapException(Trap.INTERRUPTED, "the thread is"));
    }

    /** What the guest was about to do, nobody else shall pay for. */
    private TrapException end(TrapException trap) {
        charged = 0;
        return trap;
    }
}
