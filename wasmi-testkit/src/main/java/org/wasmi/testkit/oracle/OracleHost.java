package org.wasmi.testkit.oracle;

import java.util.List;

/**
 * Provides the imports of the oracle's modules. Imported memories and tables are not provided: each is new, empty and
 * of the declared type.
 */
public interface OracleHost {

    /**
     * {@return the results of a function}
     *
     * @param name the name by which it is imported, from any module
     * @param arguments the arguments, which fit its type
     * @throws IllegalArgumentException if there is none
     */
    List<OracleValue> call(String name, List<OracleValue> arguments);

    /**
     * {@return the initial value of a global}
     *
     * @param name the name by which it is imported, from any module
     * @throws IllegalArgumentException if there is none
     */
    OracleValue global(String name);
}
