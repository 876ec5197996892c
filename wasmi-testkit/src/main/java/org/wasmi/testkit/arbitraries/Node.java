package org.wasmi.testkit.arbitraries;

import java.util.Arrays;
import java.util.List;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;

/**
 * An operator together with those that compute its operands, as in the folded form of the text format. Three operators are
 * made up: {@link #POP} stands for a value that is on the stack already, {@link #CANONICAL} turns any NaN into the canonical
 * one, and branches name their label by a number that is unique within a function, 0 for the function itself.
 *
 * @param operator its name in the text format
 * @param immediates its immediates as {@code CodeBuilder.op} takes them; the bits of a float; the label of a block or branch
 * @param types what it leaves on the stack; whatever is needed there if it never gets so far
 * @param operands what comes before it; these need not be one for each operand
 * @param bodies what is between its parts, for a block, loop or if
 */
record Node(String operator, List<Long> immediates, List<ValType> types, List<Node> operands, List<List<Node>> bodies) {

    static final String POP = "pop";
    static final String CANONICAL = "canonical";

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
        return type instanceof RefType
                ? of("ref.null", List.of(type))
                : of(type + ".const", List.of(0L), List.of(type));
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
        int pops = operator.equals(POP) ? 1 : 0;
        for (Node each : operands) {
            pops += each.pops();
        }
        return pops;
    }

    /** {@return the number of operators} */
    int size() {
        int size = 1 + size(operands);
        for (List<Node> body : bodies) {
            size += size(body);
        }
        return size;
    }

    static int size(List<Node> nodes) {
        int size = 0;
        for (Node each : nodes) {
            size += each.size();
        }
        return size;
    }

    /** {@return whether it or something in it branches to a label} */
    boolean branchesTo(long label) {
        return (operator.startsWith("br") && immediates.contains(label))
                || operands.stream().anyMatch(each -> each.branchesTo(label))
                || bodies.stream().flatMap(List::stream).anyMatch(each -> each.branchesTo(label));
    }
}
