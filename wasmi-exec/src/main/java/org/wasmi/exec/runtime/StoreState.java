package org.wasmi.exec.runtime;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.internal.store.Confinement;
import org.wasmi.exec.internal.store.Limits;
import org.wasmi.exec.internal.store.Meter;
import org.wasmi.exec.internal.store.Resources;

/**
 * The state of a store (Wasm specification, 4.2.3): its fuel, what its guests have taken, and the thread that is in.
 * The host API extends this class, and nothing else can.
 */
public abstract class StoreState {
    private static final int FUEL_RATE_SHIFT = 16;

    /** Of more things, of which no memory or table has so many, as many are charged. */
    private static final long MOST_CHARGED = 1L << 46;

    private final PreparedPrograms programs;
    private final boolean chunkedMemories;
    private final Resources resources;
    private final Confinement confinement = new Confinement();
    private final Meter meter = new Meter();

    /** Those that may still be in use. */
    private final List<WeakReference<MemoryState>> memories = new ArrayList<>(1);

    private int hostDepth;
    private long resets;
    private long hostCalls;
    private int deepestCall;

    /** Whether guests must be metered, or some are not; not both. */
    private boolean needsMetering;

    private boolean hasUnmetered;

    /** Whether a constant expression of a metered program runs: its code does not pay for the objects that it makes. */
    private boolean evaluating;

    private boolean hasMetered;

    private @Nullable MemoryObserver observer;

    /**
     * Makes a store that is empty.
     *
     * @param programs the programs of its engine
     * @param chunkedMemories whether all memories are divided into chunks
     * @param limits how much its guests may take
     */
    protected StoreState(PreparedPrograms programs, boolean chunkedMemories, Limits limits) {
        this.programs = programs;
        this.chunkedMemories = chunkedMemories;
        resources = new Resources(limits);
    }

    /** {@return who sees what guests do, if anybody does} */
    protected final @Nullable MemoryObserver observer() {
        return observer;
    }

    /** Sets who sees what guests do. */
    protected final void observer(@Nullable MemoryObserver sees) {
        observer = sees;
    }

    /** {@return the programs of the engine, as its instances share them} */
    final PreparedPrograms programs() {
        return programs;
    }

    final boolean hasChunkedMemories() {
        return chunkedMemories;
    }

    /** {@return the fuel, and what ends guests from outside} */
    protected final Meter meter() {
        return meter;
    }

    /** {@return what its guests have taken} */
    protected final Resources resources() {
        return resources;
    }

    /** {@return whether there was enough; nothing is taken otherwise} Takes fuel. */
    protected final boolean takeFuel(long amount) {
        requireNoOther();
        if (amount < 0) {
            throw new IllegalArgumentException("fuel must not be negative: " + amount);
        }
        return meter.take(amount) || meter.pay(amount);
    }

    /** Says whether a constant expression of a metered program runs. */
    final void evaluating(boolean constant) {
        evaluating = constant;
    }

    /** {@return whether a constant expression of a metered program runs, which must pay for the objects it makes} */
    final boolean isEvaluating() {
        return evaluating;
    }

    /** Adds to the next payment the price of an object: 1 for some of its parts, rounded up. */
    final void owe(long parts, int partsPerFuel) {
        meter.owe((parts + partsPerFuel - 1) / partsPerFuel);
    }

    /**
     * Charges the guest that is running for a number of things, at a rate for 65,536 of them, all unsigned and rounded
     * up; it pays at its next {@code consume_fuel}.
     */
    final void chargeFuel(long count, int rate) {
        long things = Long.compareUnsigned(count, MOST_CHARGED) > 0 ? MOST_CHARGED : count;
        long perMany = Integer.toUnsignedLong(rate);
        long rounding = (1L << FUEL_RATE_SHIFT) - 1;
        long rest = (things & rounding) * perMany + rounding;
        meter.charge((things >>> FUEL_RATE_SHIFT) * perMany + (rest >>> FUEL_RATE_SHIFT));
    }

    /**
     * Makes the store refuse programs that are not metered.
     *
     * @param what what needs that
     * @throws IllegalStateException if there is an instance of such a program, or another thread uses the store
     */
    protected final void needMetering(String what) {
        if (hasUnmetered) {
            throw new IllegalStateException("the store cannot use " + what + ", since it has an instance of a program"
                    + " that was translated without metering");
        }
        needsMetering = true;
    }

