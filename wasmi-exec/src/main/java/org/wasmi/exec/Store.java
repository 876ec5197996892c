package org.wasmi.exec;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A world of its own (Wasm specification, 4.2.3): instances of one store can share memories, tables, globals and
 * functions, those of different stores cannot.
 *
 * <p>One thread at a time may use a store and what belongs to it. A thread may leave it to another between calls. If two
 * threads call into it at once, the second one gets an {@link IllegalStateException}; that is found out on calls,
 * instantiation and {@link #close}, not on each access to a memory.
 */
public final class Store implements AutoCloseable {
    private final Engine engine;
    private final Machine machine;

    Store(Engine engine) {
        this.engine = engine;
        this.machine = new Machine(engine.config());
    }

    /** {@return the engine} */
    public Engine engine() {
        return engine;
    }

    Machine machine() {
        return machine;
    }

    /** {@return the fuel that is left; nothing if fuel is not metered, which is so until {@link #addFuel}} */
    public OptionalLong fuel() {
        return machine.fuel();
    }

    /**
     * Adds fuel, from which guests pay for what they execute if their program was translated for that; without fuel they
     * trap with {@link org.wasmi.encoding.Trap#OUT_OF_FUEL}. From the first addition on, even of 0, fuel is metered.
     *
     * @param amount how much, from 0; a sum beyond {@code Long.MAX_VALUE} stays at that
     */
    public void addFuel(long amount) {
        machine.addFuel(amount);
    }

    /**
     * Ends the use of this store: calls, instantiation and the creation of anything in it end in
     * {@link IllegalStateException} from now on. Closing it again does nothing.
     *
     * @throws IllegalStateException if a guest of the store is running
     */
    @Override
    public void close() {
        machine.close();
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
