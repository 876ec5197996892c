package org.wasmi.testkit.contract;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.exec.handler.Handler;
import org.wasmi.exec.handler.Words;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/**
 * An executor with positions of its own: what it runs begins with one instruction more than what it has linked. Not to
 * be found by name.
 */
final class ShiftedExecutor implements Executor {

    /** A branch to what follows. */
    private static final int[] PREFIX = {Op.BR.code(), 2};

    private static final int SHIFT = PREFIX.length;

    private final boolean startsFound;
    private final boolean positionsTold;
    private final Handler[] handlers = new Handler[Op.count()];

    /**
     * Makes an executor.
     *
     * @param startsFound whether it says where the instruction begins that a position of its own is within
     * @param positionsTold whether it says which position of the code one of its own stands for
     */
    ShiftedExecutor(boolean startsFound, boolean positionsTold) {
        this.startsFound = startsFound;
        this.positionsTold = positionsTold;
        for (Op op : Op.values()) {
            handlers[op.code()] = Handler.of(op);
        }
    }

    private final class ShiftedCode extends LinkedCode {
        final int[] words = new int[SHIFT + code().length()];

        ShiftedCode(Code code) {
            super(ShiftedExecutor.this, code);
            System.arraycopy(PREFIX, 0, words, 0, SHIFT);
            System.arraycopy(code.toArray(), 0, words, SHIFT, code.length());
        }

        @Override
        protected int startOfInstruction(int within) {
            return startsFound ? SHIFT + super.startOfInstruction(within - SHIFT) : super.startOfInstruction(within);
        }

        @Override
        protected int entryPosition(int codePosition) {
            return SHIFT + codePosition;
        }

        @Override
        protected int codePosition(int position) {
            return positionsTold ? position - SHIFT : super.codePosition(position);
        }
    }

    @Override
    public String name() {
        return "shifted";
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        return new ShiftedCode(Words.canonical(request.code()));
    }

    @Override
    public void run(Machine machine, int base) {
        while (machine.depth() > base && machine.code() instanceof ShiftedCode shifted) {
            machine.refresh();
            int[] code = shifted.words;
            long[] st = machine.slots();
            int fp = machine.framePointer();
            int ip = machine.position();
            try {
                do {
                    ip = handlers[code[ip]].execute(machine, code, ip, st, fp);
                } while (ip >= 0);
            } catch (Throwable exception) {
                machine.savePosition(ip + 1);
                throw exception;
            }
        }
    }
}
