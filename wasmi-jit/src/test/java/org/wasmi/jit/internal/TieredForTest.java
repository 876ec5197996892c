package org.wasmi.jit.internal;

import org.wasmi.encoding.Isa;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** As {@code tiered}, but compiles at once on the thread of the guest. */
final class TieredForTest implements Executor {
    private final Tiering tiering;

    TieredForTest(int hot) {
        tiering = new Tiering(new Compiler(this), 0, hot);
    }

    @Override
    public String name() {
        return "tiered";
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        return tiering.link(request);
    }

    @Override
    public void run(Machine machine, int base) {
        Compiler.run(machine, base);
    }
}
