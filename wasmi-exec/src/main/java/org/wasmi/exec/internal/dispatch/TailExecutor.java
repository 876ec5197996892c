package org.wasmi.exec.internal.dispatch;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Isa;
import org.wasmi.exec.handler.Words;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/**
 * The executor in continuation style: each instruction ends by invoking its successor, up to a bounded depth; branches,
 * calls and long blocks return to a trampoline.
 */
public final class TailExecutor implements Executor {

    /** For {@link java.util.ServiceLoader}. */
    public TailExecutor() {}

    @Override
    public String name() {
        return "tail";
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        Code code = Words.canonical(request.code());
        return LargeFunctions.has(code) ? LargeFunctions.link(code) : new NodeCode(this, code, TailNodes::create, true);
    }

    @Override
    public void run(Machine machine, int base) {
        NodeCode.run(machine, base, this);
    }
}
