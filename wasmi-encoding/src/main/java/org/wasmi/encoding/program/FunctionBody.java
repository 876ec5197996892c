package org.wasmi.encoding.program;

import org.wasmi.encoding.Code;

/** Where the code of a function comes from: at hand already, or translated when first asked for. Thread-safe. */
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
     * {@return what the first call of the function in each instance takes from the fuel beside what its code takes: the
     * price
     * of its translation where that is deferred and fuel is metered; from 0}
     */
    default long firstCallFuel() {
        return 0;
    }
}
