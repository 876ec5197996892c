package org.wasmi.testkit.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.handler.Handler;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.runtime.MemoryAccess;
import org.wasmi.exec.runtime.StoreAccess;

/**
 * Keeps for each frame what it once read of the instance: the array of memory 0, the elements of table 0, the values of
 * globals; and reads it again as it should but after one kind of event. Every run begins without any.
 */
final class StaleState extends Fault {

    /** What is kept. */
    enum Kind {
        MEMORY,
        TABLE,
        GLOBALS
    }

    /** After what it is kept. */
    enum Event {
        GROWTH,
        CALL,
        CALL_OF_ANOTHER_INSTANCE,
        CALL_OF_THE_HOST
    }

    private final Kind kind;
    private final Event missed;
    private final List<@Nullable Kept> frames = new ArrayList<>();

    /** The frame that was on top last, and of which instance. */
    private int lastDepth;

    private @Nullable InstanceState lastInstance;

    StaleState(Kind kind, Event missed) {
        this.kind = kind;
        this.missed = missed;
    }

    /** What is kept for a frame. */
    private static final class Kept {
        final byte[] memory;
        final int memorySize;
        private @Nullable Object @Nullable [] table;
        final Map<Integer, Object> globals = new HashMap<>();

        Kept(Machine machine) {
            memory = machine.memory();
            memorySize = machine.memorySize();
        }

        /** {@return the elements of table 0, as of the first time that they were asked for} */
        @Nullable
        Object[] table(Machine machine) {
            if (table == null) {
                table = new @Nullable Object[StoreAccess.tableSize(machine.instance(), 0)];
                for (int i = 0; i < table.length; i++) {
                    table[i] = StoreAccess.tableGet(machine.instance(), 0, i);
                }
            }
            return table;
        }
    }

    @Override
    void begin(Machine machine, int base) {
        while (frames.size() > base + 1) {
            frames.remove(frames.size() - 1);
        }
        lastDepth = base;
    }

    @Override
    void frameOnTop(Machine machine) {
        int depth = machine.depth();
        machine.refresh();
        InstanceState instance = machine.instance();
        while (frames.size() <= depth) {
            frames.add(null);
        }
        Event event = depth == lastDepth
                ? Event.CALL_OF_THE_HOST
                : lastInstance == instance ? Event.CALL : Event.CALL_OF_ANOTHER_INSTANCE;
        boolean entered = machine.position() == 0;
        if (entered || event != missed || frames.get(depth) == null) {
            frames.set(depth, new Kept(machine));
        }
        lastDepth = depth;
        lastInstance = instance;
    }

    private Kept kept(Machine machine) {
        Kept kept = frames.get(machine.depth());
        if (kept == null) {
            throw new IllegalStateException("no frame has come on top");
        }
        return kept;
    }

    @Override
    Handler handler(Op op) {
        Handler correct = super.handler(op);
        return switch (kind) {
            case MEMORY -> memory(op, correct);
            case TABLE -> table(op, correct);
            case GLOBALS -> global(op, correct);
        };
    }

    private Handler memory(Op op, Handler correct) {
        return switch (op) {
            case LOAD8_U, LOAD32_S, LOAD64 ->
                handler((machine, code, ip, st, fp) -> {
                    Kept kept = kept(machine);
                    int address = (int) st[fp + code[ip + 2]];
                    st[fp + code[ip + 1]] = switch (op) {
                        case LOAD8_U -> MemoryAccess.load8(kept.memory, kept.memorySize, address, code[ip + 3]) & 0xFF;
                        case LOAD32_S -> MemoryAccess.load32(kept.memory, kept.memorySize, address, code[ip + 3]);
                        default -> MemoryAccess.load64(kept.memory, kept.memorySize, address, code[ip + 3]);
                    };
                    return ip + 4;
                });
            case STORE8_S, STORE32_S, STORE64_S, STORE8_I, STORE32_I ->
                handler((machine, code, ip, st, fp) -> {
                    Kept kept = kept(machine);
                    int address = (int) st[fp + code[ip + 1]];
                    boolean constant = op == Op.STORE8_I || op == Op.STORE32_I;
                    long value = constant ? code[ip + 3] : st[fp + code[ip + 3]];
                    switch (op) {
                        case STORE8_S, STORE8_I ->
                            MemoryAccess.store8(kept.memory, kept.memorySize, address, code[ip + 2], (byte) value);
                        case STORE64_S ->
                            MemoryAccess.store64(kept.memory, kept.memorySize, address, code[ip + 2], value);
                        default ->
                            MemoryAccess.store32(kept.memory, kept.memorySize, address, code[ip + 2], (int) value);
                    }
                    return ip + 4;
                });
            case MEMORY_GROW -> growth(correct);
            default -> correct;
        };
    }

