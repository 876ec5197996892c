package org.wasmi.exec.runtime;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.type.StructLayout;
import org.wasmi.exec.internal.store.HostApi;

/**
 * What instructions do to structures, for executors only (Wasm specification, 4.4 "Aggregate Instructions"). A field is
 * named by its place in the {@link StructLayout} of its type; one of 128 bits by its first. A number is the numeric
 * half of a slot, as it was written.
 *
 * <p>An access through a null reference is a {@link TrapException} with {@link Trap#NULL_STRUCTURE}. No verifier proves
 * what a reference refers to: code that does not come from a translator gets an {@link InvalidException} where that is
 * no structure or has no such place.
 */
public final class StructAccess {
    /** The price of a structure in a constant expression; the translator charges the same elsewhere. */
    private static final int SLOTS_PER_FUEL = 64;

    private StructAccess() {}

    /**
     * {@code struct.new}.
     *
     * @param instance whose type
     * @param type the index of the type
     * @param slots the numeric halves of slots
     * @param references the reference halves
     * @param first the first of the slots that hold the values of the fields
     * @return the structure
     * @throws ResourceException if the JVM has no room for it
     */
    public static StructRef create(
            InstanceState instance, int type, long[] slots, @Nullable Object[] references, int first) {
        StructRef struct = createDefault(instance, type);
        StructLayout layout = struct.type().layout();
        long[] numbers = struct.numbers;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = slots[first + layout.slotOfNumber(i)];
        }
        @Nullable Object[] fields = struct.references;
        for (int i = 0; i < fields.length; i++) {
            fields[i] = references[first + layout.slotOfReference(i)];
        }
        return struct;
    }

    /**
     * {@return a structure of which all fields are zero or null} This is {@code struct.new_default}.
     *
     * @throws ResourceException if the JVM has no room for it
     */
    public static StructRef createDefault(InstanceState instance, int type) {
        return create(instance, instance.typeAt(type));
    }

    /**
     * {@return a structure for the host API}
     *
     * @param maker makes it, with all fields zero or null
     * @throws ResourceException if the JVM has no room for it
     * @throws IllegalStateException if the store is closed
     */
    public static <S extends StructRef> S create(HostApi key, StoreState store, RuntimeType type, Supplier<S> maker) {
        store.requireOpen();
        try {
            return maker.get();
        } catch (OutOfMemoryError error) {
            throw noRoom(type);
        }
    }

    static StructRef create(InstanceState instance, RuntimeType type) {
        if (instance.owner().isEvaluating()) {
            instance.owner().owe(type.layout().slots(), SLOTS_PER_FUEL);
        }
        try {
            return instance.newStruct(type);
        } catch (OutOfMemoryError error) {
            throw noRoom(type);
        }
    }

    private static ResourceException noRoom(RuntimeType type) {
        return new ResourceException(
                "no room for a structure of " + type.layout().slots() + " slots");
    }

    /** {@return the number at a place} */
    public static long get(@Nullable Object struct, int place) {
        if (struct instanceof StructRef known) {
            long[] numbers = known.numbers;
            if (place >= 0 && place < numbers.length) {
                return numbers[place];
            }
        }
        throw fault(struct, place);
    }

    /** {@return the reference at a place} */
    public static @Nullable Object getRef(@Nullable Object struct, int place) {
        if (struct instanceof StructRef known) {
            @Nullable Object[] references = known.references;
            if (place >= 0 && place < references.length) {
                return references[place];
            }
        }
        throw fault(struct, place);
    }

    /** Sets the number at a place. */
    public static void set(@Nullable Object struct, int place, long value) {
        if (struct instanceof StructRef known) {
            long[] numbers = known.numbers;
            if (place >= 0 && place < numbers.length) {
                numbers[place] = value;
                return;
            }
        }
        throw fault(struct, place);
    }

    /** Sets the reference at a place. */
    public static void setRef(@Nullable Object struct, int place, @Nullable Object value) {
        if (struct instanceof StructRef known) {
            @Nullable Object[] references = known.references;
            if (place >= 0 && place < references.length) {
                references[place] = value;
                return;
            }
        }
        throw fault(struct, place);
    }

    private static WasmException fault(@Nullable Object struct, int place) {
        if (struct == null) {
            return new TrapException(Trap.NULL_STRUCTURE);
        }
        String found = struct instanceof StructRef ? "has no place " + Integer.toUnsignedString(place) : "is none";
        return new InvalidException("type mismatch: a structure that " + found, InvalidException.NO_FUNCTION, 0);
    }
}
