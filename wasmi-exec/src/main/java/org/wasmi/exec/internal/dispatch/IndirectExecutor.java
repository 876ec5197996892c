package org.wasmi.exec.internal.dispatch;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.exec.handler.Handler;
import org.wasmi.exec.handler.Words;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** The executor that finds the handler of each instruction in a table, by its code. */
public final class IndirectExecutor implements Executor {

    /** By code; there from the first time that code with the instruction is linked. */
    private static final Handler[] HANDLERS = new Handler[Op.count()];

    /** For {@link java.util.ServiceLoader}. */
    public IndirectExecutor() {}

    @Override
    public String name() {
        return "indirect";
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        Code words = Words.canonical(request.code());
        Handler.load(HANDLERS, words);
        return new IndirectCode(this, words);
    }

    @Override
    public void run(Machine machine, int base) {
        Handler[] handlers = HANDLERS;
        while (machine.depth() > base && machine.code() instanceof IndirectCode linked) {
            machine.refresh();
            int[] code = linked.code;
            long[] st = machine.slots();
            int fp = machine.framePointer();
            int ip = machine.position();
            try {
                do {
                    ip = handlers[code[ip]].execute(machine, code, ip, st, fp);
                } while (ip >= 0);
            } catch (Throwable exception) {
                // Any position behind the start of the instruction at fault, up to its end, tells which it is.
                machine.savePosition(ip + 1);
                throw exception;
            }
        }
    }
}
