package org.wasmi.exec.runtime;

import java.util.Optional;
import java.util.OptionalInt;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.program.Program;

/**
 * A request to link code: the code, and its place in a program. Linked code must not keep a request or its
 * program, or the engine could never let go of the program; an executor that links again later gets a request from
 * {@link #of}. Immutable.
 */
public final class LinkRequest {
    private final Code code;
    private final Program program;

    /** {@link GuestFunction#NO_INDEX} for a constant expression. */
    private final int function;

    private final Optional<CodeCounter> counter;

    LinkRequest(Code code, Program program, int function) {
        this(code, program, function, Optional.empty());
    }

    private LinkRequest(Code code, Program program, int function, Optional<CodeCounter> counter) {
        this.code = code;
        this.program = program;
        this.function = function;
        this.counter = counter;
    }

    /** {@return what to link in order to have the code of a function in another form} */
    public static LinkRequest of(GuestFunction function) {
        return function.linkRequest();
    }

    /** {@return the code, verified, in any encoding} */
    public Code code() {
        return code;
    }

    /** {@return the program that the code is a part of} */
    public Program program() {
        return program;
    }

    /** {@return the index in the function index space; empty for a constant expression, which is no function} */
    public OptionalInt function() {
        return function == GuestFunction.NO_INDEX ? OptionalInt.empty() : OptionalInt.of(function);
    }

    /** {@return whether the code pays from the fuel} */
    public boolean isMetered() {
        return program.isMetered();
    }

    /**
     * {@return this request with other code: such as the same in another encoding}
     *
     * @param replacement code that means the same, for the same frame
     */
    public LinkRequest withCode(Code replacement) {
        return new LinkRequest(replacement, program, function, counter);
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
        return Executors.named(Executors.SWITCH).link(new LinkRequest(code, program, function, counted));
    }

    /**
     * {@return what counts entries and rounds of loops, if that is wanted; the executor {@code switch} alone heeds it}
     */
    public Optional<CodeCounter> counter() {
        return counter;
    }
}
