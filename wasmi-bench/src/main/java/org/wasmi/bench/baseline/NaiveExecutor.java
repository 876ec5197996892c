package org.wasmi.bench.baseline;

import org.wasmi.encoding.Isa;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** The baseline. */
public final class NaiveExecutor implements Executor {

    /** For {@link java.util.ServiceLoader}. */
    public NaiveExecutor() {}

    @Override
    public String name() {
        return "naive";
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        return new NaiveCode(this, request.code());
    }

    @Override
    public void run(Machine machine, int base) {
        NaiveLoop.run(machine, base);
    }
}
