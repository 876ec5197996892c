package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.runtime.Inside;
import org.wasmi.exec.runtime.StoreAccess;

/** Instances that are brought back to a snapshot. */
@ParameterizedClass
@MethodSource("org.wasmi.exec.Guest#executors")
class ResetTest {
    private static final int PAGE = MemoryType.PAGE_SIZE;

    private final Store store;

    ResetTest(String executor) {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
    }

    /**
     * A guest with one of everything. {@code work} takes from its stack pointer as C does, writes the new one to memory
     * at 8 and asks the host; {@code load} and {@code grow} are those operators.
     */
    private static Program guest() {
        return new Guest()
                .imports("host", "ask", Guest.TO_I32)
                .memory("memory", Limits.between(2, 9))
                .table("functions", RefType.FUNCREF, Limits.between(3, 9))
                .table("objects", RefType.EXTERNREF, Limits.between(1, 9))
                .global("stack", true, Guest.i32(1_000))
                .global("function", true, Guest.refFunc(1))
                .global("constant", false, Guest.i32(3))
                .data(new SegmentMode.Passive(), (byte) 1, (byte) 2)
                .data(new SegmentMode.Passive(), (byte) 3, (byte) 4)
                .elements(new SegmentMode.Passive(), 1, 0)
                .elements(new SegmentMode.Passive(), 1)
                .function("work", Guest.TO_I32, 2, w -> {
                    w.write(Op.GLOBAL_GET, 0, 0);
                    w.write(Op.I32_ADD_SI, 0, 0, -16);
                    w.write(Op.GLOBAL_SET, 0, 0);
                    w.write(Op.I32_ADD_SI, 1, 0, 0);
                    w.write(Op.CALL_IMPORT, 0, 1);
                    w.write(Op.I32_ADD_SI, 0, 0, 16);
                    w.write(Op.GLOBAL_SET, 0, 0);
                    w.write(Op.RETURN_S, 1);
                })
                .function("grow", Guest.I32_TO_I32, 1, w -> {
                    w.write(Op.MEMORY_GROW, 0, 0, 0);
                    w.write(Op.RETURN_S, 0);
                })
                .build();
    }

    private static Linker asking(HostFunction ask) {
        return new Linker().function("host", "ask", Guest.TO_I32, ask);
    }

    private Instance instance(HostFunction ask) {
        return asking(ask).instantiate(store, guest());
    }

    private static Value call(Instance instance, String function, Value... arguments) {
        return instance.function(function).call(arguments).get(0);
    }

    /** An interface that is bound to a guest. */
    interface Growing {
        int grow(int pages);
    }

    @Test
    void everythingIsAsItWas() {
        Instance instance = instance(call -> call.returnI32(7));
        Memory memory = instance.memory("memory");
        Table functions = instance.table("functions");
        Table objects = instance.table("objects");
        Global stack = instance.global("stack");
        Global function = instance.global("function");
        Object object = new Object();
        memory.putInt(8, 1);
        memory.grow(1);
        memory.putInt(3 * PAGE - 4, 2);
        functions.setValue(0, Value.funcRef(instance.function("work")));
        functions.setValue(1, Value.funcRef(Inside.functionAt(instance, 0)));
        objects.setValue(0, Value.externRef(object));
        objects.growBy(1, Value.externRef(object));
        StoreAccess.dropData(instance, 0);
        StoreAccess.dropElement(instance, 1);
        Snapshot snapshot = instance.snapshot();

        for (int times = 0; times < 2; times++) {
            memory.putInt(8, 99);
            memory.putInt(70_000, 98);
            memory.grow(2);
            memory.putInt(5 * PAGE - 4, 97);
            functions.setValue(0, Value.nullRef(RefType.FUNCREF));
            functions.growBy(3, Value.funcRef(instance.function("grow")));
            objects.setValue(0, Value.nullRef(RefType.EXTERNREF));
            stack.set(Value.i32(4));
            function.set(Value.nullRef(RefType.FUNCREF));
            StoreAccess.dropData(instance, 1);
            StoreAccess.dropElement(instance, 0);
            instance.reset(snapshot);

            assertThat(instance.memory("memory")).isSameAs(memory);
            assertThat(memory.pages()).isEqualTo(3);
            byte[] expected = new byte[3 * PAGE];
            expected[8] = 1;
            expected[3 * PAGE - 4] = 2;
            assertThat(memory.getBytes(0, memory.size())).isEqualTo(expected);
            assertThat(store.memoryBytes()).isEqualTo(3 * PAGE);
            assertThat(instance.table("functions")).isSameAs(functions);
            assertThat(functions.size()).isEqualTo(3);
            assertThat(Inside.get(functions, 0)).isSameAs(instance.function("work"));
            assertThat(Inside.get(functions, 1)).isSameAs(Inside.functionAt(instance, 0));
            assertThat(Inside.get(functions, 2)).isNull();
            assertThat(objects.size()).isEqualTo(2);
            assertThat(Inside.get(objects, 0)).isSameAs(object);
            assertThat(Inside.get(objects, 1)).isSameAs(object);
            assertThat(stack.get()).isEqualTo(Value.i32(1_000));
            assertThat(Inside.reference(function)).isSameAs(instance.function("work"));
            assertThat(StoreAccess.dataAt(instance, 0).size()).isZero();
            assertThat(StoreAccess.dataAt(instance, 1).size()).isEqualTo(2);
            assertThat(Inside.elementAt(instance, 0))
                    .containsExactly(instance.function("work"), Inside.functionAt(instance, 0));
            assertThat(Inside.elementAt(instance, 1)).isEmpty();
            assertThat(call(instance, "work")).isEqualTo(Value.i32(7));
        }
    }

