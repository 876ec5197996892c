package org.wasmi.testkit.contract;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.exec.handler.Handler;
import org.wasmi.exec.handler.Words;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** Runs handlers, as {@code indirect} does, but for a {@link Fault}. Not to be found by name. */
final class FaultyExecutor implements Executor {
    private final Fault fault;
    private final Handler[] handlers = new Handler[Op.count()];

    FaultyExecutor(Fault fault) {
        this.fault = fault;
        for (Op op : Op.values()) {
            handlers[op.code()] = fault.handler(op);
        }
    }

    private static final class WordCode extends LinkedCode {
        final int[] words;

        WordCode(Executor executor, Code code) {
            super(executor, code);
            words = code.toArray();
        }
    }

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        return new WordCode(this, Words.canonical(request.code()));
    }

    @Override
    public void run(Machine machine, int base) {
        fault.begin(machine, base);
        while (fault.goesOn(this, machine, base)) {
            int[] code = ((WordCode) machine.code()).words;
            fault.frameOnTop(machine);
            long[] st = fault.slots(machine);
            int fp = fault.framePointer(machine);
            int ip = machine.position();
            try {
                do {
                    ip = handlers[code[ip]].execute(machine, code, ip, st, fp);
                } while (ip >= 0);
            } catch (Throwable exception) {
                fault.savePosition(machine, code, ip);
                throw exception;
            }
        }
    }
}
