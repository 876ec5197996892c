package org.wasmi.codegen;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.wasmi.encoding.Op;

/**
 * The numbers under which a loop matches instructions. They are the loop's own, so that hot instructions get numbers
 * next to each other, which make a small table of jumps, whatever their codes are: codes stay when hotness changes.
 * Other instructions are in families, each for a method of its own. A family begins at a multiple of a power of two,
 * so that a shift finds it. Each has instructions that need the same {@link Family.State}.
 */
final class DispatchOrder {
    /** The number of bits by which a number is shifted for that of its family. */
    static final int FAMILY_SHIFT = 6;

    private static final int FAMILY = 1 << FAMILY_SHIFT;

    /** How many instructions a family has at the most: a method for it should be small enough to compile well. */
    private static final int FAMILY_OPS = 48;

    private final List<Op> main = new ArrayList<>();
    private final Map<Integer, Family> families = new TreeMap<>();
    private final int[] numbers = new int[Op.count()];

    /** Numbers instructions, each kind in the order given. */
    DispatchOrder(List<Op> ops) {
        Map<Family.State, List<Op>> rare = new EnumMap<>(Family.State.class);
        for (Op op : ops) {
            if (op.isHot()) {
                numbers[op.code()] = main.size();
                main.add(op);
            } else {
                rare.computeIfAbsent(Family.State.of(op), each -> new ArrayList<>())
                        .add(op);
            }
        }
        int family = (main.size() + FAMILY - 1) / FAMILY;
        for (Map.Entry<Family.State, List<Op>> each : rare.entrySet()) {
            each.getValue().sort(each.getKey().order());
            family = addFamilies(each.getKey(), each.getValue(), family);
        }
    }

    /** Numbers instructions, the first family having a number; returns that of the next one. */
    private int addFamilies(Family.State state, List<Op> ops, int first) {
        int family = first;
        for (int i = 0; i < ops.size(); i += FAMILY_OPS, family++) {
            List<Op> members = ops.subList(i, Math.min(i + FAMILY_OPS, ops.size()));
            families.put(family, new Family(state, members));
            for (int j = 0; j < members.size(); j++) {
                numbers[members.get(j).code()] = family * FAMILY + j;
            }
        }
        return family;
    }

    /** {@return the instructions of the main loop; their numbers are 0, 1 ...} */
    List<Op> main() {
        return main;
    }

    /** {@return the other instructions, by their numbers shifted by {@link #FAMILY_SHIFT}} */
    Map<Integer, Family> families() {
        return families;
    }

    /**
     * {@return the first number that the {@linkplain ShuffleForms forms} of a shuffle may have} They are not
     * instructions of the set.
     */
    int firstShuffleForm() {
        int family = number(Op.I8X16_SHUFFLE) >> FAMILY_SHIFT;
        return family * FAMILY
                + Objects.requireNonNull(families.get(family)).ops().size();
    }

    /** {@return the number of an instruction} */
    int number(Op op) {
        return numbers[op.code()];
    }
}
