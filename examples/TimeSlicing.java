import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Outcome;
import org.wasmi.exec.Store;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.Value;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** Runs 1,000 guests on 2 threads. Each gets a little fuel at its turn; the next free thread takes the next turn. */
public final class TimeSlicing {
    private static final int GUESTS = 1_000;
    private static final int THREADS = 2;
    private static final long FUEL_PER_TURN = 5_000;

    /** A guest in a store of its own. Only the thread that has it off the queue uses it. */
    private static final class Guest {
        final Store store;
        Outcome outcome;
        volatile int turns;

        Guest(Engine engine, Program program) {
            store = engine.newStore();
            store.addFuel(0);
            Instance instance = new Linker().instantiate(store, program);
            outcome = instance.function("fib").start(Value.i32(16));
        }

        /** Runs for one turn. Returns whether there is more to do. */
        boolean turn() {
            store.addFuel(FUEL_PER_TURN);
            turns++;
            outcome = ((Suspension) outcome).resume();
            return outcome instanceof Suspension;
        }
    }

    public static void main(String[] args) throws Exception {
        byte[] wasm = Files.readAllBytes(Path.of(args.length > 0 ? args[0] : "examples/fib.wasm"));
        Program program = Translator.translate(wasm, TranslationOptions.DEFAULT.withFuel(true));
        Engine engine = Engine.create();
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < GUESTS; i++) {
            guests.add(new Guest(engine, program));
        }

        ConcurrentLinkedQueue<Guest> queue = new ConcurrentLinkedQueue<>(guests);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (Guest guest = queue.poll(); guest != null; guest = queue.poll()) {
                    if (guest.turn()) {
                        queue.add(guest);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        Guest first = guests.get(0);
        long equal = guests.stream()
                .filter(each -> each.turns == first.turns && each.outcome.equals(first.outcome))
                .count();
        System.out.println(equal + " guests came to " + ((Outcome.Finished) first.outcome).results().get(0) + ", "
                + "each in "
                + first.turns + " turns");
    }
}
