package org.wasmi.testkit.contract;

import org.wasmi.encoding.Op;
import org.wasmi.exec.handler.Handler;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Machine;

/** What a {@link FaultyExecutor} does in another way than it should; the methods here are right. */
class Fault {

    /** {@return the handler of an instruction} */
    Handler handler(Op op) {
        return Handler.of(op);
    }

    /** A run begins, perhaps within another one or where one was left. */
    void begin(Machine machine, int base) {}

    /** {@return whether a run goes on} */
    boolean goesOn(Executor executor, Machine machine, int base) {
        return machine.depth() > base && machine.executor() == executor;
    }

    /** Another frame is on top than before, or the host has had control. */
    void frameOnTop(Machine machine) {
        machine.refresh();
    }

    /** {@return the slots} */
    long[] slots(Machine machine) {
        return machine.slots();
    }

    /** {@return where the frame on top begins} */
    int framePointer(Machine machine) {
        return machine.framePointer();
    }

    /** Saves where the instruction at {@code ip} has failed. */
    void savePosition(Machine machine, int[] code, int ip) {
        machine.savePosition(ip + 1);
    }

    /** {@return an executor that has the fault} */
    final Executor executor() {
        return new FaultyExecutor(this);
    }

    /** What a handler does. */
    interface Body {
        int execute(Machine machine, int[] code, int ip, long[] st, int fp);
    }

    static Handler handler(Body body) {
        return new Handler() {
            @Override
            public int execute(Machine machine, int[] code, int ip, long[] st, int fp) {
                return body.execute(machine, code, ip, st, fp);
            }
        };
    }

    /** {@return a fault of one instruction} */
    static Fault of(Op faulty, Body body) {
        Handler replaced = handler(body);
        return new Fault() {
            @Override
            Handler handler(Op op) {
                return op == faulty ? replaced : super.handler(op);
            }
        };
    }

    /** {@return a fault that takes an instruction for another one of the same format} */
    static Fault confusing(Op faulty, Op with) {
        return new Fault() {
            @Override
            Handler handler(Op op) {
                return super.handler(op == faulty ? with : op);
            }
        };
    }
}
