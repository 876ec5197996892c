package org.wasmi.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.exec.handler.Handler;
import org.wasmi.exec.handler.Words;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.runtime.MemoryFault;

/**
 * Runs one program and counts how often each instruction is executed. The counts are right if one thread at a time runs
 * the program.
 */
final class CountingExecutor implements Executor {
    private final Handler[] handlers = new Handler[Op.count()];

    /** By function: its code, once for each kind of memory that its instances have. */
    private final Map<Integer, List<Counted>> functions = new ConcurrentHashMap<>();

    /** Code with a count for the position of each instruction. */
    private static final class Counted extends LinkedCode {
        private final int[] code;
        private final long[] counts;

        Counted(Executor executor, Code code) {
            super(executor, code);
            this.code = code.toArray();
            this.counts = new long[code.length()];
        }
    }

    /** {@return how often the instruction at a position of a function's canonical code has been executed} */
    long count(int function, int position) {
        return functions.getOrDefault(function, List.of()).stream()
                .mapToLong(each -> each.counts[position])
                .sum();
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        Code words = Words.canonical(request.code());
        Handler.load(handlers, words);
        Counted counted = new Counted(this, words);
        request.function().ifPresent(function -> functions
                .computeIfAbsent(function, index -> new ArrayList<>())
                .add(counted));
        return counted;
    }

    @Override
    public void run(Machine machine, int base) {
        while (machine.depth() > base && machine.code() instanceof Counted linked) {
            machine.refresh();
            int[] code = linked.code;
            long[] counts = linked.counts;
            long[] st = machine.slots();
            int fp = machine.framePointer();
            int ip = machine.position();
            try {
                do {
                    counts[ip]++;
                    ip = handlers[code[ip]].execute(machine, code, ip, st, fp);
                } while (ip >= 0);
            } catch (Throwable exception) {
                if (exception instanceof MemoryFault) { // the instruction is executed again
                    counts[ip]--;
                }
                machine.savePosition(ip + 1);
                throw exception;
            }
        }
    }
}
