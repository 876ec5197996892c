package org.wasmi.jit.internal;

import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** Compiled code for frames that go on in the middle of a function, with their values in the machine's slots. */
final class ResumedCode extends LinkedCode {
    private final CompiledCode whole;
    private final int position;
    private final Callable callable;

    ResumedCode(CompiledCode whole, int position, Callable callable) {
        super(whole.executor(), whole.code());
        this.whole = whole;
        this.position = position;
        this.callable = callable;
    }

    void run(Machine machine) {
        if (machine.position() != position || !whole.run(machine, callable)) {
            machine.continueIn(whole.interpreted(machine), machine.position());
        }
    }
}
