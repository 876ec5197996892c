package org.wasmi.translate.internal.function;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which locals without a default value have been set where the operator at hand is (Wasm specification, 3.4
 * "Instruction sequences"). What is set in a block counts up to its end. Functions without such locals pay nothing.
 */
final class InitialisedLocals {
    private final BitSet set = new BitSet();

    /** The locals that are set, in the order in which they were. */
    private int[] order = new int[8];

    private int count;

    /** Starts with a function. */
    void reset() {
        undo(0);
    }

    /** {@return how many are set} */
    int count() {
        return count;
    }

    /** {@return whether a local is set} */
    boolean isSet(int local) {
        return set.get(local);
    }

    /** Sets a local. */
    void set(int local) {
        if (!set.get(local)) {
            set.set(local);
            if (count == order.length) {
                order = Arrays.copyOf(order, count * 2);
            }
            order[count++] = local;
        }
    }

    /** Forgets what was set when there were more than a number of them. */
    void undo(int before) {
        while (count > before) {
            set.clear(order[--count]);
        }
    }
}
