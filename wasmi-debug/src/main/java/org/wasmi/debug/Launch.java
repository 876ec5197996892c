package org.wasmi.debug;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an editor wants to debug: the arguments of the request {@code launch}.
 *
 * @param program the file with the module, if the request names one
 * @param invoke the exported function to call, if the request names one
 * @param arguments the arguments of the function or of the program
 */
public record Launch(Optional<String> program, Optional<String> invoke, List<String> arguments) {

    /** Checks for nulls and copies the list. */
    public Launch {
        Objects.requireNonNull(program, "program");
        Objects.requireNonNull(invoke, "invoke");
        arguments = List.copyOf(arguments);
    }
}
