package org.wasmi.encoding.source;

import java.util.List;
import org.wasmi.encoding.error.SourceLines;

/**
 * The variables of the source from which a module was compiled, for people only. Debugging information is read when it
 * is asked for; malformed parts of it are ignored. Thread-safe.
 */
@FunctionalInterface
public interface SourceVariables {

    /** The variables of a module without debugging information. */
    SourceVariables NONE = (offset, call, state) -> List.of();

    /**
     * {@return the parameters and variables that are in scope at an instruction, those of outer blocks first}
     *
     * @param offset where the instruction is, in bytes from the start of the module
     * @param call which of the inlined calls that {@link SourceLines#inlinedAt} returns has the variables; their number
     *     for those of the function itself
     * @param state the state of the frame
     */
    List<SourceValue> at(int offset, int call, GuestState state);
}
