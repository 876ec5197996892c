package org.wasmi.text;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Prints instructions folded (Wasm specification, 6.5.9): operands stand within the instruction that takes them. They
 * are those that directly precede it, so that the order of instructions stays what it was whatever their types are.
 * Where that does not give all operands, since something between them has no result or several, none are folded.
 */
final class FoldedPrinter {
    /** What fits into as many characters stands on one line. */
    private static final int WIDTH = 80;

    /** In the place of the length of what has lines of its own. */
    private static final int LONG = 1 << 20;

    /** Close a parenthesis, behind parts on lines of their own and within a line. */
    private static final Node END_OF_LINES = new Node("", 0, 0);

    private static final Node END_WITHIN = new Node("", 0, 0);

    /** An instruction, or a part of a block as {@code (then ...)}. */
    private static final class Node {
        private final String text;
        private final int offset;
        private final int results;
        private final List<Node> parts = new ArrayList<>();

        /** How many characters it has on one line. */
        private int length;

        Node(String text, int offset, int results) {
            this.text = text;
            this.offset = offset;
            this.results = results;
            length = text.length() + 2;
        }

        void add(Node part) {
            parts.add(part);
            length = Math.min(LONG, length + part.length + 1);
        }
    }

    /**
     * A block that is open.
     *
     * @param node the block
     * @param sequence the node whose parts the next instructions are: the block, or its last part
     */
    private record Open(Node node, Node sequence) {}

    private final Printer printer;
    private final StringBuilder out;
    private final Deque<Open> open = new ArrayDeque<>();
    private Node sequence = new Node("", 0, 0);

    FoldedPrinter(Printer printer) {
        this.printer = printer;
        out = printer.out;
    }

    /** Adds an instruction that is neither a block nor a part of one. */
    void plain(String text, int offset, int operands, int results) {
        Node node = new Node(text, offset, results);
        fold(operands, node);
        sequence.add(node);
    }

    /** Moves the operands of an instruction from the end of the sequence into it, if they are there. */
    private void fold(int operands, Node into) {
        List<Node> before = sequence.parts;
        int from = before.size();
        int missing = operands;
        while (missing > 0 && from > 0) {
            int results = before.get(from - 1).results;
            if (results <= 0 || results > missing) {
                return;
            }
            missing -= results;
            from--;
        }
        if (missing == 0) {
            List<Node> folded = before.subList(from, before.size());
            folded.forEach(into::add);
            folded.clear();
        }
    }

    /** Begins a block. */
    void block(Operator operator, String text, int offset, int results) {
        Node node = new Node(text, offset, results);
        node.length = LONG;
        boolean parted = operator.is("if") || operator.is("try");
        if (operator.is("if")) {
            fold(1, node);
        }
        sequence.add(node);
        open.push(new Open(node, sequence));
        sequence = node;
        if (parted) {
            part(operator.is("if") ? "then" : "do", offset);
        }
    }

    private void part(String text, int offset) {
        Node part = new Node(text, offset, 0);
        part.length = LONG;
        open.element().node.add(part);
        sequence = part;
    }

    /** Ends a block, or a part of one. */
    void structure(Operator operator, String text, int offset) {
        if (!operator.is("end")) {
            part(text, offset);
        }
        if (operator.is("end") || operator.is("delegate")) {
            sequence = open.pop().sequence;
        }
    }

    /** Prints all that was added, on lines of their own. */
    void printLines() throws IOException {
        print(0);
    }

    /** Prints all that was added, within the line. */
    void printWithin() throws IOException {
        print(1);
    }

    /**
     * Prints without recursion: nesting has no limit.
     *
     * @param outside how many parentheses are open within the line
     */
    private void print(int outside) throws IOException {
        int within = outside;
        Deque<Node> pending = new ArrayDeque<>();
        push(sequence.parts, pending);
        while (!pending.isEmpty()) {
            Node node = pending.pop();
            if (node == END_OF_LINES) {
                out.append(')');
                printer.level--;
            } else if (node == END_WITHIN) {
                out.append(')');
                within--;
            } else {
                if (within > 0) {
                    out.append(' ');
                } else {
                    printer.line(node.offset);
                }
                out.append('(').append(node.text);
                if (within > 0 || (node.length <= WIDTH && !printer.options.offsets())) {
                    within++;
                    pending.push(END_WITHIN);
                } else {
                    printer.level++;
                    pending.push(END_OF_LINES);
                }
                push(node.parts, pending);
                printer.flush(false);
            }
        }
    }

    private static void push(List<Node> nodes, Deque<Node> pending) {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            pending.push(nodes.get(i));
        }
    }
}
