package org.wasmi.testkit.oracle;

import java.util.List;

/**
 * What modules of the oracle may import. Memories and tables need nobody to provide them: each is new, empty and of the
 * type that the import names.
 */
public interface OracleHost {

    /**
     * {@return the results of a function}
     *
     * @param name the name that it is imported by, in whatever module
     * @param arguments as its type has them
     * @throws IllegalArgumentException if there is none
     */
    List<OracleValue> call(String name, List<OracleValue> arguments);

    /**
     * {@return the value that a global begins with}
     *
     * @param name the name that it is imported by, in whatever module
     * @throws IllegalArgumentException if there is none
     */
    OracleValue global(String name);
}
