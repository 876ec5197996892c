package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Smaller code that leaves the same types on the stack, one step from what is given. */
final class Reductions {
    private final List<List<Node>> found = new ArrayList<>();

    private Reductions() {}

    /** {@return variants of a sequence that are smaller or nearer to zero, those that are much smaller first} */
    static List<List<Node>> of(List<Node> nodes) {
        Reductions reductions = new Reductions();
        reductions.collect(nodes, reductions.found::add);
        return reductions.found;
    }

    private void collect(List<Node> nodes, Consumer<List<Node>> sink) {
        for (int i = 0; i < nodes.size(); i++) {
            int end = endOfBalanced(nodes, i);
            if (end > 0) {
                sink.accept(replaced(nodes, i, end, List.of()));
            }
        }
        for (int i = 0; i < nodes.size(); i++) {
            int at = i;
            Node node = nodes.get(i);
            replacements(node).forEach(each -> sink.accept(replaced(nodes, at, at + 1, each)));
            within(node, changed -> sink.accept(replaced(nodes, at, at + 1, List.of(changed))));
        }
    }

    /** {@return where a part that begins at an index and leaves the stack as it was ends, 0 if none does} */
    private static int endOfBalanced(List<Node> nodes, int start) {
        int height = 0;
        for (int i = start; i < nodes.size(); i++) {
            height -= nodes.get(i).pops();
            if (height < 0) {
                return 0;
            }
            height += nodes.get(i).types().size();
            if (height == 0) {
                return i + 1;
            }
        }
        return 0;
    }

    private static List<List<Node>> replacements(Node node) {
        List<List<Node>> list = new ArrayList<>();
        int pops = node.pops();
        if (pops == 0 && !node.types().isEmpty() && !node.isZero()) {
            list.add(node.types().stream().map(Node::zero).toList());
        }
        // The operand of a canonical NaN must not take its place: its bits may differ between executors.
        if (!node.operator().equals(Node.CANONICAL)) {
            for (Node operand : node.operands()) {
                if (operand.types().equals(node.types()) && operand.pops() == pops) {
                    list.add(List.of(operand));
                }
            }
        }
        boolean plain = node.operator().equals("block") || node.operator().equals("loop");
        if (plain
                && node.operands().isEmpty()
                && !node.branchesTo(node.immediates().get(0))) {
            list.add(node.bodies().get(0));
        }
        return list;
    }

    private void within(Node node, Consumer<Node> sink) {
        collect(node.operands(), changed -> sink.accept(node.withOperands(changed)));
        List<List<Node>> bodies = node.bodies();
        for (int i = 0; i < bodies.size(); i++) {
            int at = i;
            collect(
                    bodies.get(i),
                    changed -> sink.accept(node.withBodies(replaced(bodies, at, at + 1, List.of(changed)))));
        }
    }

    /** {@return a list in which the elements of a range are others} */
    static <T> List<T> replaced(List<T> list, int from, int to, List<T> others) {
        List<T> copy = new ArrayList<>(list.subList(0, from));
        copy.addAll(others);
        copy.addAll(list.subList(to, list.size()));
        return copy;
    }
}
