package org.wasmi.exec.internal.dispatch;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.exec.runtime.Machine;

/** An instruction with its operands and its successors, for {@code direct} and {@code tail}. */
abstract class Node {
    private static final Node[] NO_TARGETS = {};

    /** The position behind the instruction. */
    final int end;

    /** Where to go on, which is set when the code has been linked. */
    Node next = this;

    Node target = this;
    Node[] targets = NO_TARGETS;

    Node(InstructionDecoder at) {
        end = at.end();
    }

    Node(Node next) {
        this.end = next.end;
        this.next = next;
    }

    /**
     * Executes the instruction on the frame that begins at {@code st[fp]}; in {@code tail}, then its successors. On an
     * exception the machine's position is saved.
     *
     * @return the node to go on with, or null if that is for the frame on top of the machine to say
     */
    abstract @Nullable Node execute(Machine machine, long[] st, int fp);

    /**
     * Takes a branch in {@code tail}. A JVM that eliminates tail calls would go on here with {@code
     * target.execute(machine, st, fp)}, and need neither the trampoline nor {@link Hop}; on others, returning keeps the
     * depth of a chain of nodes below {@link NodeCode#CHAIN_LENGTH}.
     */
    static Node jump(Node target, Machine machine, long[] st, int fp) {
        return target;
    }

    /** Ends a chain of nodes that invoke each other: returns to the trampoline. */
    static final class Hop extends Node {
        Hop(Node next) {
            super(next);
        }

        @Override
        Node execute(Machine machine, long[] st, int fp) {
            return next;
        }
    }
}
