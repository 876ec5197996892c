package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;

/**
 * An operator together with those that compute its operands, as in the folded form of the text format. Three operators
 * are made up: {@link #POP} stands for a value that is on the stack already, {@link #CANONICAL} turns any NaN into the
 * canonical one, and branches name their label by a number that is unique within a function, 0 for the function itself.
 *
 * @param operator its name in the text format
 * @param immediates its immediates as {@code CodeBuilder.op} takes them; the bits of a float; the label of a block or
 *     branch
 * @param types what it leaves on the stack; whatever is needed there if it never gets so far
 * @param operands what comes before it; these need not be one for each operand
 * @param bodies what is between its parts, for a block, loop or if
 */
record Node(String operator, List<Long> immediates, List<ValType> types, List<Node> operands, List<List<Node>> bodies) {

    static final String POP = "pop";
    static final String CANONICAL = "canonical";

    /** What the last immediates of an operator are indices of; see {@link #spaces()} for loads and stores. */
    private static final Map<String, List<Space>> SPACES = Map.ofEntries(
            Map.entry("call", List.of(Space.FUNCTION)),
            Map.entry("return_call", List.of(Space.FUNCTION)),
            Map.entry("ref.func", List.of(Space.FUNCTION)),
            Map.entry("call_indirect", List.of(Space.TABLE)),
            Map.entry("return_call_indirect", List.of(Space.TABLE)),
            Map.entry("table.get", List.of(Space.TABLE)),
            Map.entry("table.set", List.of(Space.TABLE)),
            Map.entry("table.size", List.of(Space.TABLE)),
            Map.entry("table.grow", List.of(Space.TABLE)),
            Map.entry("table.fill", List.of(Space.TABLE)),
            Map.entry("table.copy", List.of(Space.TABLE, Space.TABLE)),
            Map.entry("table.init", List.of(Space.ELEMENT, Space.TABLE)),
            Map.entry("elem.drop", List.of(Space.ELEMENT)),
            Map.entry("memory.size", List.of(Space.MEMORY)),
            Map.entry("memory.grow", List.of(Space.MEMORY)),
            Map.entry("memory.fill", List.of(Space.MEMORY)),
            Map.entry("memory.copy", List.of(Space.MEMORY, Space.MEMORY)),
            Map.entry("memory.init", List.of(Space.DATA, Space.MEMORY)),
            Map.entry("data.drop", List.of(Space.DATA)),
            Map.entry("global.get", List.of(Space.GLOBAL)),
            Map.entry("global.set", List.of(Space.GLOBAL)),
            Map.entry("local.get", List.of(Space.LOCAL)),
            Map.entry("local.set", List.of(Space.LOCAL)),
            Map.entry("local.tee", List.of(Space.LOCAL)),
            Map.entry(CANONICAL, List.of(Space.LOCAL)));

    static Node of(String operator, List<Long> immediates, List<ValType> types, Node... operands) {
        return new Node(operator, immediates, types, Arrays.asList(operands), List.of());
    }

    static Node of(String operator, List<ValType> types, Node... operands) {
        return of(operator, List.of(), types, operands);
    }

    static Node i32(long value) {
        return of("i32.const", List.of(value), List.of(NumType.I32));
    }

    static Node pop(ValType type) {
        return of(POP, List.of(type));
    }

    /** {@return the constant 0, or null} */
    static Node zero(ValType type) {
        if (type instanceof RefType) {
            return of("ref.null", List.of(type));
        }
        return of(type + ".const", type.slots() == 2 ? List.of(0L, 0L) : List.of(0L), List.of(type));
    }

    static Node drop(Node value) {
        return of("drop", List.of(), value);
    }

    /** {@return the constants 0, or null} */
    static List<Node> zeros(List<ValType> types) {
        return types.stream().map(Node::zero).toList();
    }

    /** {@return what takes values of these types from the stack} */
    static List<Node> drops(List<ValType> types) {
        List<Node> drops = new ArrayList<>();
        for (int i = types.size() - 1; i >= 0; i--) {
            drops.add(drop(pop(types.get(i))));
        }
        return drops;
    }

    Node withImmediates(List<Long> changed) {
        return new Node(operator, changed, types, operands, bodies);
    }

    Node withTypes(List<ValType> changed) {
        return new Node(operator, immediates, changed, operands, bodies);
    }

    Node withOperands(List<Node> changed) {
        return new Node(operator, immediates, types, changed, bodies);
    }

    Node withBodies(List<List<Node>> changed) {
        return new Node(operator, immediates, types, operands, changed);
    }

    boolean isZero() {
        return types.size() == 1 && equals(zero(types.get(0)));
    }

    /** {@return how many values that were on the stack before it takes away} */
    int pops() {
        return operator.equals(POP) ? 1 : operands(each -> each).pops;
    }

