package org.wasmi.encoding.error;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The places in the source from which the instructions of a module were compiled, for people only. Debugging
 * information may be read on first use; malformed parts of it are ignored. Thread-safe.
 */
@FunctionalInterface
public interface SourceLines {

    /** The lines of a module without debugging information. */
    SourceLines NONE = offset -> Optional.empty();

    /**
     * {@return the place in the source of an instruction, if it is known}
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

    /**
     * {@return where the body of a function begins, in bytes from the start of the module, if it is known} Before it is
     * the prologue: the compiler's own instructions, which make room for variables and store parameters there.
     *
     * @param offset where an instruction of the function is, in bytes from the start of the module
     */
    default OptionalInt bodyOf(int offset) {
        return OptionalInt.empty();
    }
}