    @Test
    void anInstanceIsOfUseAgainAfterATrap() {
        Instance instance = instance(call -> {
            throw new TrapException(Trap.UNREACHABLE);
        });
        Snapshot snapshot = instance.snapshot();
        for (int i = 0; i < 100; i++) { // or the stack of 1,000 bytes would be used up
            assertThatThrownBy(() -> call(instance, "work")).isInstanceOf(TrapException.class);
            assertThat(instance.global("stack").get()).isEqualTo(Value.i32(1_000 - 16));
            instance.reset(snapshot);
            assertThat(instance.global("stack").get()).isEqualTo(Value.i32(1_000));
        }
    }

    @Test
    void whatTheHostHoldsStaysGood() {
        Instance instance = instance(call -> call.returnI32(7));
        Snapshot snapshot = instance.snapshot();
        WasmFunction grow = instance.function("grow");
        Growing bound = grow.as(Growing.class, java.lang.invoke.MethodHandles.lookup());
        assertThat(bound.grow(3)).isEqualTo(2);
        assertThat(bound.grow(5)).isEqualTo(-1);
        instance.reset(snapshot);
        assertThat(bound.grow(1)).isEqualTo(2);
        assertThat(grow.call(Value.i32(0))).containsExactly(Value.i32(3));
    }

    @Test
    void aGuestThatSharesTheMemorySeesIt() {
        Instance owner = instance(call -> call.returnI32(7));
        Snapshot snapshot = owner.snapshot();
        Instance sharing = new Linker()
                .define("owner", "memory", owner.memory("memory"))
                .instantiate(
                        store,
                        new Guest()
                                .imports("owner", "memory", new MemoryType(Limits.atLeast(1)))
                                .function("load", Guest.I32_TO_I32, 1, w -> {
                                    w.write(Op.LOAD32_S, 0, 0, 0);
                                    w.write(Op.RETURN_S, 0);
                                })
                                .build());
        owner.memory("memory").putInt(16, 5);
        owner.memory("memory").grow(1);
        assertThat(call(sharing, "load", Value.i32(16))).isEqualTo(Value.i32(5));
        assertThat(call(sharing, "load", Value.i32(2 * PAGE))).isEqualTo(Value.i32(0));
        owner.reset(snapshot);
        assertThat(call(sharing, "load", Value.i32(16))).isEqualTo(Value.i32(0));
        assertThatThrownBy(() -> call(sharing, "load", Value.i32(2 * PAGE))).isInstanceOf(TrapException.class);
        owner.memory("memory").putInt(16, 6);
        assertThat(call(sharing, "load", Value.i32(16))).isEqualTo(Value.i32(6));
    }

    private static final MemoryType MEMORY = new MemoryType(Limits.between(1, 5));
    private static final TableType TABLE = new TableType(RefType.FUNCREF, Limits.between(1, 5));
    private static final GlobalType CONSTANT = new GlobalType(NumType.I32, false);
    private static final GlobalType VARIABLE = new GlobalType(NumType.I32, true);

