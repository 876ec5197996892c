package org.wasmi.exec.runtime;

import java.util.Optional;
import java.util.OptionalInt;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.MemoryType;

/**
 * A request to link code: the code, and its place in a program. Linked code must not keep a request or its
 * program, or the engine could never let go of the program; an executor that links again later gets a request from
 * {@link #of}. Immutable.
 */
public final class LinkRequest {
    private final UnlinkedCode unlinked;
    private final Optional<CodeCounter> counter;

    LinkRequest(UnlinkedCode unlinked) {
        this(unlinked, Optional.empty());
    }

    private LinkRequest(UnlinkedCode unlinked, Optional<CodeCounter> counter) {
        this.unlinked = unlinked;
        this.counter = counter;
    }

    /** {@return what to link in order to have the code of a function in another form} */
    public static LinkRequest of(GuestFunction function) {
        return new LinkRequest(function.unlinked());
    }

    /** {@return the code, verified, in any encoding} */
    public Code code() {
        return unlinked.code();
    }

    /** {@return the program that the code is a part of} */
    public Program program() {
        return unlinked.program();
    }

    /** {@return the index in the function index space; empty for a constant expression, which is no function} */
    public OptionalInt function() {
        int function = unlinked.function();
        return function == UnlinkedCode.NO_INDEX ? OptionalInt.empty() : OptionalInt.of(function);
    }

    /** {@return whether the code pays from the fuel} */
    public boolean isMetered() {
        return program().isMetered();
    }

    /** {@return where the instances that run the code have memory 0; code for another kind has a request of its own} */
    public MemoryKind memoryKind() {
        return unlinked.memory();
    }

    /**
     * {@return the type of memory 0 as the program declares it, such as whether its addresses have 64 bits; empty if
     * there is none}
     */
    public Optional<MemoryType> memoryType() {
        return UnlinkedCode.memoryType(program());
    }

    /**
     * {@return this request with other code: such as the same in another encoding}
     *
     * @param replacement code that means the same, for the same frame
     */
    public LinkRequest withCode(Code replacement) {
        return new LinkRequest(unlinked.withCode(replacement), counter);
    }

    /**
     * {@return the code in the form of the executor {@code switch}} An executor that has no form of its own for a
     * function can return this, and one that has can return to it: see {@link Machine#continueIn}.
     */
    public LinkedCode interpreted() {
        return interpreted(Optional.empty());
    }

    /**
     * {@return as {@link #interpreted()}, with entries and rounds of loops counted} That is slower: the executor {@code
     * switch} has another loop for it.
     *
     * @param counter what counts; for this code only
     */
    public LinkedCode interpreted(CodeCounter counter) {
        return interpreted(Optional.of(counter));
    }

    private LinkedCode interpreted(Optional<CodeCounter> counted) {
        return Executors.named(Executors.SWITCH).link(new LinkRequest(unlinked, counted));
    }

    /**
     * {@return what counts entries and rounds of loops, if that is wanted; the executor {@code switch} alone heeds it}
     */
    public Optional<CodeCounter> counter() {
        return counter;
    }
}
