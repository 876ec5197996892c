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
     * @throws HostException if the function throws an exception, which the module may catch
     */
    List<OracleValue> call(String name, List<OracleValue> arguments);

    /**
     * {@return the initial value of a global}
     *
     * @param name the name by which it is imported, from any module
     * @throws IllegalArgumentException if there is none
     */
    OracleValue global(String name);

    /** What a function throws in place of returning: an exception with a tag that modules may import. */
    final class HostException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String tag;
        private final transient List<OracleValue> values;

        /**
         * Makes an exception.
         *
         * @param tag the name that its tag is imported by, in whatever module
         * @param values the values that it carries
         */
        public HostException(String tag, List<OracleValue> values) {
            super("an exception with tag " + tag, null, false, false);
            this.tag = tag;
            this.values = List.copyOf(values);
        }

        String tag() {
            return tag;
        }

        List<OracleValue> values() {
            return values;
        }
    }
}
