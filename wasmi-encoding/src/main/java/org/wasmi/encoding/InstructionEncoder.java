package org.wasmi.encoding;

import org.wasmi.encoding.instruction.InstructionWriter;

/**
 * Writes code, instruction by instruction. {@link #begin} starts an instruction. Its operands follow in the order of
 * its {@link Format}, each by the method for its kind: {@link #operand} (slots, 32-bit immediates, 32-bit offsets,
 * counts, indices, the number of targets), {@link #wide} (64-bit immediates and offsets) or {@link #branch} (branches
 * and each target). The next {@code begin}, {@link #bind} or {@link #finish} ends it. {@link InstructionWriter} writes
 * whole instructions.
 *
 * <p>Misuse ends in {@link IllegalStateException} or {@link IllegalArgumentException}, at the latest in {@code finish}:
 * too many or too few operands, an operand of the wrong kind, a label or patch of another encoder, a label bound twice
 * or never, a branch to the end of the code, and code that is too large for the encoding. The encoder cannot be used
 * after that. One encoder writes the code of one function. Not thread-safe.
 */
public interface InstructionEncoder {

    /** Begins an instruction. */
    void begin(Op op);

    /** Appends a 32-bit operand. */
    void operand(int value);

    /** Appends a 64-bit operand. */
    void wide(long value);

    /** Appends a branch to a label, which may be bound before or after. */
    void branch(Label target);

    /** Appends a 32-bit operand whose value {@link #set} may set before {@link #finish}; 0 by default. */
    Patch patch();

    /** Sets the value of an operand. The last value set counts. */
    void set(Patch patch, int value);

    /** {@return a new label, not yet bound} */
    Label newLabel();

    /** Binds a label to the position of the next instruction. */
    void bind(Label label);

    /**
     * Sets the place in the Wasm binary from which the following instructions come, for backtraces.
     *
     * @param byteOffset the place, in bytes from the start of the module
     */
    void source(int byteOffset);

    /**
     * Appends an exception handler to the table of the code ({@link HandlerTable}). May be called at any time before
     * {@link #finish}. A handler whose range is empty is left out.
     *
     * @param clause the kind of exceptions that it catches
     * @param from bound to the first instruction of the range
     * @param to bound to the first instruction behind the range, or at the end of the code
     * @param tag the index of the tag, or 0 if the clause has none
     * @param target the label at which execution continues
     * @param slot the first of the slots that the clause writes to, or 0 if it writes nothing
     */
    void handler(HandlerTable.Clause clause, Label from, Label to, int tag, Label target, int slot);

    /**
     * {@return the code}
     *
     * @param frame the shape of its frame
     */
    Code finish(FrameShape frame);
}
