package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.runtime.Inside;
import org.wasmi.exec.runtime.StoreAccess;

class SnapshotTest {
    private final Store store = Engine.create().newStore();

    /** A guest with one of everything, of which the start function asks the host for a number and keeps it. */
    private static Program guest() {
        return new Guest()
                .imports("host", "number", Guest.TO_I32)
                .memory("memory", Limits.between(2, 9))
                .table("functions", RefType.FUNCREF, Limits.between(3, 9))
                .table("objects", RefType.EXTERNREF, Limits.between(1, 9))
                .global("counter", true, Guest.i32(5))
                .global("function", true, Guest.refFunc(1))
                .data(new SegmentMode.Passive(), (byte) 1, (byte) 2)
                .data(new SegmentMode.Passive(), (byte) 3, (byte) 4)
                .elements(new SegmentMode.Passive(), 1, 0)
                .elements(new SegmentMode.Passive(), 1)
                .function("count", Guest.TO_I32, 1, w -> {
                    w.write(Op.GLOBAL_GET, 0, 0);
                    w.write(Op.I32_ADD_SI, 0, 0, 1);
                    w.write(Op.GLOBAL_SET, 0, 0);
                    w.write(Op.RETURN_S, 0);
                })
                .function("begin", Guest.NOTHING, 1, w -> {
                    w.write(Op.CALL_IMPORT, 0, 0);
                    w.write(Op.GLOBAL_SET, 0, 0);
                    w.write(Op.RETURN);
                })
                .start(2)
                .build();
    }

    private static Linker answering(int number) {
        return new Linker().function("host", "number", Guest.TO_I32, call -> call.returnI32(number));
    }

    private static int count(Instance instance) {
        return ((Value.I32) instance.function("count").call().get(0)).value();
    }

    @Test
    void aCloneGoesOnWhereTheInstanceWas() {
        Instance instance = answering(40).instantiate(store, guest());
        assertThat(count(instance)).isEqualTo(41);
        Memory memory = instance.memory("memory");
        memory.grow(1);
        memory.putInt(0, 1);
        memory.putInt(3 * MemoryType.PAGE_SIZE - 4, 2);
        Object object = new Object();
        instance.table("objects").setValue(0, Value.externRef(object));
        instance.table("objects").growBy(1, Value.externRef(instance.function("count")));
        instance.table("functions").setValue(0, Value.funcRef(instance.function("count")));
        instance.table("functions").setValue(1, Value.funcRef(Inside.functionAt(instance, 0)));
        StoreAccess.dropData(instance, 0);
        StoreAccess.dropElement(instance, 1);

        Snapshot snapshot = instance.snapshot();
        memory.putInt(0, 99);
        instance.table("functions").setValue(0, Value.nullRef(RefType.FUNCREF));
        assertThat(count(instance)).isEqualTo(42);

        Store other = Engine.create(EngineConfig.DEFAULT.withExecutor("direct")).newStore();
        Instance clone = answering(7).instantiate(other, snapshot);
        assertThat(clone.program()).isSameAs(instance.program());
        assertThat(clone.store()).isSameAs(other);
        assertThat(count(clone)).as("its start function does not run").isEqualTo(42);
        assertThat(clone.memory("memory").type()).isEqualTo(new MemoryType(Limits.between(3, 9)));
        assertThat(clone.memory("memory").getInt(0)).isEqualTo(1);
        assertThat(clone.memory("memory").getInt(3 * MemoryType.PAGE_SIZE - 4)).isEqualTo(2);
        assertThat(Inside.get(clone.table("functions"), 0)).isSameAs(clone.function("count"));
        assertThat(Inside.get(clone.table("functions"), 1)).isSameAs(Inside.functionAt(clone, 0));
        assertThat(Inside.get(clone.table("functions"), 2)).isNull();
        assertThat(Inside.reference(clone.global("function"))).isSameAs(clone.function("count"));
        assertThat(Inside.get(clone.table("objects"), 0)).isSameAs(object);
        assertThat(Inside.get(clone.table("objects"), 1))
                .as("a host may hand any object around")
                .isSameAs(instance.function("count"));
        assertThat(StoreAccess.dataAt(clone, 0).size()).isZero();
        assertThat(StoreAccess.dataAt(clone, 1).size()).isEqualTo(2);
        assertThat(Inside.elementAt(clone, 0)).containsExactly(clone.function("count"), Inside.functionAt(clone, 0));
        assertThat(Inside.elementAt(clone, 1)).isEmpty();
        assertThat(Inside.functionAt(clone, 0)).isInstanceOf(BoundHostFunction.class);
        assertThat(Inside.functionAt(clone, 0).call()).containsExactly(Value.i32(7));
        assertThat(other.memoryBytes()).isEqualTo(3 * MemoryType.PAGE_SIZE);
    }