    /** {@return the same, with zeros for the values that were on the stack before} */
    Node withoutPops() {
        return operator.equals(POP) ? zero(types.get(0)) : withOperands(operands(Node::withoutPops).nodes);
    }

    /** Operands, some replaced, and how many values they take that no operand before them leaves. */
    private record Operands(List<Node> nodes, int pops) {}

    private Operands operands(UnaryOperator<Node> replacement) {
        List<Node> nodes = new ArrayList<>();
        int pops = 0;
        int height = 0;
        for (Node each : operands) {
            // What stands for a value takes nothing from the operands before it.
            int taken = each.operator.equals(POP) ? 1 : Math.max(0, each.pops() - height);
            height = Math.max(0, height - each.pops());
            pops += taken;
            height += each.types.size();
            nodes.add(taken == 0 ? each : replacement.apply(each));
        }
        return new Operands(nodes, pops);
    }

    /** {@return the number of operators that do something, constants and drops apart} */
    static long weight(List<Node> nodes) {
        return all(nodes)
                .filter(each -> !each.operator.equals("drop") && !each.operator.endsWith(".const"))
                .count();
    }

    /**
     * {@return the number of operators} One with several results counts as often as the constants that can stand for
     * it, and an if as a drop and a block.
     */
    int size() {
        int size = operator.equals(POP) ? 0 : Math.max(1, types.size());
        size += operator.equals("if") ? 1 : 0;
        for (List<Node> body : bodies) {
            size += size(body);
        }
        return size + size(operands);
    }

    static int size(List<Node> nodes) {
        int size = 0;
        for (Node each : nodes) {
            size += each.size();
        }
        return size;
    }

    /** {@return it and all that is in it} */
    Stream<Node> all() {
        return Stream.concat(
                Stream.of(this),
                Stream.concat(operands.stream(), bodies.stream().flatMap(List::stream))
                        .flatMap(Node::all));
    }

    static Stream<Node> all(List<Node> nodes) {
        return nodes.stream().flatMap(Node::all);
    }

    boolean isStructured() {
        return !bodies.isEmpty();
    }

    /** {@return whether it is a branch by itself} */
    boolean isBranch() {
        return operator.startsWith("br");
    }

    /** {@return whether what follows it is never reached} */
    boolean isTerminator() {
        return switch (operator) {
            case "br", "br_table", "return", "return_call", "return_call_indirect", "unreachable" -> true;
            default -> false;
        };
    }

    /** {@return whether it or something in it branches to a label} */
    boolean branchesTo(long label) {
        return all().anyMatch(each -> each.isBranch() && each.immediates.contains(label));
    }

    /** {@return the types of all its operands} */
    List<ValType> operandTypes() {
        return operands.stream().flatMap(each -> each.types.stream()).toList();
    }

    /** {@return what the last of the immediates are indices of} */
    private List<Space> spaces() {
        boolean accessesMemory =
                operator.contains(".load") || operator.contains(".store") || operator.contains(".atomic.");
        return accessesMemory ? List.of(Space.MEMORY) : SPACES.getOrDefault(operator, List.of());
    }

    /** {@return whether it or something in it has an index} */
    boolean refersTo(Space space, long index) {
        return all().anyMatch(each ->
                !each.renumberedImmediates(space, i -> i == index ? -1 : i).equals(each.immediates));
    }

    private List<Long> renumberedImmediates(Space space, LongUnaryOperator change) {
        List<Space> spaces = spaces();
        if (!spaces.contains(space)) {
            return immediates;
        }
        List<Long> changed = new ArrayList<>(immediates);
        int first = immediates.size() - spaces.size();
        for (int i = 0; i < spaces.size(); i++) {
            if (spaces.get(i) == space) {
                changed.set(first + i, change.applyAsLong(changed.get(first + i)));
            }
        }
        return changed;
    }

    /** {@return the same with other indices of a space} */
    Node renumbered(Space space, LongUnaryOperator change) {
        return new Node(
                operator,
                renumberedImmediates(space, change),
                types,
                renumbered(operands, space, change),
                bodies.stream().map(each -> renumbered(each, space, change)).toList());
    }

    static List<Node> renumbered(List<Node> nodes, Space space, LongUnaryOperator change) {
        return nodes.stream().map(each -> each.renumbered(space, change)).toList();
    }

    /** {@return nodes of which each one, and each in it, is replaced, the inner ones first} */
    static List<Node> replaced(List<Node> nodes, Function<Node, List<Node>> replacement) {
        List<Node> changed = new ArrayList<>();
        for (Node each : nodes) {
            List<List<Node>> bodies = each.bodies.stream()
                    .map(body -> replaced(body, replacement))
                    .toList();
            changed.addAll(replacement.apply(
                    each.withOperands(replaced(each.operands, replacement)).withBodies(bodies)));
        }
        return changed;
    }
}
