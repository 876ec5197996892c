package example.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.util.TaskCompletionListener;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Snapshot;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.StoreLimits;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;

/**
 * A guest as a function of SQL. The driver translates its module once and broadcasts the stored program, which is verified
 * where it is read. Each task has a store with limits of its own and one instance; each row has fuel of its own, and the
 * instance is reset to its first state for it, so that rows do not depend on their order and place.
 *
 * <p>The module exports a memory, {@code allocate(size)} and {@code handle(address, size)}, which returns the address of
 * the answer in the upper and its size in the lower 32 bits.
 */
public final class GuestFunction implements UDF1<String, String> {
    private static final long serialVersionUID = 1;

    private static final StoreLimits LIMITS = StoreLimits.STRICT.with(StoreLimit.TOTAL_MEMORY_BYTES, 16 << 20);

    private final Broadcast<byte[]> program;
    private final long fuelOfARow;

    /** Makes a function of a broadcast stored program, which is metered. */
    public GuestFunction(Broadcast<byte[]> program, long fuelOfARow) {
        this.program = program;
        this.fuelOfARow = fuelOfARow;
    }

    @Override
    public String call(String row) {
        return row == null ? null : Guests.of(this).call(row, fuelOfARow);
    }

    /** The guest of a task. */
    private static final class Guest {
        /** One engine serves all tasks of a JVM: hot functions are compiled once. */
        private static final Engine ENGINE = Engine.create(EngineConfig.DEFAULT.withLimits(LIMITS));

        private final Store store = ENGINE.newStore();
        private final Instance instance;
        private final Snapshot snapshot;
        private final WasmFunction allocate;
        private final WasmFunction handle;

        Guest(byte[] stored, long fuel) {
            store.fuel(fuel);
            instance = new Linker().instantiate(store, StoredPrograms.read(stored));
            snapshot = instance.snapshot();
            allocate = instance.function("allocate");
            handle = instance.function("handle");
        }

        String call(String row, long fuel) {
            instance.reset(snapshot);
            store.fuel(fuel);
            byte[] request = row.getBytes(UTF_8);
            Memory memory = instance.memory("memory");
            int at = ((Value.I32) allocate.call(Value.i32(request.length)).get(0)).value();
            memory.putBytes(at, request);
            long answer = ((Value.I64)
                            handle.call(Value.i32(at), Value.i32(request.length)).get(0))
                    .value();
            return new String(memory.getBytes(answer >>> 32, answer & 0xFFFF_FFFFL), UTF_8);
        }
    }

    /** The guests of the task that the current thread runs. */
    private static final class Guests {
        private static final ThreadLocal<Guests> OF_TASK = new ThreadLocal<>();

        private final Map<Long, Guest> byProgram = new HashMap<>();

        static Guest of(GuestFunction function) {
            Guests guests = OF_TASK.get();
            if (guests == null) {
                guests = new Guests();
                OF_TASK.set(guests);
                Guests made = guests;
                TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> made.close());
            }
            return guests.byProgram.computeIfAbsent(
                    function.program.id(), id -> new Guest(function.program.value(), function.fuelOfARow));
        }

        private void close() {
            OF_TASK.remove();
            byProgram.values().forEach(guest -> guest.store.close());
        }
    }
}
