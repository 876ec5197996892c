package org.wasmi.encoding;

import java.util.Objects;
import org.wasmi.encoding.error.MalformedException;

/**
 * A base class for decoders. It keeps the cursor, checks the code's encoding and length, and checks that each access
 * fits the kind of its operand. A subclass finds the instruction at a position and reads its operands. Not thread-safe.
 */
public abstract class CheckingDecoder implements InstructionDecoder {

    /** The position that a subclass returns for a target outside the code. */
    protected static final int NONE = -1;

    private final Code code;
    private final int bytesPerUnit;
    private Op op = Op.of(0);
    private int position = NONE;
    private int end;

    /**
     * Creates a decoder.
     *
     * @param code the code
     * @param encoding the encoding that the code must have
     * @param dataLength the number of ints that the code's units must occupy
     * @param bytesPerUnit the size of a unit, for the offsets in errors
     * @throws IllegalArgumentException if the code has another encoding
     * @throws MalformedException if the units occupy another number of ints
     */
    protected CheckingDecoder(Code code, String encoding, int dataLength, int bytesPerUnit) {
        if (!code.encoding().equals(encoding)) {
            throw new IllegalArgumentException("code in the encoding '" + code.encoding() + "'");
        }
        if (code.dataLength() != dataLength) {
            throw new MalformedException(
                    code.length() + " units of code take " + dataLength + " ints, not " + code.dataLength(), 0);
        }
        this.code = code;
        this.bytesPerUnit = bytesPerUnit;
    }

    /** {@return the code that is decoded} */
    protected final Code code() {
        return code;
    }

    /**
     * Decodes an instruction and calls {@link #found}.
     *
     * @param start where it begins, within the code
     * @throws MalformedException if there is none, or if it does not end within the code
     */
    protected abstract void decode(int start);

    /**
     * Makes an instruction the current one. The whole instruction must be within the code.
     *
     * @param found the instruction
     * @param foundPosition where it begins
     * @param foundEnd where the next one begins
     */
    protected final void found(Op found, int foundPosition, int foundEnd) {
        op = found;
        position = foundPosition;
        end = foundEnd;
    }

    /** {@return a 32-bit operand of the current instruction; for a table of targets their number} */
    protected abstract int operandAt(int number);

    /** {@return a 64-bit operand of the current instruction} */
    protected abstract long wideAt(int number);

    /** {@return the position to which a branch of the current instruction leads} */
    protected abstract int targetAt(int number);

    /**
     * {@return the position to which an entry of a table of targets leads}
     *
     * @param number the number of the operand
     * @param entry the entry, which exists
     */
    protected abstract int targetAt(int number, int entry);

    @Override
    public final boolean next() {
        position = NONE;
        if (end == code.length()) {
            return false;
        }
        decode(end);
        return true;
    }

    @Override
    public void seek(int newPosition) {
        end = Objects.checkIndex(newPosition, code.length() + 1);
        position = NONE;
    }

    @Override
    public final int position() {
        checkCurrent();
        return position;
    }

    @Override
    public final int end() {
        checkCurrent();
        return end;
    }

    @Override
    public final Op op() {
        checkCurrent();
        return op;
    }

    @Override
    public final int operand(int number) {
        OperandKind kind = kindOf(number);
        if (kind == OperandKind.BRANCH || kind.words() != 1) {
            throw wrong(number, kind, "32 bits");
        }
        return operandAt(number);
    }

    @Override
    public final long wide(int number) {
        OperandKind kind = kindOf(number);
        if (kind.words() != 2) {
            throw wrong(number, kind, "64 bits");
        }
        return wideAt(number);
    }

    @Override
    public final int target(int number) {
        OperandKind kind = kindOf(number);
        if (kind != OperandKind.BRANCH) {
            throw wrong(number, kind, "a branch");
        }
        return targetAt(number);
    }

    @Override
    public final int target(int number, int entry) {
        OperandKind kind = kindOf(number);
        if (kind != OperandKind.TARGETS) {
            throw wrong(number, kind, "targets");
        }
        return targetAt(number, Objects.checkIndex(entry, operandAt(number)));
    }

    @Override
    public final MalformedException malformed(String message) {
        return malformed(message, position());
    }

    /** {@return an exception for malformed code at a position} */
    protected final MalformedException malformed(String message, int at) {
        return new MalformedException(message, at * bytesPerUnit);
    }

    private OperandKind kindOf(int number) {
        return op().format().operands().get(number);
    }

    private IllegalArgumentException wrong(int number, OperandKind kind, String asked) {
        return new IllegalArgumentException("operand " + number + " of " + op + " is " + kind + ", not " + asked);
    }

    private void checkCurrent() {
        if (position == NONE) {
            throw new IllegalStateException("the decoder is not at an instruction");
        }
    }
}
