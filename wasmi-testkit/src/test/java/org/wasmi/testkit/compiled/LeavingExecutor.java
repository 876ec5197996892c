package org.wasmi.testkit.compiled;

import java.util.function.BooleanSupplier;
import org.wasmi.encoding.Isa;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.jit.internal.Compiler;
import org.wasmi.jit.internal.Tiering;

/** Compiles, and has frames leave whenever it is told to; cuts functions into as many chunks as it is told to. */
final class LeavingExecutor implements Executor {
    private final Compiler compiler;
    private final Tiering tiering;
    private final boolean atOnce;

    /**
     * Makes an executor.
     *
     * @param leaving whether frames are to leave
     * @param hot how many entries and rounds make code hot; 0 if it is compiled when it is first called
     */
    LeavingExecutor(BooleanSupplier leaving, int hot) {
        compiler = new Compiler(this, leaving);
        tiering = new Tiering(compiler, 0, Math.max(1, hot));
        atOnce = hot == 0;
    }

    /**
     * Makes an executor of which all functions but the shortest are cut into chunks.
     *
     * @param leaving whether frames are to leave
     * @param hot as of {@link #LeavingExecutor(BooleanSupplier, int)}
     * @param chunkWeight about how many bytes a chunk has
     */
    LeavingExecutor(BooleanSupplier leaving, int hot, int chunkWeight) {
        compiler = new Compiler(this, leaving, chunkWeight);
        tiering = new Tiering(compiler, 0, Math.max(1, hot));
        atOnce = hot == 0;
    }

    @Override
    public String name() {
        return "leaving";
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        return atOnce ? compiler.link(request) : tiering.link(request);
    }

    @Override
    public void run(Machine machine, int base) {
        Compiler.run(machine, base);
    }
}
