package org.wasmi.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.GuestFrame;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.MemoryState;
import org.wasmi.exec.runtime.Stacks;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.exec.runtime.StoreObserver;

/**
 * Makes a core dump when a guest of a store traps. To be attached before the guests are instantiated, or only instances
 * that have frames are in the dump.
 *
 * <p>Locals are known where they are in slots: of frames that an executor interprets. Frames of compiled code have
 * theirs in the JVM's, which are missing in the dump, and so are the operands of all frames. Confined to one thread at a
 * time, as the store is.
 */
public final class CoreDumper {
    /** The parts of a memory that are left out if they have nothing but zeros, in bytes. */
    private static final int PART = 1_024;

    private static final int MOST_OF_PART = 1 << 20;

    private final String executable;
    private final Map<Program, List<FunctionBodies.Body>> bodies = new HashMap<>();
    private final List<InstanceState> instances = new ArrayList<>();
    private @Nullable TrapException last;
    private @Nullable CoreDump dump;

    private CoreDumper(String executable) {
        this.executable = executable;
    }

    /**
     * Has a store make a core dump for each trap.
     *
     * @param executable the name of what is running
     */
    public static CoreDumper observe(Store store, String executable) {
        CoreDumper dumper = new CoreDumper(executable);
        store.observe(dumper.new Observer());
        return dumper;
    }

    /**
     * Has dumps know where functions begin and the types of their locals, which programs do not keep.
     *
     * @param program the program
     * @param module the binary from which it was translated
     */
    public CoreDumper withModule(Program program, byte[] module) {
        bodies.put(program, FunctionBodies.of(module));
        return this;
    }

    /** {@return the dump of the last trap, if there was one} */
    public Optional<CoreDump> dump() {
        return Optional.ofNullable(dump);
    }

    private final class Observer implements StoreObserver {
        @Override
        public void instantiated(InstanceState instance, long nanos) {
            instances.add(instance);
        }

        @Override
        public void throwing(Stacks stacks, Throwable thrown) {
            if (thrown instanceof TrapException trap && !trap.equals(last)) {
                last = trap;
                dump = new Making(stacks).make(trap, GuestFrame.calling(stacks));
            }
        }

        @Override
        public void left(Stacks stacks, @Nullable FunctionState function, int results, @Nullable Throwable thrown) {
            if (thrown instanceof TrapException trap && !trap.equals(last) && function instanceof GuestFunction guest) {
                last = trap; // of a stack that was full: its frames are gone
                dump = new Making(stacks).make(trap, List.of(new GuestFrame(guest, -1, -1)));
            }
        }
    }

    /** What is in a dump. */
    private final class Making {
        private final Stacks stacks;
        private final List<InstanceState> all = new ArrayList<>(instances);
        private final List<CoreDump.Memory> memories = new ArrayList<>();
        private final List<Optional<Value>> globals = new ArrayList<>();
        private final Map<MemoryState, Integer> known = new HashMap<>();

        Making(Stacks stacks) {
            this.stacks = stacks;
        }

        /**
         * Makes a dump.
         *
         * @param trap what has left frames of compiled code already, which are of the same instance as the next one
         * @param running the frames that are still there
         */
        CoreDump make(TrapException trap, List<GuestFrame> running) {
            List<CoreDump.Frame> frames = new ArrayList<>();
            for (TrapException.Frame each : trap.frames()) {
                GuestFunction around = running.isEmpty() ? null : running.get(0).function();
                // A trap that the host throws on may come from elsewhere.
                if (around != null
                        && each.function()
                                < around.instance().program().functionTypes().size()) {
                    FunctionState function = StoreAccess.functionAt(around.instance(), each.function());
                    frames.add(frame(
                            new GuestFrame(function instanceof GuestFunction own ? own : around, each.offset(), -1)));
                }
            }
            running.forEach(each -> frames.add(frame(each)));
            List<CoreDump.Instance> dumped = new ArrayList<>();
            List<String> modules = new ArrayList<>();
            Map<Program, Integer> programs = new HashMap<>();
            for (InstanceState each : all) {
                Program program = each.program();
                int module = programs.computeIfAbsent(program, key -> {
                    modules.add(key.names().module().orElse(executable));
                    return modules.size() - 1;
                });
                dumped.add(new CoreDump.Instance(module, memories(each), globals(each)));
            }
            return new CoreDump(
                    executable, modules, dumped, List.of(new CoreDump.ThreadStack("main", frames)), memories, globals);
        }

