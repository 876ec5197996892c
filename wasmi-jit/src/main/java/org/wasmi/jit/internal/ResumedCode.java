package org.wasmi.jit.internal;

import java.util.Optional;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** Compiled code for frames that go on in the middle of a function, with their values in the machine's slots. */
final class ResumedCode extends LinkedCode {
    private final CompiledCode whole;
    private final Form form;
    private final int position;
    private final Callable callable;
    private final Optional<ResumedCode> present = Optional.of(this);

    ResumedCode(CompiledCode whole, Form form, int position, Callable callable) {
        super(whole.executor(), whole.code());
        this.whole = whole;
        this.form = form;
        this.position = position;
        this.callable = callable;
    }

    Form form() {
        return form;
    }

    Callable callable() {
        return callable;
    }

    void run(Machine machine) {
        if (machine.position() != position || !whole.run(machine, present)) {
            machine.continueIn(whole.interpreted(machine), machine.position());
        }
    }
}
