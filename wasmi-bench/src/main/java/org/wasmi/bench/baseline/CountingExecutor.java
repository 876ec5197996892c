package org.wasmi.bench.baseline;

import org.wasmi.encoding.Isa;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/**
 * The executor {@code counting}: the baseline, which also counts what it executes in a {@link Histogram}. One thread at
 * a time. Code is linked as for the baseline, so what the two have linked in one store is not told apart.
 */
public final class CountingExecutor implements Executor {

    /** The name. */
    public static final String NAME = "counting";

    private Histogram histogram = new Histogram();

    /** For {@link java.util.ServiceLoader}. */
    public CountingExecutor() {}

    /** {@return the histogram, empty as yet, of what is executed from now on} */
    public Histogram begin() {
        histogram = new Histogram();
        return histogram;
    }

    @Override
    public String name() {
        return NAME;
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
        CountingLoop.run(machine, base, histogram);
    }
}
