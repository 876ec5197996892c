package org.wasmi.exec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.internal.memory.SharedBytes;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.internal.store.Meter;
import org.wasmi.exec.runtime.MachinePool;
import org.wasmi.exec.runtime.MemoryState;
import org.wasmi.exec.runtime.StoreObserver;
import org.wasmi.exec.runtime.StoreState;

/**
 * A world of its own (Wasm specification, 4.2.3): instances of one store can share memories, tables, globals and
 * functions; instances of different stores cannot.
 *
 * <p>One thread at a time may use a store and what belongs to it. A thread may leave it to another between calls. If
 * two threads call into it at once, the second one gets an {@link IllegalStateException}. Calls, instantiation and
 * {@link #close} check that; single accesses to a memory do not.
 *
 * <p>Fuel, deadlines and interrupts reach guests of metered programs only, which the translator makes on request. So
 * that none of them is ignored silently, a store that uses any of them accepts metered programs only. A store that has
 * an instance of another program refuses to use them. Without a limit of fuel, metered guests run without end, and
 * check for interrupts and deadlines after some 16,000 units of fuel.
 */
public final class Store extends StoreState implements AutoCloseable {
    private final Engine engine;
    private final StoreLimits limits;
    private final MachinePool machines = new MachinePool(HostApi.KEY, this);
    private final InterruptHandle interruptHandle = new InterruptHandle(meter().interrupt());

    /** By what stores share: the memory that it is in this store, which has it, and counts it, until it is closed. */
    private Map<SharedBytes, MemoryState> shared = Map.of();

    /** No two of the same class; the last one comes first. */
    private List<Object> held = List.of();

    Store(Engine engine, StoreLimits limits) {
        super(engine.prepared(), engine.config().chunkedMemories(), limits.inStore());
        this.engine = engine;
        this.limits = limits;
    }

    /** {@return the engine} */
    public Engine engine() {
        return engine;
    }

    /** {@return how much its guests may take} */
    public StoreLimits limits() {
        return limits;
    }

    /** {@return the fuel that is left; nothing if fuel is not limited, which is so until {@link #addFuel}} */
    public OptionalLong fuel() {
        return meter().fuel();
    }

    /** {@return the fuel that metered guests have taken so far, whether or not it is limited} */
    public long fuelUsed() {
        return meter().used();
    }

    /**
     * Adds fuel, from which guests pay for what they execute; without fuel they trap with {@link Trap#OUT_OF_FUEL}, or
     * if they were called by {@link WasmFunction#start}, are suspended. From the first addition on, even of 0, fuel is
     * limited.
     *
     * @param amount how much, from 0; a sum beyond {@code Long.MAX_VALUE} stays at that
     * @throws IllegalStateException if there is an instance of a program that is not metered, or another thread uses
     *     the store
     */
    public void addFuel(long amount) {
        requireNoOther();
        needMetering("fuel");
        meter().add(amount);
    }

    /**
     * Sets the fuel that is left, such as the same amount for each request. From then on fuel is limited. Guests still
     * owe what they have been charged and have not paid yet.
     *
     * @param amount how much, from 0
     * @throws IllegalStateException if there is an instance of a program that is not metered, or another thread uses
     *     the store
     */
    public void fuel(long amount) {
        requireNoOther();
        needMetering("fuel");
        meter().set(amount);
    }

    /**
     * Takes fuel for work that the host does for a guest. Only counts if fuel is not limited. A host
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

    /**
     * Makes guests trap with {@link Trap#DEADLINE_EXCEEDED} after a time, in running calls and in later ones. Replaces
     * an earlier deadline. To end what runs in another thread, see {@link #interruptHandle}.
     *
     * @param fromNow how long guests may still run; not at all if it is negative, and at most some 290 years
     * @throws IllegalStateException if there is an instance of a program that is not metered, or another thread uses
     *     the store
     */
    public void deadline(Duration fromNow) {
        requireNoOther();
        needMetering("a deadline");
        meter().deadline(fromNow);
    }

    /**
     * Sets a deadline for a part of the host's code: {@code try (var scope = store.within(Duration.ofMillis(50))) { ...
     * }}. An earlier deadline stays in force, and a later one is restored when the scope is closed.
     *
     * @param fromNow how long guests may run within the scope; not at all if it is negative
     * @return the scope, to be closed by the thread that uses the store then
     * @throws IllegalStateException if there is an instance of a program that is not metered, or another thread uses
     *     the store
     */
    public DeadlineScope within(Duration fromNow) {
        requireNoOther();
        needMetering("a deadline");
        return new DeadlineScope(this, meter().within(fromNow));
    }

