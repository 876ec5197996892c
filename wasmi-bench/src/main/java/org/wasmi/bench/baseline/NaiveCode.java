package org.wasmi.bench.baseline;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Instructions;
import org.wasmi.exec.Executor;
import org.wasmi.exec.LinkedCode;

/** The instructions of a function as objects. Positions are indices in their list. */
final class NaiveCode extends LinkedCode {
    final NaiveInstruction[] code;

    NaiveCode(Executor executor, Code code) {
        super(executor, code);
        this.code =
                Instructions.decode(code).stream().map(NaiveInstruction::new).toArray(NaiveInstruction[]::new);
    }

    @Override
    protected int startOfInstruction(int within) {
        return within - 1;
    }
}
