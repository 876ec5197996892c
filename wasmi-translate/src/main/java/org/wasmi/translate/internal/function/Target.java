package org.wasmi.translate.internal.function;

import org.wasmi.encoding.Label;
import org.wasmi.encoding.type.FuncType;

/** A block as the target of branches. Reused for other blocks at the same depth. */
final class Target {

    /** What stands for a label that is not needed yet. */
    static final Label NO_LABEL = new Label(-1);

    /** {@return whether there is a label} */
    static boolean isLabel(Label label) {
        return label.id() >= 0;
    }

    /** What opened the block, or the part of it at hand: block, loop, if, else, try_table, try, catch. */
    WasmOpcode opcode = WasmOpcode.BLOCK;

    FuncType type = BlockTypes.EMPTY;

    /** Whether the block's begin can be reached. */
    boolean live;

    /** The number of operands around the block, below its parameters. */
    int height;

    /** The first home slot of the values that a branch brings. */
    int home;

    /** Where branches lead. */
    Label label = NO_LABEL;

    /** Where an {@code if} goes on that is not taken. */
    Label otherwise = NO_LABEL;

    /** The {@code br_table} that had the target last, and where it leads for that. */
    int table;

    Label entry = NO_LABEL;

    /** The code whose exceptions it catches. */
    final Guard guard = new Guard();

    /** {@return the number of values that a branch brings} */
    int arity() {
        return (opcode == WasmOpcode.LOOP ? type.params() : type.results()).size();
    }
}
