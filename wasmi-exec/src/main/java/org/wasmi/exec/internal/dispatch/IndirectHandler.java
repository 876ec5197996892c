package org.wasmi.exec.internal.dispatch;

import org.wasmi.exec.Machine;

/** What an instruction does, for {@code indirect}. Without state: one object serves all code. */
abstract class IndirectHandler {

    /**
     * Executes the instruction at {@code code[ip]} on the frame that begins at {@code st[fp]}.
     *
     * @return the position to go on at, or a negative number if that is for the frame on top of the machine to say
     */
    abstract int execute(Machine machine, int[] code, int ip, long[] st, int fp);
}
