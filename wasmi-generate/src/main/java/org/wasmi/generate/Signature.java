package org.wasmi.generate;

import java.util.List;
import java.util.Optional;

/**
 * What a function means in Java.
 *
 * @param module the module that an imported function is from; empty for an export
 * @param name the name of the function
 * @param kept whether the guest keeps the memory of the result, so that it is not freed
 * @param result the type of the result, if there is one
 * @param parameters the parameters
 * @param line where the signature is among all of them, from 1
 */
record Signature(
        Optional<String> module,
        String name,
        boolean kept,
        Optional<DataType> result,
        List<DataTypes.Field> parameters,
        int line) {

    /** {@return the error that it makes no sense, and why} */
    IllegalArgumentException mistake(String message) {
        return new IllegalArgumentException("line " + line + ": " + message);
    }
}
