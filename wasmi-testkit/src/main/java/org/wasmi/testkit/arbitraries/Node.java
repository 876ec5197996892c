package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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
 *     branch; heap types as {@link TypeUses#immediate}; of a {@code call_indirect} the type, unless it follows from the
 *     operands and results, then the table; of a {@code try_table} its label and what {@link #clauses} reads
 * @param types what it leaves on the stack, or supertypes of that; whatever is needed there if it never gets so far
 * @param operands what comes before it; these need not be one for each operand
 * @param bodies what is between its parts, for a block, loop or if
 */
record Node(String operator, List<Long> immediates, List<ValType> types, List<Node> operands, List<List<Node>> bodies) {

    static final String POP = "pop";
    static final String CANONICAL = "canonical";

    /** What the last immediates of an operator are indices of; see {@link #space} for others. */
    private static final Map<String, List<Space>> SPACES = Map.ofEntries(
            Map.entry("call_ref", List.of(Space.TYPE)),
            Map.entry("return_call_ref", List.of(Space.TYPE)),
            Map.entry("struct.new", List.of(Space.TYPE)),
            Map.entry("struct.new_default", List.of(Space.TYPE)),
            Map.entry("struct.get", List.of(Space.TYPE, Space.NONE)),
            Map.entry("struct.get_s", List.of(Space.TYPE, Space.NONE)),
            Map.entry("struct.get_u", List.of(Space.TYPE, Space.NONE)),
            Map.entry("struct.set", List.of(Space.TYPE, Space.NONE)),
            Map.entry("array.new", List.of(Space.TYPE)),
            Map.entry("array.new_default", List.of(Space.TYPE)),
            Map.entry("array.new_fixed", List.of(Space.TYPE, Space.NONE)),
            Map.entry("array.new_data", List.of(Space.TYPE, Space.DATA)),
            Map.entry("array.new_elem", List.of(Space.TYPE, Space.ELEMENT)),
            Map.entry("array.get", List.of(Space.TYPE)),
            Map.entry("array.get_s", List.of(Space.TYPE)),
            Map.entry("array.get_u", List.of(Space.TYPE)),
            Map.entry("array.set", List.of(Space.TYPE)),
            Map.entry("array.fill", List.of(Space.TYPE)),
            Map.entry("array.copy", List.of(Space.TYPE, Space.TYPE)),
            Map.entry("array.init_data", List.of(Space.TYPE, Space.DATA)),
            Map.entry("array.init_elem", List.of(Space.TYPE, Space.ELEMENT)),
            Map.entry("ref.null", List.of(Space.TYPE)),
            Map.entry("ref.test", List.of(Space.TYPE)),
            Map.entry("ref.test_null", List.of(Space.TYPE)),
            Map.entry("ref.cast", List.of(Space.TYPE)),
            Map.entry("ref.cast_null", List.of(Space.TYPE)),
            Map.entry("br_on_cast", List.of(Space.TYPE, Space.TYPE)),
            Map.entry("br_on_cast_fail", List.of(Space.TYPE, Space.TYPE)),
            Map.entry("throw", List.of(Space.TAG)),
            Map.entry("call", List.of(Space.FUNCTION)),
            Map.entry("return_call", List.of(Space.FUNCTION)),
            Map.entry("ref.func", List.of(Space.FUNCTION)),
            Map.entry("call_indirect", List.of(Space.TYPE, Space.TABLE)),
            Map.entry("return_call_indirect", List.of(Space.TYPE, Space.TABLE)),
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

    /** {@return the constant 0, or null; where that is not allowed, what traps} */
    static Node zero(ValType type) {
        if (type instanceof RefType reference) {
            return of(reference.nullable() ? "ref.null" : "unreachable", List.of(type));
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
     * it, an if as a drop and a block, and each clause as one more.
     */
    int size() {
        int size = operator.equals(POP) ? 0 : Math.max(1, types.size());
        size += operator.equals("if") ? 1 : 0;
        size += clauses().size();
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

    /**
     * A clause of a {@code try_table}.
     *
     * @param kind the number of the kind in the binary format
     * @param tag the index of its tag, if it has one
     * @param label where it branches to, or {@link #OWN_HANDLER}
     */
    record Clause(long kind, long tag, long label) {
        /** Stands for the next body of the node, which begins with what is caught on the stack. */
        static final long OWN_HANDLER = -1;

        /** How many immediates it is. */
        static final int LENGTH = 3;

        boolean hasTag() {
            return kind < 2;
        }

        boolean hasReference() {
            return kind % 2 == 1;
        }

        boolean isOwn() {
            return label == OWN_HANDLER;
        }
    }

    /** {@return the clauses of a {@code try_table}; their handlers are the bodies behind the first} */
    List<Clause> clauses() {
        List<Clause> clauses = new ArrayList<>();
        if (operator.equals("try_table")) {
            for (int i = 1; i < immediates.size(); i += Clause.LENGTH) {
                clauses.add(new Clause(immediates.get(i), immediates.get(i + 1), immediates.get(i + 2)));
            }
        }
        return clauses;
    }

    /** {@return the labels that it branches to by itself} */
    List<Long> labels() {
        return switch (operator) {
            case "br", "br_if", "br_table" -> immediates;
            case "br_on_null", "br_on_non_null", "br_on_cast", "br_on_cast_fail" -> immediates.subList(0, 1);
            case "try_table" ->
                clauses().stream()
                        .filter(each -> !each.isOwn())
                        .map(Clause::label)
                        .toList();
            default -> List.of();
        };
    }

    /** {@return whether what goes with its branches to labels has to be just what these take} */
    boolean hasTypedBranches() {
        return switch (operator) {
            case "br_on_non_null", "br_on_cast", "br_on_cast_fail", "try_table" -> true;
            default -> false;
        };
    }

    /** {@return whether what follows it is never reached} */
    boolean isTerminator() {
        return switch (operator) {
            case "br", "br_table", "return", "return_call", "return_call_indirect", "return_call_ref" -> true;
            case "unreachable", "throw", "throw_ref" -> true;
            default -> false;
        };
    }

    /** {@return whether it or something in it branches to a label} */
    boolean branchesTo(long label) {
        return all().anyMatch(each -> each.labels().contains(label));
    }

    /** {@return the types of all its operands} */
    List<ValType> operandTypes() {
        return operands.stream().flatMap(each -> each.types.stream()).toList();
    }

    /** {@return what the immediate with a number is an index of} */
    private Space space(int number) {
        if (operator.equals("try_table")) {
            int part = (number - 1) % Clause.LENGTH;
            return number > 0 && part == 1 && immediates.get(number - 1) < 2 ? Space.TAG : Space.NONE;
        }
        boolean accessesMemory =
                operator.contains(".load") || operator.contains(".store") || operator.contains(".atomic.");
        List<Space> last = accessesMemory ? List.of(Space.MEMORY) : SPACES.getOrDefault(operator, List.of());
        int index = number - immediates.size() + last.size();
        return index < 0 ? Space.NONE : last.get(index);
    }

    /** {@return whether it or something in it has an index} */
    boolean refersTo(Space space, long index) {
        return all().anyMatch(each -> (space == Space.TYPE && TypeUses.refersTo(each.types, index))
                || IntStream.range(0, each.immediates.size())
                        .anyMatch(i -> each.space(i) == space && each.immediates.get(i) == index));
    }

    private List<Long> renumberedImmediates(Space space, LongUnaryOperator change) {
        List<Long> changed = new ArrayList<>(immediates);
        for (int i = 0; i < immediates.size(); i++) {
            // A heap type that is no index is below 0.
            if (space(i) == space && immediates.get(i) >= 0) {
                changed.set(i, change.applyAsLong(immediates.get(i)));
            }
        }
        return changed;
    }

    /** {@return the same with other indices of a space} */
    Node renumbered(Space space, LongUnaryOperator change) {
        return new Node(
                operator,
                renumberedImmediates(space, change),
                space == Space.TYPE ? TypeUses.renumbered(types, change) : types,
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