    private Handler growth(Handler correct) {
        return handler((machine, code, ip, st, fp) -> {
            int next = correct.execute(machine, code, ip, st, fp);
            if (missed != Event.GROWTH) {
                machine.refresh();
                frames.set(machine.depth(), new Kept(machine));
            }
            return next;
        });
    }

    /** {@return the elements of table 0 that are kept, once it is clear that they have an index} */
    private @Nullable Object[] table(Machine machine, int index) {
        @Nullable Object[] table = kept(machine).table(machine);
        if (Integer.compareUnsigned(index, table.length) >= 0) {
            throw new TrapException(Trap.TABLE_OUT_OF_BOUNDS);
        }
        return table;
    }

    private Handler table(Op op, Handler correct) {
        return switch (op) {
            case TABLE_GET ->
                handler((machine, code, ip, st, fp) -> {
                    if (code[ip + 2] != 0) {
                        return correct.execute(machine, code, ip, st, fp);
                    }
                    machine.references()[fp + code[ip + 1]] =
                            table(machine, (int) st[fp + code[ip + 3]])[(int) st[fp + code[ip + 3]]];
                    return ip + 4;
                });
            case TABLE_SET ->
                handler((machine, code, ip, st, fp) -> {
                    if (code[ip + 1] != 0) {
                        return correct.execute(machine, code, ip, st, fp);
                    }
                    int index = (int) st[fp + code[ip + 2]];
                    @Nullable Object[] table = table(machine, index);
                    table[index] = machine.references()[fp + code[ip + 3]];
                    // As if it were the table's array, which growth replaces.
                    return table.length < StoreAccess.tableSize(machine.instance(), 0)
                            ? ip + 4
                            : correct.execute(machine, code, ip, st, fp);
                });
            case CALL_INDIRECT ->
                handler((machine, code, ip, st, fp) -> {
                    int index = (int) st[fp + code[ip + 3]];
                    if (code[ip + 2] == 0
                            && Integer.compareUnsigned(index, kept(machine).table(machine).length) < 0
                            && kept(machine).table(machine)[index] instanceof FunctionState callee
                            && callee.type()
                                    .equals(machine.instance().program().types().get(code[ip + 1]))) {
                        machine.savePosition(ip + 5);
                        Calls.call(machine, callee, fp + code[ip + 4]);
                        return -1;
                    }
                    return correct.execute(machine, code, ip, st, fp);
                });
            case TABLE_GROW -> growth(correct);
            default -> correct;
        };
    }

    private static final Set<Op> GLOBAL_WRITES = Set.of(Op.GLOBAL_SET, Op.GLOBAL_SET_I, Op.GLOBAL_SET_REF);

    private Handler global(Op op, Handler correct) {
        if (GLOBAL_WRITES.contains(op)) {
            return handler((machine, code, ip, st, fp) -> {
                kept(machine).globals.remove(code[ip + 1]);
                return correct.execute(machine, code, ip, st, fp);
            });
        }
        return switch (op) {
            case GLOBAL_GET ->
                handler((machine, code, ip, st, fp) -> {
                    int next = correct.execute(machine, code, ip, st, fp);
                    int result = fp + code[ip + 1];
                    st[result] = (Long) kept(machine).globals.computeIfAbsent(code[ip + 2], index -> st[result]);
                    return next;
                });
            case GLOBAL_GET_REF ->
                handler((machine, code, ip, st, fp) -> {
                    int next = correct.execute(machine, code, ip, st, fp);
                    @Nullable Object[] references = machine.references();
                    int result = fp + code[ip + 1];
                    Optional<?> value = (Optional<?>) kept(machine)
                            .globals
                            .computeIfAbsent(code[ip + 2], index -> Optional.ofNullable(references[result]));
                    references[result] = value.orElse(null);
                    return next;
                });
            default -> correct;
        };
    }
}
