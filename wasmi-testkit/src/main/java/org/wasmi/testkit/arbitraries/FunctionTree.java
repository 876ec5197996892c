package org.wasmi.testkit.arbitraries;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;

/**
 * A function of a generated module.
 *
 * @param type its type
 * @param declared the index of its type among those of the environment, or {@link #ALONE}
 * @param locals the types of its locals
 * @param body what leaves its results on the stack
 */
record FunctionTree(FuncType type, int declared, List<ValType> locals, List<Node> body) {
    /** Stands for a function type that is alone in its group. */
    static final int ALONE = -1;

    FunctionTree withBody(List<Node> changed) {
        return new FunctionTree(type, declared, locals, changed);
    }

    /** {@return the same with other indices of a space} */
    FunctionTree renumbered(Space space, LongUnaryOperator change) {
        FunctionTree changed = withBody(Node.renumbered(body, space, change));
        return space != Space.TYPE
                ? changed
                : new FunctionTree(
                        TypeUses.renumbered(type, change),
                        declared == ALONE ? ALONE : (int) change.applyAsLong(declared),
                        TypeUses.renumbered(locals, change),
                        changed.body);
    }

    /** {@return whether it has an index} */
    boolean refersTo(Space space, long index) {
        return body.stream().anyMatch(node -> node.refersTo(space, index))
                || (space == Space.TYPE
                        && (declared == index || TypeUses.refersTo(type, index) || TypeUses.refersTo(locals, index)));
    }

    /** {@return this function, its body only zeros} */
    FunctionTree emptied() {
        return withBody(Node.zeros(type.results()));
    }

    /**
     * {@return the number of operators, locals, parameters and results, and one for the function; one more if its type
     * is among those of the environment}
     */
    int size() {
        return 1
                + (declared == ALONE ? 0 : 1)
                + Node.size(body)
                + locals.size()
                + type.params().size()
                + type.results().size();
    }

    /** {@return whether locals that cannot be null are set before they are read} */
    boolean initializesItsLocals() {
        Set<Long> unset = new HashSet<>();
        for (int i = 0; i < locals.size(); i++) {
            if (locals.get(i) instanceof RefType reference && !reference.nullable()) {
                unset.add((long) type.params().size() + i);
            }
        }
        return unset.isEmpty() || initializes(body, unset);
    }

    /** Looks at nodes in order, and removes the locals that they set; what is set in a block counts in it only. */
    private static boolean initializes(List<Node> nodes, Set<Long> unset) {
        for (Node each : nodes) {
            if (!initializes(each.operands(), unset)
                    || !each.bodies().stream().allMatch(body -> initializes(body, new HashSet<>(unset)))) {
                return false;
            }
            switch (each.operator()) {
                case "local.set", "local.tee" -> unset.remove(each.immediates().get(0));
                case "local.get" -> {
                    if (unset.contains(each.immediates().get(0))) {
                        return false;
                    }
                }
                default -> {}
            }
        }
        return true;
    }
}