    @Test
    void clonesShareNothingThatTheyCanChange() {
        Snapshot snapshot = answering(1).instantiate(store, guest()).snapshot();
        List<Instance> clones = IntStream.range(0, 3)
                .mapToObj(i -> answering(2).instantiate(store, snapshot))
                .toList();
        clones.get(0).memory("memory").putInt(0, 5);
        clones.get(0).table("functions").setValue(0, Value.funcRef(clones.get(0).function("count")));
        Inside.elementAt(clones.get(0), 0)[0] = null;
        assertThat(count(clones.get(0))).isEqualTo(2);
        assertThat(count(clones.get(0))).isEqualTo(3);
        assertThat(clones.subList(1, 3)).allSatisfy(clone -> {
            assertThat(clone.memory("memory").getInt(0)).isZero();
            assertThat(Inside.get(clone.table("functions"), 0)).isNull();
            assertThat(Inside.elementAt(clone, 0)[0]).isSameAs(clone.function("count"));
            assertThat(count(clone)).isEqualTo(2);
        });
    }

    @Test
    void aCloneGrowsAsFarAsTheInstanceMight() {
        Instance instance = answering(1).instantiate(store, guest());
        instance.memory("memory").grow(1);
        Instance clone = answering(1).instantiate(store, instance.snapshot());
        assertThat(clone.memory("memory").grow(7)).isEqualTo(-1);
        assertThat(clone.memory("memory").grow(6)).isEqualTo(3);
        assertThat(clone.table("functions").growBy(7, Value.nullRef(RefType.FUNCREF)))
                .isEqualTo(-1);
        assertThat(clone.table("functions").growBy(6, Value.nullRef(RefType.FUNCREF)))
                .isEqualTo(3);
    }

    @Test
    void theSizeAtTheTimeCountsAgainstTheLimits() {
        Instance instance = answering(1).instantiate(store, guest());
        instance.memory("memory").grow(1);
        Snapshot snapshot = instance.snapshot();
        Engine engine = store.engine();
        StoreLimits bytes = StoreLimits.DEFAULT.with(StoreLimit.MEMORY_BYTES, 2L * MemoryType.PAGE_SIZE);
        assertThatThrownBy(() -> answering(1).instantiate(engine.newStore(bytes), snapshot))
                .isInstanceOf(ResourceException.class);
        StoreLimits elements = StoreLimits.DEFAULT.with(StoreLimit.TABLE_ELEMENTS, 2);
        assertThatThrownBy(() -> answering(1).instantiate(engine.newStore(elements), snapshot))
                .isInstanceOf(ResourceException.class);
        Store full = engine.newStore(StoreLimits.DEFAULT.with(StoreLimit.INSTANCES, 1));
        answering(1).instantiate(full, snapshot);
        assertThatThrownBy(() -> answering(1).instantiate(full, snapshot)).isInstanceOf(ResourceException.class);
    }

    @Test
    void importsAreLinkedAnew() {
        Snapshot snapshot = answering(1).instantiate(store, guest()).snapshot();
        assertThatThrownBy(() -> new Linker().instantiate(store, snapshot))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("'host' 'number'");
    }

