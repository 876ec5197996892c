package org.wasmi.encoding.error;

import java.util.Objects;
import java.util.Optional;

/**
 * A call in the sources of a module that the compiler replaced by the code of the callee. It has no frame of its own at
 * run time.
 *
 * @param function the name of the callee in the source, if it is known
 * @param callSite the place of the call, if it is known
 */
public record InlinedCall(Optional<String> function, Optional<SourceLocation> callSite) {

    /** Checks for nulls. */
    public InlinedCall {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(callSite, "callSite");
    }
}
