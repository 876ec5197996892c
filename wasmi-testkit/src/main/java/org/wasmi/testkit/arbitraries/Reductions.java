package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.wasmi.encoding.type.ValType;

/** Smaller code that leaves the same types on the stack, one step from what is given. */
final class Reductions {
    private final List<List<Node>> found = new ArrayList<>();

    /** The labels around what is being made smaller, and what goes with branches to them. */
    private final Map<Long, List<ValType>> labels = new HashMap<>();

    private Reductions() {}

    /** {@return variants of a function body that are smaller or nearer to zero, those that are much smaller first} */
    static List<List<Node>> of(List<Node> body, List<ValType> results) {
        Reductions reductions = new Reductions();
        reductions.labels.put(0L, results);
        reductions.body(body, reductions.found::add);
        return reductions.found;
    }

    /** {@return variants of a constant expression} */
    static List<Node> ofConstant(Node expression) {
        return of(List.of(expression), expression.types()).stream()
                .filter(each -> each.size() == 1)
                .map(each -> each.get(0))
                .filter(each -> each.all().noneMatch(node -> node.operator().equals("unreachable")))
                .toList();
    }

    private void body(List<Node> nodes, Consumer<List<Node>> sink) {
        sequence(nodes, sink);
        alone(nodes, sink);
        for (int i = 0; i < nodes.size() && nodes.size() > 1; i++) {
            int at = i;
            alone(nodes.subList(i, i + 1), changed -> sink.accept(replaced(nodes, at, at + 1, changed)));
        }
    }

    /** Keeps nothing of a sequence but one operator and its operands. */
    private void alone(List<Node> nodes, Consumer<List<Node>> sink) {
        Optional<List<ValType>> types = results(nodes);
        if (types.isEmpty()) {
            return;
        }
        int size = Node.size(nodes);
        long weight = Node.weight(nodes);
        Node.all(nodes).filter(this::canBeAlone).forEach(each -> {
            List<Node> kept = joined(statement(each.withoutPops()), Node.zeros(types.get()));
            int change = Node.size(kept) - size;
            if (change < 0 || (change == 0 && Node.weight(kept) < weight)) {
                sink.accept(kept);
            }
        });
    }

    /** {@return the types that a sequence leaves, unless it takes values that were on the stack before} */
    private static Optional<List<ValType>> results(List<Node> nodes) {
        List<ValType> stack = new ArrayList<>();
        for (Node each : nodes) {
            int height = stack.size() - each.pops();
            if (height < 0) {
                return Optional.empty();
            }
            stack.subList(height, stack.size()).clear();
            stack.addAll(each.types());
        }
        return Optional.of(stack);
    }

    private boolean canBeAlone(Node node) {
        if (node.operator().equals(Node.POP)) {
            return false;
        }
        Set<Long> known = new HashSet<>(labels.keySet());
        node.all()
                .filter(Node::isStructured)
                .forEach(each -> known.add(each.immediates().get(0)));
        return node.all().allMatch(each -> known.containsAll(each.labels()));
    }

    /** {@return what leaves the stack as it was} */
    private static List<Node> statement(Node node) {
        if (node.isTerminator()) {
            return List.of(node.withTypes(List.of()));
        }
        return node.types().size() == 1 ? List.of(Node.drop(node)) : joined(List.of(node), Node.drops(node.types()));
    }

