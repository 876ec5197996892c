package org.wasmi.jit.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;

/** The places in a method of compiled code where blocks begin, and what else is entered there. */
final class BlockLabels {
    /** The number of the first block of the method; the arrays have those from it on. */
    private final int first;

    private final Label[] starts;

    /** By block that looks for fuel where a loop begins: where it looks again. */
    private final Label[] again;

    /** By block that exact code enters: behind its payment. */
    private final Label[] paid;

    private final Map<Block, Label> outside = new LinkedHashMap<>();

    /**
     * Makes labels.
     *
     * @param blocks those of the method
     */
    BlockLabels(List<Block> blocks) {
        int last = -1;
        int least = Integer.MAX_VALUE;
        for (Block each : blocks) {
            least = Math.min(least, each.number);
            last = Math.max(last, each.number);
        }
        this.first = least;
        // As long as the method, not as the function: that may have thousands of methods.
        int length = Math.max(0, last - least + 1);
        this.starts = new Label[length];
        this.again = new Label[length];
        this.paid = new Label[length];
        for (Block each : blocks) {
            starts[each.number - first] = new Label();
        }
    }

    private @Nullable Label at(Label[] labels, Block block) {
        int index = block.number - first;
        return index >= 0 && index < labels.length ? labels[index] : null;
    }

    /** {@return whether a block is in the method} */
    boolean has(Block block) {
        return at(starts, block) != null;
    }

    /** {@return where a block begins that is in the method} */
    Label start(Block block) {
        return starts[block.number - first];
    }

    /** Has a block of the method look for fuel again from outside of the loop that begins with it. */
    void addAgain(Block block) {
        again[block.number - first] = new Label();
    }

    /** {@return from where a block looks for fuel again, if it does} */
    @Nullable
    Label again(Block block) {
        return at(again, block);
    }

    /** {@return a new label behind the payment of a block} */
    Label addPaid(Block block) {
        Label label = new Label();
        paid[block.number - first] = label;
        return label;
    }

    /** {@return the label behind the payment of a block, if it is wanted} */
    @Nullable
    Label paid(Block block) {
        return at(paid, block);
    }

    /**
     * {@return where to go for a block: a branch back stays within the loop, others enter it}
     *
     * @param from the block that branches; null if none does
     */
    Label of(Block to, @Nullable Block from) {
        Label label = at(starts, to);
        if (label == null) {
            return outside.computeIfAbsent(to, ignored -> new Label());
        }
        Label enters = at(again, to);
        boolean back = from != null && from.number >= to.number;
        return back || enters == null ? label : enters;
    }

    /** Shows the blocks of other methods that have been asked for, and where to go on with them. */
    void forEachOutside(BiConsumer<Block, Label> action) {
        outside.forEach(action);
    }
}
