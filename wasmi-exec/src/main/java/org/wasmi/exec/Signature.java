package org.wasmi.exec;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;

/** Where in a frame the parameters and results of a function type lie. Immutable. */
final class Signature {

    /** No values, of no function. */
    static final Group NONE = new Signature(new FuncType(List.of(), List.of())).params;

    private final FuncType type;
    final Group params;
    final Group results;

    Signature(FuncType type) {
        this.type = type;
        this.params = new Group("parameter", type.params(), type);
        this.results = new Group("result", type.results(), type);
    }

    /** {@return whether a parameter or result is a reference} */
    boolean hasReferences() {
        return params.references || results.references;
    }

    FuncType type() {
        return type;
    }

    /** The parameters, or the results: consecutive values in consecutive slots. */
    static final class Group {
        private final String what;
        private final FuncType owner;
        private final ValType[] types;
        private final int[] slots;

        /** The number of slots in all. */
        final int slotCount;

        /** Whether any is a reference. */
        final boolean references;

        private Group(String what, List<ValType> list, FuncType owner) {
            this.what = what;
            this.owner = owner;
            types = list.toArray(ValType[]::new);
            slots = new int[types.length];
            int next = 0;
            boolean anyReference = false;
            for (int i = 0; i < types.length; i++) {
                slots[i] = next;
                next += types[i].slots();
                anyReference |= types[i].isReference();
            }
            slotCount = next;
            references = anyReference;
        }

        int count() {
            return types.length;
        }

        /** Clears the reference halves of those that are no references, the first of all being at a slot. */
        void clearNumbers(@Nullable Object[] halves, int from) {
            if (!references) {
                Arrays.fill(halves, from, from + slotCount, null);
                return;
            }
            for (int i = 0; i < types.length; i++) {
                if (!types[i].isReference()) {
                    int first = from + slots[i];
                    Arrays.fill(halves, first, first + types[i].slots(), null);
                }
            }
        }

        ValType type(int index) {
            check(index);
            return types[index];
        }

        /** {@return the first slot of a value} */
        int slot(int index) {
            check(index);
            return slots[index];
        }

        /** {@return the slot of a value of a number type} */
        int slot(int index, NumType type) {
            if (index < 0 || index >= types.length || types[index] != type) {
                throw mismatch(index, type.toString());
            }
            return slots[index];
        }

        /** {@return the slot of a reference} */
        int referenceSlot(int index) {
            if (index < 0 || index >= types.length || !types[index].isReference()) {
                throw mismatch(index, "a reference");
            }
            return slots[index];
        }

        /** {@return a reference, of the values that begin at a slot} */
        @Nullable
        Object reference(int index, @Nullable Object[] references, int from) {
            int slot = from + referenceSlot(index);
            return Values.checked((RefType) types[index], references[slot]);
        }

        /** {@return the slot of a reference that is to be this one, if it belongs to the type and the store} */
        int referenceSlot(int index, @Nullable Object reference, Store store) {
            int slot = referenceSlot(index);
            RefType type = (RefType) types[index];
            if (reference == null) {
                if (!type.nullable()) {
                    throw mismatch(index, "null");
                }
            } else if (!Values.belongs(reference, type)) {
                throw mismatch(
                        index,
                        reference instanceof WasmFunction function
                                ? "a function of type " + function.type()
                                : "an object of class " + reference.getClass().getName());
            } else if (Values.isFunction(type) && reference instanceof WasmFunction function) {
                store.requireOwn(function);
            }
            return slot;
        }

        /** Refuses a value that does not belong to its type or to its store. */
        void require(int index, Value value, Store store) {
            check(index);
            if (!Values.fits(Objects.requireNonNull(value, what), types[index])) {
                throw mismatch(index, value.type().toString());
            }
            store.requireOwn(value);
        }

        /** Refuses values that do not belong to their types or to their store, or are too few or too many. */
        void require(Value[] values, Store store) {
            if (values.length != types.length) {
                throw new IllegalArgumentException(owner + " has " + types.length + " " + what
                        + (types.length == 1 ? "" : "s") + ", not " + values.length);
            }
            for (int i = 0; i < values.length; i++) {
                require(i, values[i], store);
            }
        }

        private void check(int index) {
            if (index < 0 || index >= types.length) {
                throw mismatch(index, "anything");
            }
        }

        IllegalArgumentException mismatch(int index, String given) {
            return new IllegalArgumentException(
                    index < 0 || index >= types.length
                            ? "there is no " + what + " " + index + " in " + owner
                            : what + " " + index + " of " + owner + " is " + types[index] + ", not " + given);
        }
    }
}