    /**
     * Removes the deadline.
     *
     * @throws IllegalStateException if another thread uses the store
     */
    public void clearDeadline() {
        requireNoOther();
        meter().clearDeadline();
    }

    /**
     * {@return the handle that ends guests of this store from any thread; the same at each call} Metered guests also
     * trap while their own thread is interrupted ({@link Thread#isInterrupted}); the thread's status is kept.
     *
     * @throws IllegalStateException if there is an instance of a program that is not metered
     */
    public InterruptHandle interruptHandle() {
        needMetering("an interrupt handle");
        return interruptHandle;
    }

    /**
     * Checks whether the running guest has to end, for host functions that take long. Guests check that themselves when
     * they are called, when the host has returned, and from time to time.
     *
     * @throws TrapException with {@link Trap#INTERRUPTED} or {@link Trap#DEADLINE_EXCEEDED} if so; never if there is an
     *     instance of a program that is not metered
     */
    public void checkpoint() {
        look();
    }

    /**
     * Keeps an object in this store for host functions, which may serve many stores. It replaces an object of the same
     * class.
     */
    public void hold(Object data) {
        if (held.isEmpty()) {
            held = new ArrayList<>(1);
        }
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

    /**
     * Has an observer see what guests of this store do from now on, beside those that do already. As long as nobody
     * observes a store, that costs nothing.
     *
     * @throws IllegalStateException if another thread uses the store
     */
    public void observe(StoreObserver observer) {
        requireNoOther();
        observer(Observers.with(StoreObserver.of(this), Objects.requireNonNull(observer, "observer")));
    }

    /**
     * Has an observer see no more; does nothing if it sees nothing.
     *
     * @throws IllegalStateException if another thread uses the store
     */
    public void stopObserving(StoreObserver observer) {
        requireNoOther();
        observer(Observers.without(StoreObserver.of(this), observer));
    }

    /**
     * Makes the store accept metered programs only, for observers that rely on {@link StoreObserver#looked}.
     *
     * @param what what needs that, for the message
     * @throws IllegalStateException if there is an instance of a program that is not metered
     */
    public void requireMetering(String what) {
        needMetering(what);
    }

    /** {@return the number of bytes of all memories of the store; only {@link Instance#reset} reduces it} */
    public long memoryBytes() {
        return resources().memoryBytes();
    }

    /** {@return the number of elements of all tables of the store; only {@link Instance#reset} reduces it} */
    public long tableElements() {
        return resources().tableElements();
    }

    /** {@return how often guests have called host functions so far} */
    public long hostCalls() {
        return hostCallCount();
    }

    /**
     * {@return how many calls of guest functions were nested within one another at most so far} Those of a call that
     * can be suspended count once that has ended, and those that an executor nests as Java calls once they call through
     * the machine.
     */
    public int deepestCall() {
        return Math.max(deepest(), machines.deepest(HostApi.KEY));
    }

    /**
     * Closes this store and frees its memories. From now on, calls, instantiation, creating anything in it and using
     * its memories throw {@link IllegalStateException}. Closing it again does nothing.
     *
     * @throws IllegalStateException if a guest of the store is running
     */
    @Override
    public void close() {
        end(() -> {
            machines.close(HostApi.KEY);
            StoreObserver observer = StoreObserver.of(this);
            if (observer != null) {
                observer.closed();
            }
        });
        shared = Map.of();
    }

    @Override
    protected void clear() {
        machines.clear(HostApi.KEY);
    }

    // For other classes of this package.

    @Override
    protected int enter() {
        return super.enter();
    }

    @Override
    protected void exit(int entered) {
        super.exit(entered);
    }

    @Override
    protected void exit() {
        super.exit();
    }

    MachinePool machines() {
        return machines;
    }

    /**
     * {@return the memory that shared bytes are in this store, which has been entered}
     *
     * @param bytes what stores share
     * @param maker makes it when it is first asked for
     */
    MemoryState of(SharedBytes bytes, Supplier<? extends MemoryState> maker) {
        if (shared.isEmpty()) {
            shared = new HashMap<>();
        }
        return shared.computeIfAbsent(bytes, key -> maker.get());
    }

    /** Brings a deadline from before back. */
    void endDeadline(Meter.Deadline before) {
        requireNoOther();
        meter().restore(before);
    }
}
