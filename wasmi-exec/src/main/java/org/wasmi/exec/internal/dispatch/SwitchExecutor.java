package org.wasmi.exec.internal.dispatch;

import java.util.Optional;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Isa;
import org.wasmi.exec.handler.Words;
import org.wasmi.exec.runtime.CodeCounter;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** The executor that matches on the code of each instruction, in one loop. */
public final class SwitchExecutor implements Executor {

    /** For {@link java.util.ServiceLoader}. */
    public SwitchExecutor() {}

    @Override
    public String name() {
        return Executors.SWITCH;
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public int preference() {
        return 100;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        Code words = Words.canonical(request.code());
        Optional<CodeCounter> counter = request.counter();
        return counter.isPresent() ? new CountedCode(words, counter.get()) : new SwitchCode(this, words);
    }

    @Override
    public void run(Machine machine, int base) {
        SwitchLoop.run(machine, base);
    }
}
