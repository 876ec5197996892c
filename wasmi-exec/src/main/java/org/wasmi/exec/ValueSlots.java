package org.wasmi.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.Types;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.runtime.Aggregate;
import org.wasmi.exec.runtime.I31;
import org.wasmi.exec.runtime.Signature;

/** Values to slots and back. */
final class ValueSlots {
    /** The type of references to functions that are not null. */
    static final RefType FUNCTION = new RefType(false, AbstractHeapType.FUNC);

    /** The type of references to host objects that are not null. */
    static final RefType OBJECT = new RefType(false, AbstractHeapType.EXTERN);

    /** The type of references to exceptions that are not null. */
    static final RefType EXCEPTION = new RefType(false, AbstractHeapType.EXN);

    /** The type of references to integers of 31 bits that are not null. */
    static final RefType INTEGER = new RefType(false, AbstractHeapType.I31);

    /** The type of references to what host objects are to a guest that has converted them. */
    static final RefType ANY = new RefType(false, AbstractHeapType.ANY);

    private ValueSlots() {}

    /** {@return the value of a type in a slot} */
    static Value read(ValType type, long[] slots, @Nullable Object[] references, int slot) {
        if (type instanceof RefType reference) {
            return reference(reference, references[slot]);
        } else if (type instanceof NumType number) {
            return number(number, slots[slot]);
        }
        return new Value.V128(slots[slot], slots[slot + 1]);
    }

    private static Value number(NumType type, long bits) {
        return switch (type) {
            case I32 -> new Value.I32((int) bits);
            case I64 -> new Value.I64(bits);
            case F32 -> new Value.F32((int) bits);
            case F64 -> new Value.F64(bits);
        };
    }

    /** {@return the value of a field or element that is a number, of a vector given in two halves} */
    static Value ofField(StorageType type, long bits, long high) {
        if (type instanceof PackedType packed) {
            return new Value.I32(packed == PackedType.I8 ? (byte) bits : (short) bits);
        }
        return type instanceof NumType number ? number(number, bits) : new Value.V128(bits, high);
    }

    /** {@return the value of a field or element that is a reference} */
    static Value ofField(StorageType type, @Nullable Object reference) {
        return reference((RefType) type.unpacked(), reference);
    }

    /** Refuses a value that a field or element of a type cannot hold, or that belongs to another store. */
    static void requireField(StorageType type, Value value, Store store) {
        if (!fits(Objects.requireNonNull(value, "value"), type.unpacked())) {
            throw new IllegalArgumentException("a field of type " + type + ", not " + value.type());
        }
        requireOwn(store, value);
    }

    /**
     * {@return a reference as a value}
     *
     * @throws InvalidException as {@link #checked}
     */
    static Value reference(RefType type, @Nullable Object reference) {
        Object object = checked(type, reference);
        if (object == null) {
            return new Value.NullRef(new RefType(true, type.heap()));
        } else if (isFunction(type) && object instanceof WasmFunction function) {
            return new Value.FuncRef(function);
        } else if (top(type) == AbstractHeapType.ANY) {
            return ofAny(object);
        } else if (isException(type) && object instanceof TaggedException exception) {
            return new Value.ExnRef(exception);
        }
        return new Value.ExternRef(object);
    }

    private static Value ofAny(Object object) {
        if (object instanceof WasmStruct struct) {
            return new Value.StructRef(struct);
        } else if (object instanceof WasmArray array) {
            return new Value.ArrayRef(array);
        } else if (object instanceof I31 integer) {
            return new Value.I31Ref(integer);
        }
        return new Value.AnyRef(object);
    }

    private static AbstractHeapType top(RefType type) {
        return Types.NONE.top(type.heap());
    }

    /**
     * {@return a reference of a type, for the host}
     *
     * @throws InvalidException if it is not of that type: code that does not come from a translator may have mixed up
     *     functions and host objects, for no verifier looks at that
     */
    static @Nullable Object checked(RefType type, @Nullable Object reference) {
        if (reference != null && !belongs(reference, type)) {
            throw new InvalidException(
                    "type mismatch: a " + type + " that is " + (isFunction(type) ? "no function of the type" : "none"),
                    InvalidException.NO_FUNCTION,
                    0);
        }
        return reference;
    }

    /** {@return whether a type without type uses is one of references to functions} */
    static boolean isFunction(RefType type) {
        return top(type) == AbstractHeapType.FUNC;
    }

    /** {@return whether a type without type uses is one of references to exceptions} */
    static boolean isException(RefType type) {
        return top(type) == AbstractHeapType.EXN;
    }

    /** {@return whether an object is what references of a type refer to} */
    static boolean belongs(Object object, RefType type) {
        if (isFunction(type)) {
            return object instanceof WasmFunction function && Types.NONE.isSubtype(function.runtimeType(), type.heap());
        } else if (isException(type)) {
            return object instanceof TaggedException && type.heap() == AbstractHeapType.EXN;
        }
        return Types.NONE.isSubtype(
                top(type) == AbstractHeapType.ANY ? heapOf(object) : AbstractHeapType.EXTERN, type.heap());
    }

    /** {@return what an object is in the hierarchy of any} */
    private static HeapType heapOf(Object object) {
        if (object instanceof Aggregate aggregate) {
            return aggregate.type();
        }
        return object instanceof I31 ? AbstractHeapType.I31 : AbstractHeapType.ANY;
    }

