package org.wasmi.encoding.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown for a module (Wasm specification, chapter 5) or a stored program that does not decode. A module that needs a
 * feature that is not supported or not enabled counts as malformed, too; {@link #proposal} then names the feature.
 */
public final class MalformedException extends WasmException {

    private static final long serialVersionUID = 1;

    private final int offset;
    private final @Nullable Proposal proposal;

    /**
     * Creates an exception.
     *
     * @param message what is wrong, in the specification's words where it has some
     * @param offset where, in bytes from the start of the input
     */
    public MalformedException(String message, int offset) {
        this(message, null, offset);
    }

    private MalformedException(String message, @Nullable Proposal proposal, int offset) {
        super(message + " (at byte " + offset + ")");
        this.offset = offset;
        this.proposal = proposal;
    }

    /**
     * {@return an exception for what a feature would allow}
     *
     * @param proposal the feature
     * @param what what needs it, such as {@code opcode fd 0c}
     * @param offset where, in bytes from the start of the input
     */
    public static MalformedException unsupported(Proposal proposal, String what, int offset) {
        return new MalformedException(proposal + " not supported: " + what, proposal, offset);
    }

    /**
     * {@return an exception for what a feature allows that is not enabled}
     *
     * @param proposal the feature
     * @param what what needs it, such as {@code opcode fd 0c}
     * @param offset where, in bytes from the start of the input
     */
    public static MalformedException notEnabled(Proposal proposal, String what, int offset) {
        return new MalformedException(proposal + " not enabled: " + what, proposal, offset);
    }

    /**
     * {@return the feature that the input needs and that is not supported or not enabled, if that is the only error}
     */
    public Optional<Proposal> proposal() {
        return Optional.ofNullable(proposal);
    }

    /** {@return the position of the error, in bytes from the start of the input} */
    public int offset() {
        return offset;
    }
}
