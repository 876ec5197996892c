package org.wasmi.encoding;

import java.util.Optional;

/**
 * Which places in the sources the instructions of a module were compiled from, for people only. Reading the debugging
 * information may be deferred to the first question; what is wrong with it is left out in silence. Thread-safe.
 */
@FunctionalInterface
public interface SourceLines {

    /** The lines of a module that tells nothing of them. */
    SourceLines NONE = offset -> Optional.empty();

    /**
     * {@return the place that an instruction comes from, if it is known}
     *
     * @param offset where the instruction is, in bytes from the start of the module
     */
    Optional<SourceLocation> at(int offset);
}