    /** {@return whether a value belongs to a type} */
    static boolean fits(Value value, ValType type) {
        return Types.NONE.isSubtype(value.type(), type)
                || (value instanceof Value.FuncRef function
                        && type instanceof RefType reference
                        && belongs(function.function(), reference));
    }

    /** {@return the reference that a reference value stands for, null for all others} */
    static @Nullable Object referenceOf(Value value) {
        if (value instanceof Value.FuncRef function) {
            return function.function();
        } else if (value instanceof Value.ExternRef object) {
            return object.object();
        } else if (value instanceof Value.ExnRef exception) {
            return exception.exception();
        } else if (value instanceof Value.StructRef struct) {
            return struct.struct();
        } else if (value instanceof Value.ArrayRef array) {
            return array.array();
        } else if (value instanceof Value.I31Ref integer) {
            return integer.value();
        } else if (value instanceof Value.AnyRef object) {
            return object.object();
        }
        return null;
    }

    /** {@return the (lower) 64 bits of a numeric value, 0 for references} */
    static long bitsOf(Value value) {
        if (value instanceof Value.I32 i32) {
            return i32.value();
        } else if (value instanceof Value.I64 i64) {
            return i64.value();
        } else if (value instanceof Value.F32 f32) {
            return f32.bits();
        } else if (value instanceof Value.F64 f64) {
            return f64.bits();
        } else if (value instanceof Value.V128 v128) {
            return v128.low();
        }
        return 0;
    }

    /** Puts a value, of which the type has been checked, into a slot. */
    static void write(Value value, long[] slots, @Nullable Object[] references, int slot) {
        if (value.type().isReference()) {
            references[slot] = referenceOf(value);
            return;
        }
        slots[slot] = bitsOf(value);
        if (value instanceof Value.V128 v128) {
            slots[slot + 1] = v128.high();
        }
    }

    /** {@return a reference among parameters or results, of which the first begins at a slot} */
    static @Nullable Object reference(Signature.Group group, int index, @Nullable Object[] references, int from) {
        int slot = from + group.referenceSlot(index);
        return checked((RefType) group.type(index), references[slot]);
    }

    /** {@return the slot of a reference that is to be this one, if it belongs to the type and the store} */
    static int referenceSlot(Signature.Group group, int index, @Nullable Object reference, Store store) {
        int slot = group.referenceSlot(index);
        RefType type = (RefType) group.type(index);
        if (reference == null) {
            if (!type.nullable()) {
                throw group.mismatch(index, "null");
            }
        } else if (!belongs(reference, type)) {
            throw group.mismatch(
                    index,
                    reference instanceof WasmFunction function
                            ? "a function of type " + function.type()
                            : "an object of class " + reference.getClass().getName());
        } else if (isFunction(type) && reference instanceof WasmFunction function) {
            requireOwn(store, function);
        } else if (isException(type) && reference instanceof TaggedException exception) {
            requireOwn(store, exception.tag());
        }
        requireOwn(store, reference);
        return slot;
    }

    /** Refuses a value that does not belong to its type or to its store. */
    /** Refuses what belongs to another store. */
    static void requireOwn(Store store, Extern value) {
        if (!store.equals(value.store())) {
            throw new IllegalArgumentException("the " + value.type().kind() + " belongs to another store");
        }
    }

    /** Refuses references to functions, exceptions, structures and arrays of another store. */
    static void requireOwn(Store store, Value value) {
        Object reference = referenceOf(Objects.requireNonNull(value, "value"));
        if (value instanceof Value.FuncRef function) {
            requireOwn(store, function.function());
        } else if (value instanceof Value.ExnRef exception) {
            requireOwn(store, exception.exception().tag());
        }
        requireOwn(store, reference);
    }

    /** Refuses structures and arrays of another store. */
    private static void requireOwn(Store store, @Nullable Object reference) {
        if ((reference instanceof WasmStruct struct && !store.equals(struct.store()))
                || (reference instanceof WasmArray array && !store.equals(array.store()))) {
            throw new IllegalArgumentException(
                    "the " + (reference instanceof WasmStruct ? "structure" : "array") + " belongs to another store");
        }
    }

    static void require(Signature.Group group, int index, Value value, Store store) {
        if (!fits(Objects.requireNonNull(value, "value"), group.type(index))) {
            throw group.mismatch(index, value.type().toString());
        }
        requireOwn(store, value);
    }

    /** Refuses values that do not belong to their types or to their store, or are too few or too many. */
    static void require(Signature.Group group, Value[] values, Store store) {
        if (values.length != group.count()) {
            throw group.countMismatch(values.length);
        }
        for (int i = 0; i < values.length; i++) {
            require(group, i, values[i], store);
        }
    }

    /** Puts values, which have been checked, into slots. */
    static void write(Signature.Group group, Value[] values, long[] slots, @Nullable Object[] references) {
        for (int i = 0; i < values.length; i++) {
            write(values[i], slots, references, group.slot(i));
        }
    }

    /** {@return the values in slots, of which the first is 0} */
    static List<Value> read(Signature.Group group, long[] slots, @Nullable Object[] references) {
        List<Value> values = new ArrayList<>(group.count());
        for (int i = 0; i < group.count(); i++) {
            values.add(read(group.type(i), slots, references, group.slot(i)));
        }
        return values;
    }
}
