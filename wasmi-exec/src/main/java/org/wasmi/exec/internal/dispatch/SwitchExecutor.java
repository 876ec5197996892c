package org.wasmi.exec.internal.dispatch;

import java.util.Optional;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Isa;
import org.wasmi.exec.CodeCounter;
import org.wasmi.exec.Executor;
import org.wasmi.exec.Executors;
import org.wasmi.exec.LinkRequest;
import org.wasmi.exec.LinkedCode;
import org.wasmi.exec.Machine;
import org.wasmi.exec.handler.Words;

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
