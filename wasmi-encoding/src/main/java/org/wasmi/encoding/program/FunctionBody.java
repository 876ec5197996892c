package org.wasmi.encoding.program;

import org.wasmi.encoding.Code;

/** Provides the code of a function, which is translated already or on first use. Thread-safe. */
@FunctionalInterface
public interface FunctionBody {

    /**
     * {@return the function's code, the same object at every call}
     *
     * @throws org.wasmi.encoding.error.MalformedException if validation was deferred and the body does not decode
     * @throws org.wasmi.encoding.error.InvalidException if validation was deferred and the body is not valid
     * @throws org.wasmi.encoding.error.ResourceException if the body exceeds a limit of the translator
     */
    Code code();

    /**
     * {@return the additional fuel for the first call of the function in each instance, from 0: the price of
     * translation where it is deferred and fuel is metered}
     */
    default long firstCallFuel() {
        return 0;
    }
}
