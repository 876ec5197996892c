package org.wasmi.testkit.encoding;

import java.util.BitSet;
import java.util.List;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.error.MalformedException;

/**
 * A decoder in front of another one. It asserts that both sides adhere to the contract of {@link InstructionDecoder},
 * and fails with an {@link AssertionError} that names the instruction, the operand and the position:
 *
 * <ul>
 *   <li>the reader accesses an instruction only while there is one, and only the operands that the {@link
 *       org.wasmi.encoding.Format} has, by the method for their kind, and existing entries of a table of targets; it
 *       moves only to positions of instructions;
 *   <li>the other decoder finds each instruction at the end of the previous one, until the end of the code, and returns
 *       the same operand at each call.
 * </ul>
 *
 * A {@link #sequential} decoder also asserts that the reader accesses every operand and every target once and in order,
 * since code that copies must not skip any. Not thread-safe, as all decoders.
 */
public final class AssertingDecoder implements InstructionDecoder {
    private static final int NONE = -1;

    private final InstructionDecoder decoder;
    private final int length;
    private final boolean sequential;
    private final BitSet starts = new BitSet();

    private int position = NONE;
    private int end;

    /**
     * Of the current instruction, when sequential: the operand that is due, and the entry if that is a table of
     * targets.
     */
    private int dueOperand;

    private int dueEntry;

    private AssertingDecoder(InstructionDecoder decoder, Code code, boolean sequential) {
        this.decoder = decoder;
        this.length = code.length();
        this.sequential = sequential;
    }

    /**
     * {@return a decoder that asserts that calls and results fit}
     *
     * @param decoder the decoder that is read; new, and nothing else may call it
     * @param code the code that it reads
     */
    public static AssertingDecoder of(InstructionDecoder decoder, Code code) {
        return new AssertingDecoder(decoder, code, false);
    }

    /**
     * {@return a decoder that asserts that calls and results fit and that nothing is skipped}
     *
     * @param decoder the decoder that is read; new, and nothing else may call it
     * @param code the code that it reads
     */
    public static AssertingDecoder sequential(InstructionDecoder decoder, Code code) {
        return new AssertingDecoder(decoder, code, true);
    }

    @Override
    public boolean next() {
        if (position != NONE) {
            assertAllRead();
        }
        position = NONE;
        if (!decoder.next()) {
            if (end != length) {
                throw new AssertionError("the decoder says that code of " + length + " units ends at " + end);
            }
            return false;
        }
        int found = decoder.position();
        int foundEnd = decoder.end();
        if (found != end || foundEnd <= found || foundEnd > length) {
            throw new AssertionError(decoder.op() + " is said to be from " + found + " to " + foundEnd + " in code of "
                    + length + " units, of which those before " + end + " have been read");
        }
        position = found;
        end = foundEnd;
        dueOperand = 0;
        dueEntry = 0;
        starts.set(position);
        return true;
    }

    /** Moves to 0, the end of the code, where an instruction was found already, or behind the current one. */
    @Override
    public void seek(int newPosition) {
        if (position != NONE) {
            assertAllRead();
        }
        boolean known = newPosition == 0 || newPosition == end || newPosition == length;
        if (!known && (newPosition < 0 || !starts.get(newPosition))) {
            throw new AssertionError("no instruction is known to begin at " + newPosition);
        }
        decoder.seek(newPosition);
        position = NONE;
        end = newPosition;
    }

    @Override
    public int position() {
        requireCurrent("position()");
        return position;
    }

    @Override
    public int end() {
        requireCurrent("end()");
        return end;
    }

    @Override
    public Op op() {
        requireCurrent("op()");
        return decoder.op();
    }

    @Override
    public int operand(int number) {
        OperandKind kind = kind(number, "operand");
        if (kind == OperandKind.BRANCH || kind.words() != 1) {
            throw wrong(number, "is " + kind + ", not 32 bits");
        }
        int value = decoder.operand(number);
        if (value != decoder.operand(number)) {
            throw wrong(number, "is not always " + value);
        }
        if (kind == OperandKind.TARGETS && value < 1) {
            throw wrong(number, "has " + value + " targets");
        }
        due(number, kind == OperandKind.TARGETS ? NONE : 0);
        return value;
    }

    @Override
    public long wide(int number) {
        OperandKind kind = kind(number, "wide");
        if (kind.words() != 2) {
            throw wrong(number, "is " + kind + ", not 64 bits");
        }
        long value = decoder.wide(number);
        if (value != decoder.wide(number)) {
            throw wrong(number, "is not always " + value);
        }
        due(number, 0);
        return value;
    }

    @Override
    public int target(int number) {
        OperandKind kind = kind(number, "target");
        if (kind != OperandKind.BRANCH) {
            throw wrong(number, "is " + kind + ", not a branch");
        }
        due(number, 0);
        return decoder.target(number);
    }

    @Override
    public int target(int number, int entry) {
        OperandKind kind = kind(number, "target");
        if (kind != OperandKind.TARGETS) {
            throw wrong(number, "is " + kind + ", not targets");
        }
        int count = decoder.operand(number);
        if (entry < 0 || entry >= count) {
            throw wrong(number, "has " + count + " targets, and none is number " + entry);
        }
        due(number, entry);
        return decoder.target(number, entry);
    }

    @Override
    public MalformedException malformed(String message) {
        requireCurrent("malformed()");
        return decoder.malformed(message);
    }

    /**
     * Asserts, if this is sequential, that the current instruction has been read whole.
     *
     * @throws AssertionError if an operand was not asked for
     */
    public void assertAllRead() {
        requireCurrent("assertAllRead()");
        if (sequential && dueOperand < decoder.op().format().operands().size()) {
            throw wrong(dueOperand, "was skipped");
        }
    }

    /** Goes on to the next operand or target. An entry is {@code NONE} when the number of targets is asked for. */
    private void due(int number, int entry) {
        if (!sequential) {
            return;
        }
        boolean table = decoder.op().format().operands().get(number) == OperandKind.TARGETS;
        int dueNow = table ? dueEntry - 1 : 0;
        if (number != dueOperand) {
            throw wrong(number, "is asked for while operand " + dueOperand + " is due");
        }
        if (entry != dueNow) {
            throw wrong(number, "is asked for its " + entryName(entry) + " while its " + entryName(dueNow) + " is due");
        }
        if (!table || entry == decoder.operand(number) - 1) {
            dueOperand++;
            dueEntry = 0;
        } else {
            dueEntry++;
        }
    }

    private static String entryName(int entry) {
        return entry == NONE ? "number of targets" : "target " + entry;
    }

    private OperandKind kind(int number, String method) {
        requireCurrent(method);
        List<OperandKind> kinds = decoder.op().format().operands();
        if (number < 0 || number >= kinds.size()) {
            throw wrong(number, "does not exist: there are " + kinds.size());
        }
        return kinds.get(number);
    }

    private void requireCurrent(String method) {
        if (position == NONE) {
            throw new AssertionError(method + " is called between instructions, before position " + end);
        }
    }

    private AssertionError wrong(int number, String what) {
        return new AssertionError(decoder.op() + " at " + position + " (byte "
                + decoder.malformed(what).offset() + " of the code): operand " + number + " " + what);
    }
}
