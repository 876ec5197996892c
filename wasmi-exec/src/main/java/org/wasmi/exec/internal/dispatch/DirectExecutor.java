package org.wasmi.exec.internal.dispatch;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Isa;
import org.wasmi.exec.handler.Words;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/**
 * The executor that has the handler stored with each instruction: no table is looked up while it runs.
 */
public final class DirectExecutor implements Executor {

    /** For {@link java.util.ServiceLoader}. */
    public DirectExecutor() {}

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        Code code = Words.canonical(request.code());
        return LargeFunctions.has(code)
                ? LargeFunctions.link(code)
                : new NodeCode(this, code, DirectNodes::create, false);
    }

    @Override
    public void run(Machine machine, int base) {
        NodeCode.run(machine, base, this);
    }
}
