package org.wasmi.emscripten;

import org.jspecify.annotations.Nullable;

/**
 * An object of a C++ class that a program has registered by embind. It lives in the guest's memory until {@link
 * #close}; nobody else frees it, so use it in a try statement, unless the guest owns it. Confined to one thread at a
 * time, as the store is.
 */
public final class EmbindObject implements AutoCloseable {
    private final Embind embind;
    private final BoundClass type;
    private final int address;
    private final BoundClass.@Nullable SmartPointer smart;
    private final int smartPointer;
    private boolean closed;

    /**
     * Makes one.
     *
     * @param smart what kind of smart pointer holds it; null if it is at its address alone
     * @param smartPointer the address of that
     */
    EmbindObject(
            Embind embind, BoundClass type, int address, BoundClass.@Nullable SmartPointer smart, int smartPointer) {
        this.embind = embind;
        this.type = type;
        this.address = address;
        this.smart = smart;
        this.smartPointer = smartPointer;
    }

    /** {@return the name of its class, as registered} */
    public String className() {
        return type.name();
    }

    /**
     * {@return its address in the guest's memory}
     *
     * @throws IllegalStateException if it is closed
     */
    public int address() {
        if (closed) {
            throw new IllegalStateException("the object of class '" + type.name() + "' is closed");
        }
        return address;
    }

    boolean isOf(Embind other) {
        return embind == other;
    }

    /** {@return its address for a class; null if it is not of that} */
    @Nullable
    Integer addressFor(BoundClass target) {
        return type.upcast(address(), target);
    }

    /** {@return the address of its smart pointer; null if it has none of a kind} */
    @Nullable
    Integer smartPointer(BoundClass.SmartPointer kind) {
        address();
        return smart == kind ? smartPointer : null;
    }

    /**
     * Calls a method, of its class or of one above it. {@link Embind} describes arguments and results.
     *
     * @return the result; null if there is none
     * @throws IllegalArgumentException if there is no such method, or arguments do not match its type
     * @throws IllegalStateException if the object is closed
     * @throws CppException if the guest throws an exception of C++ and does not catch it
     */
    public @Nullable Object call(String method, @Nullable Object... arguments) {
        BoundClass owner = type.classOfMethod(method, arguments.length);
        return owner.method(method, arguments.length).call(embind, addressFor(owner), arguments);
    }

    /**
     * {@return the value of a property}
     *
     * @throws IllegalArgumentException if there is none of that name
     * @throws IllegalStateException if the object is closed
     */
    public @Nullable Object get(String property) {
        BoundClass owner = type.classOfProperty(property);
        return property(owner, property).get(embind, required(owner));
    }

    /**
     * Sets a property.
     *
     * @throws IllegalArgumentException if there is none of that name, it cannot be set, or the value is of another type
     * @throws IllegalStateException if the object is closed
     */
    public void set(String property, @Nullable Object value) {
        BoundClass owner = type.classOfProperty(property);
        property(owner, property).set(embind, required(owner), value);
    }

    private static BoundProperty property(BoundClass owner, String property) {
        BoundProperty found = owner.properties.get(property);
        if (found == null) {
            throw new IllegalArgumentException("no property '" + property + "'");
        }
        return found;
    }

    private int required(BoundClass owner) {
        Integer at = addressFor(owner);
        if (at == null) {
            throw new IllegalStateException("'" + type.name() + "' is no '" + owner.name() + "'");
        }
        return at;
    }

    /** {@return whether it was closed} */
    public boolean isClosed() {
        return closed;
    }

    /** Deletes the object, or the smart pointer that holds it, as {@code delete} of JavaScript does; once. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (smart == null) {
                type.destroy(address);
            } else {
                smart.destroy(smartPointer);
            }
        }
    }

    @Override
    public String toString() {
        return type.name() + "@" + Integer.toHexString(address);
    }
}