    @Test
    void importedStateBecomesTheClonesOwn() {
        MemoryType memory = new MemoryType(Limits.between(1, 5));
        TableType table = new TableType(RefType.FUNCREF, Limits.atLeast(1));
        GlobalType constant = new GlobalType(NumType.I32, false);
        GlobalType variable = new GlobalType(NumType.I32, true);
        Program program = new Guest()
                .imports("m", "constant", constant)
                .imports("m", "memory", memory)
                .imports("m", "table", table)
                .imports("m", "variable", variable)
                .function("f", Guest.NOTHING, 0, w -> w.write(Op.RETURN))
                .build();
        Memory shared = Memory.create(store, memory);
        Global sharedVariable = Global.create(store, variable, Value.i32(3));
        Linker linker = new Linker()
                .define("m", "constant", Global.create(store, constant, Value.i32(1)))
                .define("m", "memory", shared)
                .define("m", "table", Table.create(store, table, Value.nullRef(RefType.FUNCREF)))
                .define("m", "variable", sharedVariable);
        Instance instance = linker.instantiate(store, program);
        shared.grow(1);
        shared.putInt(70_000, 42);
        Inside.tableAt(instance, 0).setValue(0, Value.funcRef(instance.function("f")));

        Instance clone = new Linker()
                .define("m", "constant", Global.create(store, constant, Value.i32(10)))
                .instantiate(store, instance.snapshot());
        assertThat(Inside.globalAt(clone, 0).get()).isEqualTo(Value.i32(10));
        assertThat(Inside.globalAt(clone, 1).get()).isEqualTo(Value.i32(3));
        assertThat(Inside.globalAt(clone, 1)).isNotSameAs(sharedVariable);
        assertThat(Inside.globalAt(clone, 1).type()).isEqualTo(variable);
        assertThat(Inside.memoryAt(clone, 0)).isNotSameAs(shared);
        assertThat(Inside.memoryAt(clone, 0).getInt(70_000)).isEqualTo(42);
        assertThat(Inside.memoryAt(clone, 0).grow(4)).isEqualTo(-1);
        assertThat(Inside.memoryAt(clone, 0).grow(3)).isEqualTo(2);
        assertThat(Inside.get(Inside.tableAt(clone, 0), 0)).isSameAs(clone.function("f"));
    }

    @Test
    void oneThingUnderTwoIndicesIsRefused() {
        MemoryType memory = new MemoryType(Limits.atLeast(1));
        Program program =
                new Guest().imports("m", "a", memory).imports("m", "b", memory).build();
        Memory shared = Memory.create(store, memory);
        Instance instance =
                new Linker().define("m", "a", shared).define("m", "b", shared).instantiate(store, program);
        assertThatThrownBy(instance::snapshot)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("same memory");
        Instance apart = new Linker()
                .define("m", "a", shared)
                .define("m", "b", Memory.create(store, memory))
                .instantiate(store, program);
        assertThat(apart.snapshot().memoryBytes()).isZero();
    }

    @Test
    void immutableGlobalsAreLinkedAnew() {
        GlobalType type = new GlobalType(NumType.I32, false);
        Program program = new Guest()
                .imports("m", "given", type)
                .global("own", false, Guest.globalPlus(0, 1))
                .build();
        Snapshot snapshot = new Linker()
                .define("m", "given", Global.create(store, type, Value.i32(1)))
                .instantiate(store, program)
                .snapshot();
        Instance clone = new Linker()
                .define("m", "given", Global.create(store, type, Value.i32(10)))
                .instantiate(store, snapshot);
        assertThat(Inside.globalAt(clone, 0).get()).isEqualTo(Value.i32(10));
        assertThat(clone.global("own").get()).isEqualTo(Value.i32(2));
    }

    @Test
    void functionsThatAreNotOfTheInstanceAreRefused() {
        Instance instance = answering(1).instantiate(store, guest());
        Instance other = answering(1).instantiate(store, guest());
        instance.table("functions").setValue(2, Value.funcRef(other.function("count")));
        assertThatThrownBy(instance::snapshot)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("neither defines nor imports");
        instance.table("functions").setValue(2, Value.nullRef(RefType.FUNCREF));
        instance.global("function")
                .set(Value.funcRef(BoundHostFunction.create(store, Guest.TO_I32, call -> call.returnI32(1))));
        assertThatThrownBy(instance::snapshot).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void noSnapshotIsTakenWhileAGuestRuns() {
        Instance[] holder = new Instance[1];
        Linker linker = new Linker().function("host", "number", Guest.TO_I32, call -> {
            holder[0].snapshot();
            call.returnI32(1);
        });
        Program program = new Guest()
                .imports("host", "number", Guest.TO_I32)
                .function("run", Guest.TO_I32, 1, w -> {
                    w.write(Op.CALL_IMPORT, 0, 0);
                    w.write(Op.RETURN_S, 0);
                })
                .build();
        holder[0] = linker.instantiate(store, program);
        assertThatThrownBy(() -> holder[0].function("run").call())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("running");
        assertThat(holder[0].snapshot().program()).isSameAs(program);
    }

    @Test
    void aClosedStoreHasNoSnapshots() {
        Instance instance = answering(1).instantiate(store, guest());
        Snapshot snapshot = instance.snapshot();
        store.close();
        assertThatThrownBy(instance::snapshot).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> answering(1).instantiate(store, snapshot)).isInstanceOf(IllegalStateException.class);
        assertThat(count(answering(1).instantiate(store.engine().newStore(), snapshot)))
                .isEqualTo(2);
    }

