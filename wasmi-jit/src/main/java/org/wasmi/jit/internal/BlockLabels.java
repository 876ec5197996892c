package org.wasmi.jit.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;

/** The places in a method of compiled code where blocks begin, and what else is entered there. */
final class BlockLabels {
    private final Label[] starts;

    /** By block that looks for fuel where a loop begins: where it looks again. */
    private final Label[] again;

    /** By block that exact code enters: behind its payment. */
    private final Label[] paid;

    private final Map<Block, Label> outside = new LinkedHashMap<>();

    /**
     * Makes labels.
     *
     * @param all the number of blocks of the function
     * @param blocks those of the method
     */
    BlockLabels(int all, List<Block> blocks) {
        this.starts = new Label[all];
        this.again = new Label[all];
        this.paid = new Label[all];
        for (Block each : blocks) {
            starts[each.number] = new Label();
        }
    }

    /** {@return whether a block is in the method} */
    boolean has(Block block) {
        return starts[block.number] != null;
    }

    /** {@return where a block begins that is in the method} */
    Label start(Block block) {
        return starts[block.number];
    }

    /** Has a block of the method look for fuel again from outside of the loop that begins with it. */
    void addAgain(Block block) {
        again[block.number] = new Label();
    }

    /** {@return from where a block looks for fuel again, if it does} */
    @Nullable
    Label again(Block block) {
        return again[block.number];
    }

    /** {@return a new label behind the payment of a block} */
    Label addPaid(Block block) {
        Label label = new Label();
        paid[block.number] = label;
        return label;
    }

    /** {@return the label behind the payment of a block, if it is wanted} */
    @Nullable
    Label paid(Block block) {
        return paid[block.number];
    }

    /**
     * {@return where to go for a block: a branch back stays within the loop, others enter it}
     *
     * @param from the block that branches; null if none does
     */
    Label of(Block to, @Nullable Block from) {
        Label label = starts[to.number];
        if (label == null) {
            return outside.computeIfAbsent(to, ignored -> new Label());
        }
        Label enters = again[to.number];
        boolean back = from != null && from.number >= to.number;
        return back || enters == null ? label : enters;
    }

    /** Shows the blocks of other methods that have been asked for, and where to go on with them. */
    void forEachOutside(BiConsumer<Block, Label> action) {
        outside.forEach(action);
    }
}