    /** A guest with a function that imports everything else; {@code own} is its constant and one more. */
    private static Program importing() {
        return new Guest()
                .imports("m", "constant", CONSTANT)
                .imports("m", "memory", MEMORY)
                .imports("m", "table", TABLE)
                .imports("m", "variable", VARIABLE)
                .global("own", false, Guest.globalPlus(0, 1))
                .function("f", Guest.NOTHING, 0, w -> w.write(Op.RETURN))
                .build();
    }

    private Linker giving(int constant, Memory memory, Table table) {
        return new Linker()
                .define("m", "constant", Global.create(store, CONSTANT, Value.i32(constant)))
                .define("m", "memory", memory)
                .define("m", "table", table)
                .define("m", "variable", Global.create(store, VARIABLE, Value.i32(constant)));
    }

    private Table table(TableType type) {
        return Table.create(store, type, Value.nullRef(RefType.FUNCREF));
    }

    @Test
    void importsThatCanChangeAreResetAndOthersStay() {
        Program program = importing();
        Memory memory = Memory.create(store, MEMORY);
        Table table = table(TABLE);
        Instance first = giving(1, Memory.create(store, MEMORY), table(TABLE)).instantiate(store, program);
        Inside.memoryAt(first, 0).putInt(4, 5);
        Inside.tableAt(first, 0).setValue(0, Value.funcRef(first.function("f")));
        Instance second = giving(10, memory, table).instantiate(store, program);
        memory.grow(1);
        table.growBy(2, Value.nullRef(RefType.FUNCREF));

        second.reset(first.snapshot());
        assertThat(Inside.memoryAt(second, 0)).isSameAs(memory);
        assertThat(memory.getInt(4)).isEqualTo(5);
        assertThat(memory.pages()).isEqualTo(1);
        assertThat(Inside.tableAt(second, 0)).isSameAs(table);
        assertThat(table.size()).isEqualTo(1);
        assertThat(Inside.get(table, 0)).isSameAs(second.function("f"));
        assertThat(Inside.globalAt(second, 0).get()).as("imported constant").isEqualTo(Value.i32(10));
        assertThat(Inside.globalAt(second, 1).get()).as("imported variable").isEqualTo(Value.i32(1));
        assertThat(second.global("own").get()).as("constant of its own").isEqualTo(Value.i32(11));
    }

    @Test
    void anImportThatMayNotBeAsLargeIsRefused() {
        Program program = importing();
        Instance large = giving(1, Memory.create(store, MEMORY), table(TABLE)).instantiate(store, program);
        Inside.memoryAt(large, 0).grow(3);
        Snapshot snapshot = large.snapshot();
        Memory small = Memory.create(store, new MemoryType(Limits.between(1, 3)));
        Instance other = giving(1, small, table(TABLE)).instantiate(store, program);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.reset(snapshot))
                .withMessage("a memory of the instance has at most 3 pages, that of the snapshot has 4");

