package org.wasmi.exec.internal.dispatch;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.exec.handler.Handler;
import org.wasmi.exec.runtime.Machine;

/**
 * An instruction without a node class of its own: executes the handler of {@code indirect}. Two classes more for each
 * such instruction would double the size of the jar, for instructions that do much more than a dispatch costs.
 */
final class HandlerNode extends Node {
    private final Handler handler;
    private final int[] code;
    private final int position;
    private final boolean chains;

    /**
     * Makes a node.
     *
     * @param at the instruction, in canonical code
     * @param code the words of that code
     * @param chains whether nodes invoke each other
     */
    HandlerNode(InstructionDecoder at, int[] code, boolean chains) {
        super(at);
        this.handler = Handler.of(at.op());
        this.code = code;
        this.position = at.position();
        this.chains = chains;
    }

    @Override
    @Nullable
    Node execute(Machine machine, long[] st, int fp) {
        int goOn;
        try {
            goOn = handler.execute(machine, code, position, st, fp);
        } catch (Throwable exception) {
            machine.savePosition(end);
            throw exception;
        }
        if (goOn == end) {
            return chains ? next.execute(machine, st, fp) : next;
        }
        return goOn < 0 ? null : target;
    }
}
