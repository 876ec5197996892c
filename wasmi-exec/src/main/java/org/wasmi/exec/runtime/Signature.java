package org.wasmi.exec.runtime;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;

/**
 * Where in a frame the parameters and results of a function type lie: both from slot 0 on, in order. Immutable.
 */
public final class Signature {

    /** No values, of no function. */
    static final Group NONE = new Signature(new FuncType(List.of(), List.of())).params;

    private final FuncType type;
    private final Group params;
    private final Group results;

    Signature(FuncType type) {
        this.type = type;
        this.params = new Group("parameter", type.params(), type);
        this.results = new Group("result", type.results(), type);
    }

    /** {@return the type} */
    public FuncType type() {
        return type;
    }

    /** {@return the parameters} */
    public Group params() {
        return params;
    }

    /** {@return the results, which take the place of the parameters} */
    public Group results() {
        return results;
    }

    /** {@return whether a parameter or result is a reference} */
    public boolean hasReferences() {
        return params.references || results.references;
    }

    /** The parameters, or the results: consecutive values in consecutive slots. */
    public static final class Group {
        private final String what;
        private final FuncType owner;
        private final ValType[] types;
        private final int[] slots;

        /** The slots of those that are no references. */
        private final int[] numberSlots;

        private final int slotCount;
        private final boolean references;

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
            numberSlots = IntStream.range(0, types.length)
                    .filter(i -> !types[i].isReference())
                    .flatMap(i -> IntStream.range(slots[i], slots[i] + types[i].slots()))
                    .toArray();
        }

        /** {@return the number of values} */
        public int count() {
            return types.length;
        }

        /** {@return the number of slots in all} */
        public int slotCount() {
            return slotCount;
        }

        /** {@return whether any is a reference} */
        public boolean hasReferences() {
            return references;
        }

        /** {@return whether any is no reference} */
        boolean hasNumbers() {
            return numberSlots.length > 0;
        }

        /** Clears the reference halves of those that are no references, the first of all being at a slot. */
        void clearNumbers(@Nullable Object[] halves, int from) {
            for (int slot : numberSlots) { // few: a call of fill costs more
                halves[from + slot] = null;
            }
        }

        /**
         * {@return the type of a value}
         *
         * @throws IllegalArgumentException if there is no such value
         */
        public ValType type(int index) {
            check(index);
            return types[index];
        }

        /**
         * {@return the first slot of a value, from 0 for that of the first}
         *
         * @throws IllegalArgumentException if there is no such value
         */
        public int slot(int index) {
            check(index);
            return slots[index];
        }

        /**
         * {@return the first slot of a number or vector of a type}
         *
         * @throws IllegalArgumentException if there is no such value, or it has another type
         */
        public int slot(int index, ValType type) {
            if (index < 0 || index >= types.length || !type.equals(types[index])) {
                throw mismatch(index, type.toString());
            }
            return slots[index];
        }

        /**
         * {@return the slot of a reference}
         *
         * @throws IllegalArgumentException if there is no such value, or it is no reference
         */
        public int referenceSlot(int index) {
            if (index < 0 || index >= types.length || !types[index].isReference()) {
                throw mismatch(index, "a reference");
            }
            return slots[index];
        }

        private void check(int index) {
            if (index < 0 || index >= types.length) {
                throw mismatch(index, "anything");
            }
        }

        /** {@return what is thrown for another number of values} */
        public IllegalArgumentException countMismatch(int given) {
            return new IllegalArgumentException(
                    owner + " has " + types.length + " " + what + (types.length == 1 ? "" : "s") + ", not " + given);
        }

        /** {@return what is thrown for a value of another type} */
        public IllegalArgumentException mismatch(int index, String given) {
            return new IllegalArgumentException(
                    index < 0 || index >= types.length
                            ? "there is no " + what + " " + index + " in " + owner
                            : what + " " + index + " of " + owner + " is " + types[index] + ", not " + given);
        }
    }
}