    @Test
    void aStoreThatNeedsMeteringTakesMeteredClonesOnly() {
        Snapshot snapshot = answering(1).instantiate(store, guest()).snapshot();
        Store metered = store.engine().newStore();
        metered.addFuel(1);
        assertThatThrownBy(() -> answering(1).instantiate(metered, snapshot))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void zerosAreNotKept() {
        Instance instance = new Guest().memory("memory", Limits.atLeast(100)).instantiate(store);
        assertThat(instance.snapshot().memoryBytes()).isZero();
        instance.memory("memory").putByte(0, (byte) 1);
        instance.memory("memory").putByte(5_000_000, (byte) 2);
        instance.memory("memory").putByte(5_004_096, (byte) 3);
        Snapshot snapshot = instance.snapshot();
        assertThat(snapshot.memoryBytes()).isEqualTo(3 * 4096);
        Instance clone = new Linker().instantiate(store, snapshot);
        byte[] expected = new byte[100 * MemoryType.PAGE_SIZE];
        expected[0] = 1;
        expected[5_000_000] = 2;
        expected[5_004_096] = 3;
        assertThat(Inside.storage(clone.memory("memory")).arraySize()).isLessThan(expected.length);
        assertThat(clone.memory("memory").getBytes(0, expected.length)).isEqualTo(expected);
    }

    @Test
    void whatLiesBeyondASmallestMemoryTraps() {
        Instance instance = new Guest().memory("memory", Limits.between(0, 1)).instantiate(store);
        Instance clone = new Linker().instantiate(store, instance.snapshot());
        assertThatThrownBy(() -> clone.memory("memory").getByte(0))
                .isInstanceOfSatisfying(
                        TrapException.class, trap -> assertThat(trap.trap()).isEqualTo(Trap.MEMORY_OUT_OF_BOUNDS));
    }

    @Test
    void manyThreadsMayUseOneSnapshot() {
        Snapshot snapshot = answering(1).instantiate(store, guest()).snapshot();
        Engine engine = store.engine();
        List<Integer> counts = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> count(answering(1).instantiate(engine.newStore(), snapshot)))
                .toList();
        assertThat(counts).hasSize(200).containsOnly(2);
    }

    /** An exception would bring the tag of another instance, and so what it stands for. */
    @Test
    void exceptionsAreNotPartOfASnapshot() {
        RefType exception = new RefType(true, AbstractHeapType.EXN);
        Store store = Engine.create().newStore();
        Instance instance = new Linker()
                .instantiate(
                        store,
                        new Guest()
                                .tag(Guest.NOTHING)
                                .table("t", exception, Limits.atLeast(1))
                                .build());
        instance.snapshot();
        Tag tag = Tag.create(store, Guest.NOTHING);
        instance.table("t").setValue(0, Value.exnRef(new TaggedException(tag)));

        assertThatThrownBy(instance::snapshot)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exception");
    }

    @Test
    void instancesOfASnapshotHaveTagsOfTheirOwn() {
        Instance first = new Linker()
                .instantiate(
                        Engine.create().newStore(),
                        new Guest()
                                .tag(Guest.NOTHING)
                                .export("tag", ExternKind.TAG, 0)
                                .build());
        Instance second = new Linker().instantiate(first.store(), first.snapshot());

        assertThat(second.tag("tag")).isNotSameAs(first.tag("tag"));
        assertThat(second.tag("tag").type()).isEqualTo(first.tag("tag").type());
    }
}
