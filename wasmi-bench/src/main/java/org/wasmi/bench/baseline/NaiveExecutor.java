package org.wasmi.bench.baseline;

import org.wasmi.encoding.Isa;
import org.wasmi.exec.Executor;
import org.wasmi.exec.LinkRequest;
import org.wasmi.exec.LinkedCode;
import org.wasmi.exec.Machine;

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
