package org.wasmi.exec;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;

/**
 * A world of its own (Wasm specification, 4.2.3): instances of one store can share memories, tables, globals and
 * functions, those of different stores cannot.
 *
 * <p>One thread at a time may use a store and what belongs to it. A thread may leave it to another between calls. If two
 * threads call into it at once, the second one gets an {@link IllegalStateException}; that is found out on calls,
 * instantiation and {@link #close}, not on each access to a memory.
 *
 * <p>Fuel, a deadline and interrupts reach guests of metered programs only, which the translator makes on request. So that
 * none of them is ignored in silence, a store that uses any takes no program but metered ones, and one that has an instance
 * of another program refuses to begin with them. Without a limit of fuel, guests that are metered run as far as they like,
 * and look for an interrupt and at the clock after some 16,000 units of fuel.
 */
public final class Store implements AutoCloseable {
    /** How many stacks of finished calls are kept for the next ones. */
    private static final int MAX_IDLE_MACHINES = 4;

    private static final int FUEL_RATE_SHIFT = 16;

    private final Engine engine;
    private final Resources resources;
    private final Confinement confinement = new Confinement();
    private final Meter meter = new Meter();
    private final int maxHostDepth;

    /** For calls that cannot be suspended, which nest within each other. */
    private final Machine machine;

    /** For the others: each has one of its own. */
    private final Deque<Machine> idleMachines = new ArrayDeque<>();

    /** Those that may still be in use. */
    private final List<WeakReference<Memory>> memories = new ArrayList<>(1);

    /** No two of the same class; the last one comes first. */
    private final List<Object> held = new ArrayList<>(1);

    private int hostDepth;
    private long resets;
    private long hostCalls;
    private int deepestCall;

    /** Whether guests must be metered, or some are not; not both. */
    private boolean needsMetering;

    private boolean hasUnmetered;
    private boolean hasMetered;

    Store(Engine engine, StoreLimits limits) {
        this.engine = engine;
        resources = new Resources(limits);
        maxHostDepth = (int) limits.of(StoreLimit.HOST_DEPTH);
        machine = new Machine(this, false);
    }

    /** {@return the engine} */
    public Engine engine() {
        return engine;
    }

    /** {@return how much its guests may take} */
    public StoreLimits limits() {
        return resources.limits();
    }

    Machine machine() {
        return machine;
    }

    Meter meter() {
        return meter;
    }

    Resources resources() {
        return resources;
    }

    /** {@return the fuel that is left; nothing if fuel is not limited, which is so until {@link #addFuel}} */
    public OptionalLong fuel() {
        return meter.fuel();
    }

    /** {@return the fuel that metered guests have taken so far, whether or not it is limited} */
    public long fuelUsed() {
        return meter.used();
    }

    /**
     * Adds fuel, from which guests pay for what they execute; without fuel they trap with {@link Trap#OUT_OF_FUEL}, or if
     * they were called by {@link WasmFunction#start}, are suspended. From the first addition on, even of 0, fuel is limited.
     *
     * @param amount how much, from 0; a sum beyond {@code Long.MAX_VALUE} stays at that
     * @throws IllegalStateException if there is an instance of a program that is not metered, or another thread uses the store
     */
    public void addFuel(long amount) {
        requireNoOther();
        needMetering("fuel");
        meter.add(amount);
    }

    /**
     * Sets the fuel that is left, whatever there was before: as much for each request, say. From then on fuel is
     * limited. What guests have been charged and not paid yet, they still owe.
     *
     * @param amount how much, from 0
     * @throws IllegalStateException if there is an instance of a program that is not metered, or another thread uses
     *     the store
     */
    public void fuel(long amount) {
        requireNoOther();
        needMetering("fuel");
        meter.set(amount);
    }

    /**
     * Takes fuel, for work that the host does for a guest. Does nothing but count if fuel is not limited. A host
     * function uses {@link HostCall#consumeFuel}.
     *
     * @param amount how much, from 0
     * @throws TrapException with {@link Trap#OUT_OF_FUEL} if there is less, of which nothing is taken then
     * @throws IllegalStateException if another thread uses the store
     */
    public void consumeFuel(long amount) {
        if (!takeFuel(amount)) {
            throw new TrapException(Trap.OUT_OF_FUEL);
        }
    }

