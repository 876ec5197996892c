package org.wasmi.testkit.arbitraries;

import java.util.List;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;

/**
 * A function of a generated module.
 *
 * @param type its type
 * @param locals the types of its locals
 * @param body what leaves its results on the stack
 */
record FunctionTree(FuncType type, List<ValType> locals, List<Node> body) {

    FunctionTree withBody(List<Node> changed) {
        return new FunctionTree(type, locals, changed);
    }

    /** {@return this function, its body only zeros} */
    FunctionTree emptied() {
        return withBody(Node.zeros(type.results()));
    }

    /** {@return the number of operators, locals, parameters and results, and one for the function} */
    int size() {
        return 1
                + Node.size(body)
                + locals.size()
                + type.params().size()
                + type.results().size();
    }
}