    /**
     * Looks whether the guest that is running is to end, unless there is an instance of a program that is not metered.
     *
     * @throws TrapException with {@link Trap#INTERRUPTED} or {@link Trap#DEADLINE_EXCEEDED} if so
     */
    protected final void look() {
        if (heeds()) {
            meter.look();
        }
    }

    private boolean heeds() {
        return needsMetering || (hasMetered && !hasUnmetered);
    }

    /**
     * Parks the current thread, which is in, for some time, or until it is unparked or is to look.
     *
     * @throws TrapException if the guest is to end, as {@link #look} has it; also with {@link Trap#INTERRUPTED} if the
     *     thread is interrupted, whether or not guests are metered
     */
    final void park(long nanos) {
        meter.park(nanos, heeds());
    }

    /** Takes a program in, which must be metered if the store relies on that. */
    final void admit(Program program) {
        if (!program.isMetered() && !program.functions().isEmpty()) {
            if (needsMetering) {
                throw new IllegalArgumentException(
                        "the program was translated without metering, so that it would not heed"
                                + " the fuel, the deadline or the interrupt handle of the store");
            }
            hasUnmetered = true;
        }
        hasMetered |= program.isMetered();
    }

    /** {@return how often guests have called host functions so far} */
    protected final long hostCallCount() {
        return hostCalls;
    }

    /** {@return how many calls of guest functions were nested within one another at most, of those that have ended} */
    protected final int deepest() {
        return deepestCall;
    }

    /** {@return how often instances have been reset} */
    final long resets() {
        return resets;
    }

    /** {@return the number of one more reset, from 1 on} */
    final long countReset() {
        return ++resets;
    }

    final void countHostCall() {
        hostCalls++;
    }

    final void countDepth(int depth) {
        deepestCall = Math.max(deepestCall, depth);
    }

    /**
     * Lets the current thread in.
     *
     * @return what {@link #exit} takes
     * @throws IllegalStateException if another thread is in, or the store is closed
     */
    protected int enter() {
        int entered = confinement.enter();
        if (entered == 0) {
            hostDepth = 0; // a thread that ended for lack of a stack may have left another number
        }
        return entered;
    }

    /** Lets the current thread out, and in the end lets go of all objects of guests. */
    protected void exit(int entered) {
        if (entered > 0) {
            confinement.leave(entered);
            return;
        }
        try {
            clear();
            meter.settle();
        } finally {
            confinement.leave(0);
        }
    }

    /** Lets go of all objects of guests on machines, when nothing runs. */
    protected abstract void clear();

    /**
     * Lets the current thread out as {@link #exit(int)} does, where the result of {@link #enter} was not kept.
     *
     * @throws IllegalStateException if it is not in
     */
    protected void exit() {
        confinement.requireInside();
        exit(confinement.depth() - 1);
    }

    /** {@return whether no guest is running} */
    final boolean isIdle() {
        return hostDepth == 0;
    }

    /**
     * Checks whether the store can be used.
     *
     * @throws IllegalStateException if another thread is in, or the store is closed
     */
    protected void requireOpen() {
        exit(enter());
    }

    /**
     * Checks whether another thread uses the store, at next to no cost.
     *
     * @throws IllegalStateException if one does
     */
    protected void requireNoOther() {
        confinement.requireNoOther();
    }

    /**
     * Counts one more call from the host into guests within others.
     *
     * @return how many there were before; to be passed to {@link #unnest}
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if that is one too many
     */
    final int nest() {
        if (hostDepth >= resources.limits().hostDepth()) {
            throw new TrapException(
                    Trap.CALL_STACK_EXHAUSTED,
                    hostDepth + " calls from the host are nested, which is the limit StoreLimit.HOST_DEPTH");
        }
        return hostDepth++;
    }

    final void unnest(int before) {
        hostDepth = before;
    }

    /**
     * Ends the use of the store.
     *
     * @param machines lets go of those
     * @throws IllegalStateException if a guest of the store is running
     */
    protected final void end(Runnable machines) {
        confinement.close(() -> {
            machines.run();
            memories.forEach(StoreState::release);
            memories.clear();
        });
    }

    private static void release(WeakReference<MemoryState> reference) {
        MemoryState memory = reference.get();
        if (memory != null) {
            memory.release();
        }
    }

    /** Has a memory be freed when this store is closed. */
    final void releaseLater(MemoryState memory) {
        memories.add(new WeakReference<>(memory));
    }
}
