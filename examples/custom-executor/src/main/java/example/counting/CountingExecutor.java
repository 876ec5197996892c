package example.counting;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.handler.Handler;
import org.wasmi.exec.handler.Words;

/** Counts how often each instruction is executed. The loop is its own, and the handlers are those of wasmi. */
public final class CountingExecutor implements Executor {

    /** The name by which it is found. */
    public static final String NAME = "counting";

    private final Handler[] handlers = new Handler[Op.count()];

    /** By code. Any number of threads may run guests with the one executor that {@code ServiceLoader} makes. */
    private final AtomicLongArray counts = new AtomicLongArray(Op.count());

    /** For {@link java.util.ServiceLoader}. */
    public CountingExecutor() {
        for (Op op : Op.values()) {
            handlers[op.code()] = Handler.of(op);
        }
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
        return new CountingCode(this, Words.canonical(request.code()));
    }

    /** One turn for each frame that comes on top: that of a callee, or of a caller that is returned to. */
    @Override
    public void run(Machine machine, int base) {
        while (machine.depth() > base && machine.code() instanceof CountingCode code) {
            machine.refresh();
            runFrame(machine, code.words);
        }
    }

    private void runFrame(Machine machine, int[] words) {
        long[] slots = machine.slots();
        int framePointer = machine.framePointer();
        int position = machine.position();
        try {
            do {
                int op = words[position];
                counts.incrementAndGet(op);
                position = handlers[op].execute(machine, words, position, slots, framePointer);
            } while (position >= 0);
        } catch (Throwable exception) {
            // For the backtrace: any position behind the start of the instruction at fault.
            machine.savePosition(position + 1);
            throw exception;
        }
    }

    /** {@return how often each instruction was executed; those that never were are left out} */
    public Map<Op, Long> counts() {
        Map<Op, Long> executed = new EnumMap<>(Op.class);
        for (Op op : Op.values()) {
            long count = counts.get(op.code());
            if (count > 0) {
                executed.put(op, count);
            }
        }
        return executed;
    }
}
