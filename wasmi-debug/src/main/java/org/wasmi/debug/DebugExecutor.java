package org.wasmi.debug;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.handler.Handler;
import org.wasmi.exec.handler.Words;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.runtime.MemoryFault;

/** Runs guests, and asks before each operator whether to stop. */
final class DebugExecutor implements Executor {
    private final Handler[] handlers = new Handler[Op.count()];
    private final Session session;

    DebugExecutor(Session session) {
        this.session = session;
    }

    @Override
    public String name() {
        return "debug";
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        Code words = Words.canonical(request.code());
        Handler.load(handlers, words);
        boolean debugged = request.function().isPresent() && request.program().equals(session.program());
        return new DebugCode(this, words, debugged ? session.sources() : null);
    }

    @Override
    public void run(Machine machine, int base) {
        GuestThread thread = session.enter(machine);
        try {
            while (machine.depth() > base && machine.code() instanceof DebugCode linked) {
                machine.refresh();
                frame(thread, machine, linked);
            }
        } finally {
            thread.leave();
        }
    }

    private void frame(GuestThread thread, Machine machine, DebugCode linked) {
        int[] code = linked.code;
        boolean debugged = linked.isDebugged();
        long[] st = machine.slots();
        int fp = machine.framePointer();
        int ip = machine.position();
        try {
            do {
                if (debugged && linked.offsets[ip] != SourceMap.UNKNOWN) {
                    thread.before(linked, ip);
                }
                ip = handlers[code[ip]].execute(machine, code, ip, st, fp);
            } while (ip >= 0);
        } catch (MemoryFault fault) {
            try {
                fault.resolve(machine.instance());
                machine.savePosition(ip); // and executes the instruction again
                thread.repeats();
            } catch (TrapException trap) {
                machine.savePosition(ip + 1);
                if (debugged) {
                    thread.trapped(trap, linked, ip);
                }
                throw trap;
            }
        } catch (TrapException trap) {
            machine.savePosition(ip + 1);
            if (debugged) {
                thread.trapped(trap, linked, ip);
            }
            throw trap;
        } catch (Throwable exception) {
            machine.savePosition(ip + 1);
            throw exception;
        }
    }
}