        Inside.tableAt(large, 0).growBy(3, Value.nullRef(RefType.FUNCREF));
        Snapshot longer = large.snapshot();
        Table shorter = table(new TableType(RefType.FUNCREF, Limits.between(1, 3)));
        Instance another = giving(1, Memory.create(store, MEMORY), shorter).instantiate(store, program);
        Inside.memoryAt(another, 0).putInt(0, 77);
        Inside.globalAt(another, 1).set(Value.i32(78));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> another.reset(longer))
                .withMessage("a table of the instance has at most 3 elements, that of the snapshot has 4");
        assertThat(Inside.memoryAt(another, 0).pages()).isEqualTo(1);
        assertThat(Inside.memoryAt(another, 0).getInt(0)).isEqualTo(77);
        assertThat(Inside.globalAt(another, 1).get()).isEqualTo(Value.i32(78));
    }

    @Test
    void oneThingUnderTwoIndicesIsRefused() {
        Program program =
                new Guest().imports("m", "a", MEMORY).imports("m", "b", MEMORY).build();
        Memory shared = Memory.create(store, MEMORY);
        Snapshot apart = new Linker()
                .define("m", "a", shared)
                .define("m", "b", Memory.create(store, MEMORY))
                .instantiate(store, program)
                .snapshot();
        Instance instance =
                new Linker().define("m", "a", shared).define("m", "b", shared).instantiate(store, program);
        assertThatIllegalStateException()
                .isThrownBy(() -> instance.reset(apart))
                .withMessageContaining("same memory");
    }

    @Test
    void roomIsGivenBackToTheLimitsOfTheStore() {
        Store limited = store.engine()
                .newStore(StoreLimits.DEFAULT
                        .with(StoreLimit.TOTAL_MEMORY_BYTES, 5L * PAGE)
                        .with(StoreLimit.TOTAL_TABLE_ELEMENTS, 10)
                        .with(StoreLimit.TABLES, 10));
        Instance instance = asking(call -> call.returnI32(7)).instantiate(limited, guest());
        Snapshot small = instance.snapshot();
        assertThat(instance.memory("memory").grow(3)).isEqualTo(2);
        assertThat(instance.table("functions").growBy(6, Value.nullRef(RefType.FUNCREF)))
                .isEqualTo(3);
        Snapshot large = instance.snapshot();
        MemoryType two = new MemoryType(Limits.atLeast(2));
        TableType four = new TableType(RefType.EXTERNREF, Limits.atLeast(4));
        Value none = Value.nullRef(RefType.EXTERNREF);
        assertThatThrownBy(() -> Memory.create(limited, two)).isInstanceOf(ResourceException.class);
        assertThatThrownBy(() -> Table.create(limited, four, none)).isInstanceOf(ResourceException.class);
        instance.reset(small);
        assertThat(limited.memoryBytes()).isEqualTo(2 * PAGE);
        Table other = Table.create(limited, four, none);
        assertThatThrownBy(() -> instance.reset(large))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on elements of all tables exceeded: 14 of at most 10");
        assertThat(instance.memory("memory").pages()).isEqualTo(2);
        Memory.create(limited, two);
        assertThatThrownBy(() -> instance.reset(large))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on bytes of all memories exceeded: 458752 of at most 327680");
        assertThat(other.size()).isEqualTo(4);
        assertThat(limited.memoryBytes()).isEqualTo(4 * PAGE);

        Instance narrow = asking(call -> call.returnI32(7))
                .instantiate(
                        store.engine()
                                .newStore(StoreLimits.DEFAULT
                                        .with(StoreLimit.MEMORY_BYTES, 3L * PAGE)
                                        .with(StoreLimit.TABLE_ELEMENTS, 4)),
                        large.program());
        assertThatThrownBy(() -> narrow.reset(large))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on bytes of a memory exceeded: 327680 of at most 196608");
        assertThat(narrow.memory("memory").pages()).isEqualTo(2);
    }

    @Test
    void theArrayOfAMemoryIsKeptUnlessItHasGrownLarger() {
        Instance instance = instance(call -> call.returnI32(7));
        Memory memory = instance.memory("memory");
        Snapshot untouched = instance.snapshot();
        memory.putByte(PAGE, (byte) 1);
        byte[] array = Inside.storage(memory).array();
        ByteBuffer view = memory.view(PAGE, 4);
        instance.reset(untouched);
        assertThat(Inside.storage(memory).array()).isSameAs(array);
        assertThat(view.get(0)).isZero();
        memory.grow(7);
        memory.putByte(9 * PAGE - 1, (byte) 1);
        instance.reset(untouched);
        assertThat(Inside.storage(memory).array()).hasSizeLessThanOrEqualTo(2 * PAGE);
        memory.grow(7);
        assertThat(memory.getByte(9 * PAGE - 1)).isZero();
    }

    @Test
    void contentsAreThoseOfTheSnapshotWhateverWasWritten() {
        Random random = new Random(42);
        for (int round = 0; round < 30; round++) {
            Instance instance = new Guest()
                    .memory("memory", Limits.between(random.nextInt(4), 12))
                    .instantiate(store);
            Memory memory = instance.memory("memory");
            scribble(memory, random);
            Snapshot snapshot = instance.snapshot();
            byte[] expected = memory.getBytes(0, memory.size());
            for (int times = 0; times < 3; times++) {
                memory.grow(random.nextInt(3));
                scribble(memory, random);
                instance.reset(snapshot);
                assertThat(Arrays.equals(memory.getBytes(0, memory.size()), expected))
                        .as("contents in round %s", round)
                        .isTrue();
                long before = memory.grow(1);
                if (before >= 0) {
                    assertThat(Arrays.equals(memory.getBytes(before * PAGE, PAGE), new byte[PAGE]))
                            .as("zeros in round %s", round)
                            .isTrue();
                    instance.reset(snapshot);
                }
            }
        }
    }

    private static void scribble(Memory memory, Random random) {
        for (int i = random.nextInt(5); i > 0 && memory.size() > 0; i--) {
            byte[] bytes = new byte[random.nextInt(9_000)];
            random.nextBytes(bytes);
            memory.putBytes(random.nextInt((int) memory.size() - bytes.length), bytes);
        }
    }

    @Test
    void noInstanceIsResetWhileAGuestRuns() {
        Instance[] running = new Instance[1];
        Instance instance = instance(call -> {
            running[0].memory("memory").putByte(0, (byte) 1);
            assertThatIllegalStateException()
                    .isThrownBy(() -> running[0].reset(snapshotOf(guest())))
                    .withMessage("no instance can be reset while a guest of the store is running");
            call.returnI32(7);
        });
        running[0] = instance;
        assertThat(call(instance, "work")).isEqualTo(Value.i32(7));
        assertThat(instance.memory("memory").getByte(0)).isEqualTo((byte) 1);
    }

    private Snapshot snapshotOf(Program program) {
        return asking(call -> {})
                .instantiate(store.engine().newStore(), program)
                .snapshot();
    }

    @Test
    void aSnapshotOfAnotherProgramIsRefused() {
        Instance instance = instance(call -> call.returnI32(7));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance.reset(snapshotOf(guest())))
                .withMessage("the snapshot is of another program");
        instance.reset(snapshotOf(instance.program()));
    }

    @Test
    void aCallThatIsSuspendedCanOnlyBeCancelled() {
        Instance instance = instance(HostCall::suspend);
        Instance other = asking(HostCall::suspend).instantiate(store, instance.program());
        Snapshot snapshot = instance.snapshot();
        Suspension stale = (Suspension) instance.function("work").start();
        Suspension good = (Suspension) other.function("work").start();
        Suspension host = (Suspension) Inside.functionAt(instance, 0).start();
        instance.reset(snapshot);
        String message =
                "an instance has been reset while the call was suspended in it, so that the call can only be cancelled";
        assertThatIllegalStateException()
                .isThrownBy(() -> stale.resume(Value.i32(1)))
                .withMessage(message);
        assertThatIllegalStateException()
                .isThrownBy(() -> stale.resume(Value.i32(1)))
                .withMessage(message);
        stale.cancel();
        assertThat(instance.global("stack").get()).isEqualTo(Value.i32(1_000));
        assertThat(good.resume(Value.i32(2))).isEqualTo(new Outcome.Finished(List.of(Value.i32(2))));
        assertThat(host.resume(Value.i32(3))).isEqualTo(new Outcome.Finished(List.of(Value.i32(3))));

        Suspension later = (Suspension) instance.function("work").start();
        other.reset(snapshot);
        assertThat(later.resume(Value.i32(4))).isEqualTo(new Outcome.Finished(List.of(Value.i32(4))));
    }

    @Test
    void anInstanceThatHadNotBeenStartedIsStartedAgain() {
        Program program = new Guest()
                .global("starts", true, Guest.i32(0))
                .function("begin", Guest.NOTHING, 1, w -> {
                    w.write(Op.GLOBAL_GET, 0, 0);
                    w.write(Op.I32_ADD_SI, 0, 0, 1);
                    w.write(Op.GLOBAL_SET, 0, 0);
                    w.write(Op.RETURN);
                })
                .start(0)
                .build();
        Instance instance = new Linker().link(program).instantiateWithoutStart(store);
        Snapshot before = instance.snapshot();
        instance.start();
        Snapshot after = instance.snapshot();
        instance.reset(before);
        instance.start();
        assertThat(instance.global("starts").get()).isEqualTo(Value.i32(1));
        instance.reset(after);
        assertThatIllegalStateException().isThrownBy(instance::start);
    }

    @Test
    void aStoreThatIsClosedOrInUseIsRefused() throws Exception {
        Instance[] busy = new Instance[1];
        Instance instance = instance(call -> {
            Snapshot snapshot = snapshotOf(busy[0].program());
            FutureTask<Void> other = new FutureTask<>(() -> {
                busy[0].reset(snapshot);
                return null;
            });
            new Thread(other).start();
            assertThatThrownBy(other::get).hasRootCauseInstanceOf(IllegalStateException.class);
            call.returnI32(7);
        });
        busy[0] = instance;
        assertThat(call(instance, "work")).isEqualTo(Value.i32(7));
        Snapshot snapshot = instance.snapshot();
        store.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> instance.reset(snapshot))
                .withMessage("the store is closed");
    }
}
