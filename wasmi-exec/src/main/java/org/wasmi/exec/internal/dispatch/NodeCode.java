package org.wasmi.exec.internal.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** The nodes of a function, for {@code direct} and {@code tail}. */
final class NodeCode extends LinkedCode {

    /**
     * How many nodes invoke each other at the most before the trampoline is returned to. Chains of 32 do not fit the
     * stack of predicted returns of common processors: some runs were slower by two thirds.
     */
    static final int CHAIN_LENGTH = 16;

    /** By position in the code; null where no instruction begins. */
    private final @Nullable Node[] nodes;

    /**
     * Links code.
     *
     * @param executor whose nodes they are
     * @param code the code, in the canonical encoding
     * @param create makes the node for the instruction that a decoder is at, given the words of the code
     * @param chains whether nodes invoke each other
     */
    NodeCode(Executor executor, Code code, BiFunction<InstructionDecoder, int[], Node> create, boolean chains) {
        super(executor, code);
        int[] words = code.toArray();
        nodes = new @Nullable Node[code.length() + 1];
        InstructionDecoder decoder = Encodings.decoder(code);
        List<Node> inOrder = new ArrayList<>();
        while (decoder.next()) {
            Node node = create.apply(decoder, words);
            nodes[decoder.position()] = node;
            inOrder.add(node);
        }
        decoder.seek(0);
        for (int i = 0; decoder.next(); i++) {
            Node node = inOrder.get(i);
            if (i + 1 < inOrder.size()) {
                Node next = inOrder.get(i + 1);
                node.next = chains && (i + 1) % CHAIN_LENGTH == 0 ? new Node.Hop(next) : next;
            }
            linkBranches(node, decoder);
        }
    }

    private void linkBranches(Node node, InstructionDecoder decoder) {
        List<Node> targets = new ArrayList<>();
        decoder.visit((number, position) -> targets.add(at(position)));
        if (decoder.op().format().hasTargets()) {
            node.targets = targets.toArray(new Node[0]);
        } else if (!targets.isEmpty()) {
            node.target = targets.get(0);
        }
    }

    private Node at(int position) {
        Node node = nodes[position];
        if (node == null) {
            throw new IllegalStateException("no instruction begins at " + position);
        }
        return node;
    }

    /** Runs frames of this executor's, as {@link Executor#run} says. Nodes save their position if they trap. */
    static void run(Machine machine, int base, Executor executor) {
        while (machine.depth() > base && machine.code() instanceof NodeCode code && code.executor() == executor) {
            machine.refresh();
            long[] st = machine.slots();
            int fp = machine.framePointer();
            Node node = code.nodes[machine.position()];
            while (node != null) {
                node = node.execute(machine, st, fp);
            }
        }
    }
}
