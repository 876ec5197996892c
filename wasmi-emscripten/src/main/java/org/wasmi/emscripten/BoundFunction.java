package org.wasmi.emscripten;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function, constructor or method that a program has registered.
 *
 * @param name its name, with that of its class
 * @param invoker a pointer to a function that takes the target, the object if there is one, and the arguments
 * @param target what the invoker takes first
 * @param result the type of the result
 * @param params the types of the parameters, without the object
 */
record BoundFunction(String name, int invoker, int target, int result, List<Integer> params) {

    /**
     * Calls it.
     *
     * @param object the address of the object; null if this is no method
     */
    @Nullable
    Object call(Embind embind, @Nullable Integer object, @Nullable Object... arguments) {
        int first = object == null ? 1 : 2;
        Number[] wire = new Number[first + params.size()];
        wire[0] = target;
        if (object != null) {
            wire[1] = object;
        }
        Cleanup cleanup = new Cleanup();
        for (int i = 0; i < params.size(); i++) {
            wire[first + i] = embind.type(params.get(i)).toWire(arguments[i], cleanup);
        }
        Number returned;
        try {
            returned = embind.invoke(invoker, wire);
        } catch (CppException thrown) {
            cleanup.run();
            throw thrown;
        }
        cleanup.run();
        return embind.type(result).fromWire(returned);
    }
}
