package org.wasmi.bench.baseline;

import java.util.Arrays;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.instruction.Instructions;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkedCode;

/** The instructions of a function as objects. Positions are indices in their list. */
final class NaiveCode extends LinkedCode {
    final NaiveInstruction[] code;

    /** By index: where the instruction begins in the code. */
    private final int[] starts;

    NaiveCode(Executor executor, Code code) {
        super(executor, code);
        this.code =
                Instructions.decode(code).stream().map(NaiveInstruction::new).toArray(NaiveInstruction[]::new);
        starts = new int[this.code.length];
        InstructionDecoder decoder = Encodings.decoder(code);
        for (int i = 0; decoder.next(); i++) {
            starts[i] = decoder.position();
        }
    }

    @Override
    protected int startOfInstruction(int within) {
        return within - 1;
    }

    @Override
    protected int codePosition(int position) {
        return starts[position - 1] + 1;
    }

    @Override
    protected int entryPosition(int codePosition) {
        return Arrays.binarySearch(starts, codePosition);
    }
}
