package org.wasmi.testkit.spec;

import java.util.List;
import java.util.Optional;

/** Something that a script does with an instance. */
public sealed interface SpecAction {

    /** {@return the name of the instance; empty for the current one} */
    Optional<String> instance();

    /** {@return the name of the export} */
    String field();

    /**
     * Calls an exported function.
     *
     * @param instance the name of the instance; empty for the current one
     * @param field the name of the export
     * @param args the arguments
     */
    record Invoke(Optional<String> instance, String field, List<SpecValue> args) implements SpecAction {
        /** Copies the arguments. */
        public Invoke {
            args = List.copyOf(args);
        }
    }

    /**
     * Reads an exported global.
     *
     * @param instance the name of the instance; empty for the current one
     * @param field the name of the export
     */
    record Get(Optional<String> instance, String field) implements SpecAction {}
}
