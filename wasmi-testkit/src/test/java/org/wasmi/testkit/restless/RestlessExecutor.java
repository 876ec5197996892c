package org.wasmi.testkit.restless;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.wasmi.encoding.Isa;
import org.wasmi.exec.handler.Words;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.CodeCounter;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/**
 * An executor that does, at random, all that one that compiles may do: functions are in the form of any executor or in
 * one of its own, {@link NestingCode}, whose frames are on the Java stack; calls give functions other code, and frames
 * go on in other code where loops begin. What guests see must be the same. Thread-safe.
 */
public final class RestlessExecutor implements Executor {

    /** What it is found by. */
    public static final String NAME = "restless";

    private static final List<String> INTERPRETERS = List.of(Executors.SWITCH, "indirect", "direct", "tail");

    /** The same choices in each run of one thread. */
    private final AtomicLong seed = new AtomicLong(1);

    /** What it has done so far, for tests that want to know that it has. */
    final AtomicLong nestedCalls = new AtomicLong();

    final AtomicLong replacements = new AtomicLong();
    final AtomicLong continuations = new AtomicLong();

    /** It disturbs one in so many of the calls and rounds of loops where it could. */
    private final int rarity;

    /** For {@link java.util.ServiceLoader}. */
    public RestlessExecutor() {
        this(16);
    }

    RestlessExecutor(int rarity) {
        this.rarity = rarity;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    /** {@return a choice, from 0 to below a bound} */
    int choose(int bound) {
        long state = seed.getAndAdd(0x9E37_79B9_7F4A_7C15L);
        state = (state ^ (state >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        state = (state ^ (state >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return (int) Long.remainderUnsigned(state ^ (state >>> 31), bound);
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        // Positions are then the same in all forms.
        LinkRequest words = request.withCode(Words.canonical(request.code()));
        int choice = choose(10);
        if (choice == 0) { // seldom, since nothing is disturbed there
            return Executors.named(INTERPRETERS.get(choose(INTERPRETERS.size())))
                    .link(words);
        }
        // Where there are references, arguments and results would have to be kept from the garbage collector, too;
        // where there are handlers of exceptions, the machine would look for them in frames that it does not have.
        boolean nests = choice < 6
                && !request.code().frame().references()
                && request.code().handlers().isEmpty();
        return nests ? new NestingCode(this, words) : words.interpreted(new Disturbance());
    }

    /** What happens now and then to code that is interpreted. */
    private final class Disturbance extends CodeCounter {
        Disturbance() {
            super(1);
        }

        @Override
        protected int reached(Machine machine) {
            disturb(machine.function());
            leave(machine, machine.position());
            return 1 + choose(5);
        }
    }

    /** Gives a function other code, or not. */
    void disturb(GuestFunction function) {
        if (choose(rarity) == 0) {
            Calls.replaceCode(function, link(LinkRequest.of(function)));
            replacements.incrementAndGet();
        }
    }

    /** Has the frame on top go on in other code, or not. {@return whether it does} */
    boolean leave(Machine machine, int position) {
        if (choose(rarity) != 0) {
            return false;
        }
        machine.continueIn(link(LinkRequest.of(machine.function())), position);
        continuations.incrementAndGet();
        return true;
    }

    @Override
    public void run(Machine machine, int base) {
        while (machine.depth() > base && machine.code() instanceof NestingCode code) {
            if (machine.nestable() == 0) {
                machine.continueIn(code.interpreted, machine.position());
            } else {
                machine.refresh();
                new Nest(this, machine).run(code);
            }
        }
    }
}