    /** Takes fuel. {@return whether there was enough; nothing is taken otherwise} */
    boolean takeFuel(long amount) {
        requireNoOther();
        if (amount < 0) {
            throw new IllegalArgumentException("fuel must not be negative: " + amount);
        }
        return meter.take(amount) || meter.pay(amount);
    }

    /**
     * Charges the guest that is running for a number of things, at a rate for 65,536 of them, all unsigned and rounded up; it
     * pays at its next {@code consume_fuel}.
     */
    void chargeFuel(int count, int rate) {
        long full = Integer.toUnsignedLong(count) * Integer.toUnsignedLong(rate);
        long rounding = (1L << FUEL_RATE_SHIFT) - 1;
        // Below 2^64 - 2^33 even of the largest numbers, so that the sum does not wrap.
        meter.charge((full + rounding) >>> FUEL_RATE_SHIFT);
    }

    /**
     * Has guests trap with {@link Trap#DEADLINE_EXCEEDED} once a time has passed, in calls that are running then and in
     * later ones. Replaces the deadline before. To end what runs in another thread, see {@link #interruptHandle}.
     *
     * @param fromNow how long guests may still run; not at all if it is negative, and at most some 290 years
     * @throws IllegalStateException if there is an instance of a program that is not metered, or another thread uses the store
     */
    public void deadline(Duration fromNow) {
        requireNoOther();
        needMetering("a deadline");
        meter.deadline(fromNow);
    }

    /**
     * Sets a deadline for a part of the host's code: {@code try (var scope = store.within(Duration.ofMillis(50))) { ...
     * }}. A deadline from before stays if it is earlier, and is back when the scope is closed.
     *
     * @param fromNow how long guests may run within the scope; not at all if it is negative
     * @return the scope, to be closed by the thread that uses the store then
     * @throws IllegalStateException if there is an instance of a program that is not metered, or another thread uses
     *     the store
     */
    public DeadlineScope within(Duration fromNow) {
        requireNoOther();
        needMetering("a deadline");
        return new DeadlineScope(this, meter.within(fromNow));
    }

    /**
     * Lets guests run as long as they like again.
     *
     * @throws IllegalStateException if another thread uses the store
     */
    public void clearDeadline() {
        requireNoOther();
        meter.clearDeadline();
    }

    /**
     * {@return what ends guests of this store from any thread; the same at each call} Metered guests trap in the same way
     * while their own thread has been interrupted ({@link Thread#isInterrupted}), which stays so.
     *
     * @throws IllegalStateException if there is an instance of a program that is not metered
     */
    public InterruptHandle interruptHandle() {
        needMetering("an interrupt handle");
        return meter.interrupt();
    }

    private void needMetering(String what) {
        if (hasUnmetered) {
            throw new IllegalStateException("the store cannot use " + what + ", since it has an instance of a program"
                    + " that was translated without metering");
        }
        needsMetering = true;
    }

    /**
     * Looks whether the guest that is running is to end: for functions of the host that take long. Guests themselves look when
     * they are called, when the host has returned, and now and then.
     *
     * @throws TrapException with {@link Trap#INTERRUPTED} or {@link Trap#DEADLINE_EXCEEDED} if so; never if there is an instance
     *     of a program that is not metered
     */
    public void checkpoint() {
        if (needsMetering || (hasMetered && !hasUnmetered)) {
            meter.look();
        }
    }

