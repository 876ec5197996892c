package org.wasmi.encoding.program;

import org.wasmi.encoding.Code;

/** Where the code of a function comes from: at hand already, or translated when first asked for. Thread-safe. */
@FunctionalInterface
public interface FunctionBody {

    /**
     * {@return the function's code, the same object at every call}
     *
     * @throws org.wasmi.encoding.MalformedException if validation was deferred and the body does not decode
     * @throws org.wasmi.encoding.InvalidException if validation was deferred and the body is not valid
     * @throws org.wasmi.encoding.ResourceException if the body exceeds a limit of the translator
     */
    Code code();
}
