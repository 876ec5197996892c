package org.wasmi.jit.internal;

import java.util.Optional;
import org.wasmi.exec.runtime.CodeCounter;
import org.wasmi.exec.runtime.Machine;

/** Has frames that have left go on in compiled code where a loop begins, once such frames have gone round often. */
final class Returning extends CodeCounter {
    /** How many rounds are worth compiling code that goes on at a loop. */
    private static final int ROUNDS = 1_000;

    private final CompiledCode code;

    Returning(CompiledCode code) {
        super(ROUNDS);
        this.code = code;
    }

    @Override
    protected int reached(Machine machine) {
        int position = machine.position();
        Form form = code.formOn(machine);
        code.prepare(form, position);
        Optional<ResumedCode> resumption = code.resumption(form, position);
        resumption.ifPresent(resumed -> machine.continueIn(resumed, position));
        return resumption.isPresent() ? 1 : ROUNDS;
    }
}