    /** Takes a program in, which must be metered if the store relies on that. */
    void admit(Program program) {
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

    /**
     * Has the store hold an object for host functions, which may serve many stores, in place of the one of its class
     * before.
     */
    public void hold(Object data) {
        held.removeIf(each -> each.getClass() == data.getClass());
        held.add(0, data);
    }

    /**
     * {@return the object that the store holds; the last one if there are several of the type}
     *
     * @param type its class, or one that it extends or implements
     * @throws IllegalStateException if the store holds none of that type
     */
    public <T> T held(Class<T> type) {
        for (Object each : held) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        throw new IllegalStateException("the store holds no " + type.getTypeName());
    }

    /** {@return the bytes that all memories of the store have; they get fewer by {@link Instance#reset} only} */
    public long memoryBytes() {
        return resources.memoryBytes();
    }

    /** {@return how often guests have called functions of the host so far} */
    public long hostCalls() {
        return hostCalls;
    }

    /**
     * {@return how many calls of guest functions were nested within one another at most so far} Those of a call that can be
     * suspended count once that has ended, and those that an executor nests as Java calls once they call through the
     * machine.
     */
    public int deepestCall() {
        return Math.max(deepestCall, machine.deepest());
    }

    /** {@return how often instances have been reset} */
    long resets() {
        return resets;
    }

    /** {@return the number of one more reset, from 1 on} */
    long countReset() {
        return ++resets;
    }

    void countHostCall() {
        hostCalls++;
    }

    void countDepth(int depth) {
        deepestCall = Math.max(deepestCall, depth);
    }

    /**
     * Lets the current thread in.
     *
     * @return what {@link #exit} takes
     * @throws IllegalStateException if another thread is in, or the store is closed
     */
    int enter() {
        int entered = confinement.enter();
        if (entered == 0) {
            hostDepth = 0; // a thread that ended for lack of a stack may have left another number
        }
        return entered;
    }

    /** Lets the current thread out, and in the end lets go of all objects of guests. */
    void exit(int entered) {
        if (entered > 0) {
            confinement.leave(entered);
            return;
        }
        try {
            machine.clear();
            meter.settle();
        } finally {
            confinement.leave(0);
        }
    }

    /** As {@link #exit(int)}, for who cannot keep what {@link #enter} has returned. */
    void exit() {
        exit(confinement.depth() - 1);
    }

    /** Refuses a thread that is not in. */
    void requireInside() {
        confinement.requireInside();
    }

    /** {@return whether no guest is running} */
    boolean isIdle() {
        return hostDepth == 0;
    }

    /** Refuses a closed store, and one that another thread uses. */
    void requireOpen() {
        exit(enter());
    }

    /** Refuses a store that another thread uses, at next to no cost. */
    void requireNoOther() {
        confinement.requireNoOther();
    }

    /**
     * Counts one more call from the host into guests within others.
     *
     * @return how many there were before; to be passed to {@link #unnest}
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if that is one too many
     */
    int nest() {
        if (hostDepth >= maxHostDepth) {
            throw new TrapException(
                    Trap.CALL_STACK_EXHAUSTED,
                    hostDepth + " calls from the host are nested, which is the limit StoreLimit."
                            + StoreLimit.HOST_DEPTH.name());
        }
        return hostDepth++;
    }

    void unnest(int before) {
        hostDepth = before;
    }

    /** {@return a machine for a call that can be suspended} */
    Machine borrowMachine() {
        Machine idle = idleMachines.poll();
        return idle != null ? idle : new Machine(this, true);
    }

    void returnMachine(Machine finished) {
        finished.clear();
        if (idleMachines.size() < MAX_IDLE_MACHINES) {
            idleMachines.push(finished);
        }
    }

    /**
     * Ends the use of this store: calls, instantiation, the creation of anything in it and the use of its memories, which are
     * freed, end in {@link IllegalStateException} from now on. Closing it again does nothing.
     *
     * @throws IllegalStateException if a guest of the store is running
     */
    @Override
    public void close() {
        confinement.close(() -> {
            machine.close();
            idleMachines.clear();
            memories.forEach(Store::release);
            memories.clear();
        });
    }

    private static void release(WeakReference<Memory> reference) {
        Memory memory = reference.get();
        if (memory != null) {
            memory.release();
        }
    }

    /** Has a memory be freed when this store is closed. */
    void releaseLater(Memory memory) {
        memories.add(new WeakReference<>(memory));
    }

    /** Refuses what belongs to another store. */
    void requireOwn(Extern value) {
        if (!equals(value.store())) {
            throw new IllegalArgumentException("the " + value.type().kind() + " belongs to another store");
        }
    }

    /** Refuses references to functions of another store. */
    void requireOwn(Value value) {
        if (Objects.requireNonNull(value, "value") instanceof Value.FuncRef reference) {
            requireOwn(reference.function());
        }
    }
}
