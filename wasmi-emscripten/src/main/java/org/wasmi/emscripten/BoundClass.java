package org.wasmi.emscripten;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A class that a program has registered, with the functions that belong to it: by name, then by number of arguments. */
final class BoundClass {
    private final Embind embind;
    private final String name;
    private final int type;
    private final int base;
    private final int actualType;
    private final int upcast;
    private final int downcast;
    private final int destructor;
    final Map<Integer, BoundFunction> constructors = new HashMap<>();
    final Map<String, Map<Integer, BoundFunction>> methods = new HashMap<>();
    final Map<String, Map<Integer, BoundFunction>> functions = new HashMap<>();
    final Map<String, BoundProperty> properties = new HashMap<>();

    /**
     * Makes one; the last four parameters are pointers to functions.
     *
     * @param type the number by which the program knows it
     * @param base that of its base class; 0 if there is none
     * @param actualType returns the class of an object
     * @param upcast makes an address one for the base class
     * @param downcast makes an address of the base class one for this
     */
    BoundClass(
            Embind embind, String name, int type, int base, int actualType, int upcast, int downcast, int destructor) {
        this.embind = embind;
        this.name = name;
        this.type = type;
        this.base = base;
        this.actualType = actualType;
        this.upcast = upcast;
        this.downcast = downcast;
        this.destructor = destructor;
    }

    String name() {
        return name;
    }

    @Nullable
    BoundClass base() {
        return base == 0 || base == type ? null : embind.classOf(base);
    }

    /** {@return an address of an object of this class as one for a class above it; null if that is not above it} */
    @Nullable
    Integer upcast(int address, BoundClass target) {
        int at = address;
        BoundClass from = this;
        for (int steps = 0; from != target; steps++) {
            BoundClass above = from.base();
            if (above == null || steps > Embind.MAX_BASES) {
                return null;
            }
            at = from.upcast == 0 ? at : embind.invoke(from.upcast, at).intValue();
            from = above;
        }
        return at;
    }

    /** {@return an address for a class above this as one for this; null if it is none} */
    private @Nullable Integer downcast(int address, BoundClass from, int steps) {
        if (from == this) {
            return address;
        }
        BoundClass above = base();
        Integer at = above == null || steps > Embind.MAX_BASES ? null : above.downcast(address, from, steps + 1);
        if (at == null || downcast == 0) {
            return null;
        }
        int result = embind.invoke(downcast, at).intValue();
        return result == 0 ? null : result;
    }

    /** {@return an object at an address, of the class that it really has} */
    EmbindObject objectAt(int address) {
        BoundClass actual = actualType == 0
                ? this
                : embind.knownClass(embind.invoke(actualType, address).intValue());
        Integer at = actual == null ? null : actual.downcast(address, this, 0);
        return at == null || actual == null
                ? new EmbindObject(embind, this, address, null, 0)
                : new EmbindObject(embind, actual, at, null, 0);
    }

    void destroy(int address) {
        embind.invoke(destructor, address);
    }

    /** {@return the class, this or one above it, that has a method for a number of arguments} */
    BoundClass classOfMethod(String method, int arguments) {
        boolean known = false;
        BoundClass at = this;
        for (int steps = 0; at != null && steps <= Embind.MAX_BASES; steps++) {
            Map<Integer, BoundFunction> overloads = at.methods.get(method);
            if (overloads != null && overloads.containsKey(arguments)) {
                return at;
            }
            known |= overloads != null;
            at = at.base();
        }
        throw new IllegalArgumentException("the class '" + name + "' has no method '" + method + "'"
                + (known ? " for " + arguments + " arguments" : ""));
    }

    BoundFunction method(String method, int arguments) {
        return Objects.requireNonNull(
                Objects.requireNonNull(methods.get(method)).get(arguments));
    }

    /** {@return the class, this or one above it, that has a property} */
    BoundClass classOfProperty(String property) {
        BoundClass at = this;
        for (int steps = 0; at != null && steps <= Embind.MAX_BASES; steps++) {
            if (at.properties.containsKey(property)) {
                return at;
            }
            at = at.base();
        }
        throw new IllegalArgumentException("the class '" + name + "' has no property '" + property + "'");
    }

    /** How objects of a class pass: as addresses, which a function that returns an object by value gives away. */
    static final class Reference extends BoundType {
        private final BoundClass type;

        Reference(BoundClass type, String name) {
            super(type.embind.guest(), name);
            this.type = type;
        }

        @Override
        @Nullable
        Object fromWire(Number wire) {
            return wire.intValue() == 0 ? null : type.objectAt(wire.intValue());
        }

        @Override
        Number toWire(@Nullable Object value, Cleanup cleanup) {
            if (value == null) {
                return 0;
            } else if (value instanceof EmbindObject object) {
                Integer address = object.isOf(type.embind) ? object.addressFor(type) : null;
                if (address != null) {
                    return address;
                }
            }
            throw mismatch(value);
        }
    }

    /** How objects pass by smart pointers. */
    static final class SmartPointer extends BoundType {
        private final Embind embind;
        private final int type;
        private final int pointee;
        private final int empty;
        private final int destructor;

        /**
         * Makes one; the last three parameters are pointers to functions.
         *
         * @param type the class
         * @param pointee returns the address of the object
         * @param empty makes a smart pointer to nothing
         */
        SmartPointer(Embind embind, String name, int type, int pointee, int empty, int destructor) {
            super(embind.guest(), name);
            this.embind = embind;
            this.type = type;
            this.pointee = pointee;
            this.empty = empty;
            this.destructor = destructor;
        }

        void destroy(int pointer) {
            embind.invoke(destructor, pointer);
        }

        @Override
        @Nullable
        Object fromWire(Number wire) {
            int pointer = wire.intValue();
            int address = pointer == 0 ? 0 : embind.invoke(pointee, pointer).intValue();
            if (address != 0) {
                return new EmbindObject(embind, embind.classOf(type), address, this, pointer);
            }
            if (pointer != 0) {
                destroy(pointer);
            }
            return null;
        }

        @Override
        Number toWire(@Nullable Object value, Cleanup cleanup) {
            if (value == null) {
                int pointer = embind.invoke(empty).intValue();
                cleanup.add(() -> destroy(pointer));
                return pointer;
            } else if (value instanceof EmbindObject object && object.isOf(embind)) {
                Integer pointer = object.smartPointer(this);
                if (pointer != null) {
                    return pointer;
                }
            }
            throw mismatch(value);
        }
    }
}
