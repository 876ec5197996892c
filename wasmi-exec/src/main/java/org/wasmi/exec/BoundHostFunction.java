package org.wasmi.exec;

import java.util.Objects;
import org.wasmi.encoding.type.FuncType;

/** A function of the host in a store. */
public final class BoundHostFunction extends WasmFunction {
    private final Store store;
    private final HostFunction body;
    private final int slots;

    BoundHostFunction(Store store, RuntimeType type, HostFunction body) {
        super(type);
        this.store = store;
        this.body = body;
        this.slots = type.signature().params.slotCount + type.signature().results.slotCount;
    }

    /**
     * {@return a host function that belongs to a store}
     *
     * @throws IllegalArgumentException if the type refers to types of a program by their indices
     */
    public static BoundHostFunction create(Store store, FuncType type, HostFunction body) {
        store.requireOpen();
        return new BoundHostFunction(store, store.engine().types().of(type), Objects.requireNonNull(body, "body"));
    }

    @Override
    public Store store() {
        return store;
    }

    /** {@return that it is the host's, and its type} */
    @Override
    public String toString() {
        return "host function " + type();
    }

    HostFunction body() {
        return body;
    }

    /** {@return the number of slots that a call takes: arguments, then results, which end up where the arguments were} */
    int slots() {
        return slots;
    }
}
