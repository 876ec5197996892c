package org.wasmi.exec.handler;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.exec.runtime.Machine;

/**
 * What an instruction does, on canonical words ({@link Words}). {@link #of} has one for each instruction; an executor
 * may put others beside them. Without state: one object serves all code and all threads.
 *
 * <p>An executor that runs handlers calls {@link Machine#refresh} when a frame comes on top, and reads the frame
 * pointer, the slots and the position of it again; then it executes handler after handler until one returns a negative
 * number.
 */
public abstract class Handler {

    /** By code; two threads that fill the same entry do no harm. */
    private static final Handler[] BY_CODE = new Handler[Op.count()];

    /** For subclasses. */
    protected Handler() {}

    /** {@return the handler of an instruction; its class is loaded when it is first asked for} */
    public static Handler of(Op op) {
        if (BY_CODE[op.code()] == null) {
            BY_CODE[op.code()] = HandlerClasses.create(op);
        }
        return BY_CODE[op.code()];
    }

    /**
     * Puts the handlers of all instructions that code consists of into a table, each at the index of its code. Those of
     * other instructions stay what they are, since loading all classes takes a tenth of a second. Threads may fill the
     * same table at once.
     *
     * @param table has room for {@link Op#count} handlers
     * @param words canonical code
     */
    public static void load(Handler[] table, Code words) {
        InstructionDecoder decoder = Encodings.decoder(words);
        while (decoder.next()) {
            int op = decoder.op().code();
            if (table[op] == null) {
                table[op] = of(decoder.op());
            }
        }
    }

    /**
     * Executes the instruction at {@code code[ip]} on the frame that begins at {@code st[fp]}.
     *
     * @param machine which has that frame on top, and is refreshed
     * @param code the canonical words of the frame's function, verified
     * @param ip the position of the instruction
     * @param st the machine's slots
     * @param fp the machine's frame pointer
     * @return the position to go on at, or a negative number if frames have come or gone or the host has had control:
     *     then the frame that is now on top says where to go on
     * @throws org.wasmi.encoding.error.TrapException if the guest traps; the executor has to save a position, see
     *     {@link Machine#savePosition}
     */
    public abstract int execute(Machine machine, int[] code, int ip, long[] st, int fp);
}