    private void sequence(List<Node> nodes, Consumer<List<Node>> sink) {
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

    private List<List<Node>> replacements(Node node) {
        List<List<Node>> list = new ArrayList<>();
        int pops = node.pops();
        if (pops == 0 && !node.types().isEmpty() && !node.isZero()) {
            list.add(Node.zeros(node.types()));
        }
        // The operand of a canonical NaN must not take its place: its bits may differ between executors.
        if (!node.operator().equals(Node.CANONICAL)) {
            for (Node operand : node.operands()) {
                if (operand.types().equals(node.types()) && operand.pops() == pops) {
                    list.add(List.of(operand));
                }
            }
        }
        if (node.isStructured()) {
            list.addAll(simplerBlocks(node));
        }
        switch (node.operator()) {
            case "local.set", "global.set" ->
                list.add(List.of(Node.drop(node.operands().get(0))));
            case "i32.const", "i64.const" ->
                nearerToZero(node.immediates().get(0))
                        .forEach(each -> list.add(List.of(node.withImmediates(List.of(each)))));
            case "br", "br_if", "br_table", "return" -> list.addAll(simplerBranches(node));
            default -> {
                boolean accessesMemory = node.operator().matches(".*\\.(load|store).*");
                int offset = node.operator().endsWith("_lane") ? 1 : 0;
                if (accessesMemory && node.immediates().get(offset) != 0) {
                    list.add(
                            List.of(node.withImmediates(replaced(node.immediates(), offset, offset + 1, List.of(0L)))));
                }
            }
        }
        return list;
    }

    /** {@return integers between zero and another one, without both} */
    private static List<Long> nearerToZero(long value) {
        return LongStream.of(Long.signum(value), value / 2)
                .filter(each -> each != 0 && each != value)
                .distinct()
                .boxed()
                .toList();
    }

    /**
     * {@return the same branch to fewer labels, out of the function, or without the values for which its labels have no
     * use}
     */
    private List<List<Node>> simplerBranches(Node node) {
        List<List<Node>> list = new ArrayList<>();
        if (node.immediates().size() > 1) {
            node.immediates().stream()
                    .distinct()
                    .forEach(label -> list.add(List.of(node.withImmediates(List.of(label)))));
        }
        List<ValType> results = labels.getOrDefault(0L, List.of());
        if (node.immediates().size() == 1
                && node.immediates().get(0) != 0
                && results.equals(labels.get(node.immediates().get(0)))) {
            list.add(List.of(node.withImmediates(List.of(0L))));
        }
        List<Long> targets = node.operator().equals("return") ? List.of(0L) : node.immediates();
        boolean conditional = node.operator().equals("br_if") || node.operator().equals("br_table");
        int values = node.operands().size() - (conditional ? 1 : 0);
        boolean unused = targets.stream()
                .allMatch(each -> labels.getOrDefault(each, List.of()).isEmpty());
        if (unused && values > 0 && node.pops() == 0) {
            List<ValType> types = node.isTerminator() ? node.types() : List.of();
            Node bare = node.withTypes(types)
                    .withOperands(
                            node.operands().subList(values, node.operands().size()));
            list.add(node.isTerminator() ? List.of(bare) : joined(List.of(bare), Node.zeros(node.types())));
        }
        return list;
    }

    /**
     * {@return what may stand for a block of any kind: its body, a block for an if, or fewer parameters, results and
     * bodies}
     */
    private static List<List<Node>> simplerBlocks(Node node) {
        List<List<Node>> list = new ArrayList<>();
        long label = node.immediates().get(0);
        List<Node> operands = node.operands();
        List<List<Node>> bodies = node.bodies();
        boolean conditional = node.operator().equals("if");
        list.addAll(simplerGuards(node));
        if (!conditional && operands.isEmpty() && !node.branchesTo(label)) {
            list.add(bodies.get(0));
        }
        if (node.operator().equals("loop") && operands.isEmpty() && node.types().isEmpty()) {
            list.add(List.of(new Node("block", node.immediates(), List.of(), operands, bodies)));
        }
        int params = conditional ? operands.size() - 1 : operands.size();
        if (conditional) {
            List<Node> passed = replaced(operands, params, params + 1, List.of(Node.drop(operands.get(params))));
            bodies.forEach(body ->
                    list.add(List.of(new Node("block", node.immediates(), node.types(), passed, List.of(body)))));
            if (bodies.size() == 2 && params == 0 && node.types().isEmpty()) {
                list.add(List.of(node.withBodies(bodies.subList(0, 1))));
            }
        }
        boolean loop = node.operator().equals("loop");
        boolean fixed = fixesTypes(List.of(node), label);
        List<Node> passed = operands.subList(0, params);
        List<ValType> passedTypes =
                passed.stream().flatMap(each -> each.types().stream()).toList();
        // An if without else passes its parameters on.
        List<List<Node>> both = conditional && bodies.size() == 1 ? List.of(bodies.get(0), List.of()) : bodies;
        // Branches to a loop take what its parameters are, those to other blocks what their results are.
        if (!(loop && fixed) && !passedTypes.isEmpty() && passed.stream().allMatch(each -> each.pops() == 0)) {
            list.add(List.of(node.withOperands(operands.subList(params, operands.size()))
                    .withBodies(both.stream()
                            .map(body -> joined(Node.zeros(passedTypes), body))
                            .toList())));
        }
        if ((loop || !fixed) && !node.types().isEmpty()) {
            Node dropping = node.withTypes(List.of())
                    .withBodies(both.stream()
                            .map(body -> joined(body, Node.drops(node.types())))
                            .toList());
            list.add(joined(List.of(dropping), Node.zeros(node.types())));
        }
        return list;
    }

    /** {@return what may stand for a {@code try_table}: a handler, or the same with one clause less} */
    private static List<List<Node>> simplerGuards(Node node) {
        List<List<Node>> list = new ArrayList<>();
        List<Node.Clause> clauses = node.clauses();
        int body = 1;
        for (int i = 0; i < clauses.size(); i++) {
            int first = 1 + i * Node.Clause.LENGTH;
            Node without =
                    node.withImmediates(replaced(node.immediates(), first, first + Node.Clause.LENGTH, List.of()));
            if (clauses.get(i).isOwn()) {
                without = without.withBodies(replaced(node.bodies(), body, body + 1, List.of()));
                body++;
            }
            list.add(List.of(without));
        }
        return list;
    }

    /**
     * {@return whether branches to a label need just the types that it has: it is among several in a table, which all
     * take the same values, or an operator gives it the last one}
     */
    static boolean fixesTypes(List<Node> nodes, long label) {
        return Node.all(nodes)
                .anyMatch(each -> each.labels().contains(label)
                        && (each.hasTypedBranches()
                                || (each.operator().equals("br_table")
                                        && each.immediates().stream().distinct().count() > 1)));
    }

    private void within(Node node, Consumer<Node> sink) {
        sequence(node.operands(), changed -> sink.accept(node.withOperands(changed)));
        List<List<Node>> bodies = node.bodies();
        if (bodies.isEmpty()) {
            return;
        }
        boolean loop = node.operator().equals("loop");
        labels.put(node.immediates().get(0), loop ? node.operandTypes() : node.types());
        for (int i = 0; i < bodies.size(); i++) {
            int at = i;
            body(
                    bodies.get(i),
                    changed -> sink.accept(node.withBodies(replaced(bodies, at, at + 1, List.of(changed)))));
        }
        labels.remove(node.immediates().get(0));
    }

    /** {@return a list in which the elements of a range are others} */
    static <T> List<T> replaced(List<T> list, int from, int to, List<? extends T> others) {
        List<T> copy = new ArrayList<>(list.subList(0, from));
        copy.addAll(others);
        copy.addAll(list.subList(to, list.size()));
        return copy;
    }

    /** {@return two lists as one} */
    static <T> List<T> joined(List<? extends T> first, List<? extends T> second) {
        List<T> joined = new ArrayList<>(first);
        joined.addAll(second);
        return joined;
    }
}