        @SuppressWarnings("ReferenceEquality") // that instance
        private int number(InstanceState instance) {
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i) == instance) {
                    return i;
                }
            }
            all.add(instance);
            return all.size() - 1;
        }

        private CoreDump.Frame frame(GuestFrame frame) {
            GuestFunction function = frame.function();
            Program program = function.instance().program();
            int defined = function.index() - program.importCount(ExternKind.FUNC);
            List<FunctionBodies.Body> own = bodies.getOrDefault(program, List.of());
            List<Integer> types = new ArrayList<>();
            function.type().params().forEach(each -> types.add(code(each)));
            int offset = 0;
            if (defined >= 0 && defined < own.size()) {
                FunctionBodies.Body body = own.get(defined);
                types.addAll(body.locals());
                offset = Math.max(0, frame.offset() - body.start());
            }
            List<Optional<Value>> locals = new ArrayList<>();
            int slot = frame.framePointer();
            for (int type : types) {
                locals.add(frame.framePointer() < 0 ? Optional.empty() : value(type, stacks.slots()[slot]));
                slot += type == CoreDumpWriter.V128 ? VecType.V128.slots() : 1;
            }
            return new CoreDump.Frame(
                    number(function.instance()), Math.max(0, function.index()), offset, locals, List.of());
        }

        private List<Integer> memories(InstanceState instance) {
            Program program = instance.program();
            int count =
                    program.importCount(ExternKind.MEMORY) + program.memories().size();
            List<Integer> indices = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                MemoryState memory = StoreAccess.memoryAt(instance, i);
                Integer index = known.get(memory);
                if (index == null) {
                    index = memories.size();
                    known.put(memory, index);
                    memories.add(memory((Memory) memory));
                }
                indices.add(index);
            }
            return indices;
        }

        private List<Integer> globals(InstanceState instance) {
            List<Integer> indices = new ArrayList<>();
            List<ValType> types = new ArrayList<>();
            for (Import each : instance.program().imports()) {
                if (each.type() instanceof GlobalType global) {
                    types.add(global.type());
                }
            }
            for (GlobalDef each : instance.program().globals()) {
                types.add(each.type().type());
            }
            for (int i = 0; i < types.size(); i++) {
                indices.add(globals.size());
                globals.add(
                        types.get(i) == VecType.V128
                                ? Optional.of(new Value.V128(
                                        StoreAccess.globalGet(instance, i), StoreAccess.globalGetHigh(instance, i)))
                                : value(code(types.get(i)), StoreAccess.globalGet(instance, i)));
            }
            return indices;
        }
    }

    private static int code(ValType type) {
        return type instanceof NumType number ? number.code() : type == VecType.V128 ? CoreDumpWriter.V128 : 0;
    }

    private static Optional<Value> value(int type, long bits) {
        return switch (type) {
            case CoreDumpWriter.I32 -> Optional.of(new Value.I32((int) bits));
            case CoreDumpWriter.I64 -> Optional.of(new Value.I64(bits));
            case CoreDumpWriter.F32 -> Optional.of(new Value.F32((int) bits));
            case CoreDumpWriter.F64 -> Optional.of(new Value.F64(bits));
            default -> Optional.empty();
        };
    }

    private static CoreDump.Memory memory(Memory memory) {
        List<CoreDump.Part> parts = new ArrayList<>();
        byte[] part = new byte[PART];
        long size = memory.size();
        long begin = -1;
        for (long at = 0; at < size; at += PART) {
            int length = (int) Math.min(PART, size - at);
            memory.read(at, part, 0, length);
            boolean empty = isZero(part, length);
            if (!empty && begin < 0) {
                begin = at;
            } else if (begin >= 0 && (empty || at - begin >= MOST_OF_PART)) {
                parts.add(part(memory, begin, at));
                begin = empty ? -1 : at;
            }
        }
        if (begin >= 0) {
            parts.add(part(memory, begin, size));
        }
        return new CoreDump.Memory(
                memory.type()
                        .withLimits(Limits.atLeast(size >>> memory.type().pageShift()))
                        .withShared(false),
                parts);
    }

    private static CoreDump.Part part(Memory memory, long from, long to) {
        return new CoreDump.Part(from, Bytes.wrap(memory.getBytes(from, to - from)));
    }

    private static boolean isZero(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
