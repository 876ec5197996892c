package org.wasmi.encoding.error;

import java.util.List;
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

    /**
     * {@return the calls that the compiler inlined at an instruction, innermost first; none if none are known} The
     * place of the instruction, {@link #at}, is in the callee of the first; the call site of the last is in the
     * function itself.
     *
     * @param offset where the instruction is, in bytes from the start of the module
     */
    default List<InlinedCall> inlinedAt(int offset) {
        return List.of();
    }
}
