package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.runtime.Inside;
import org.wasmi.exec.runtime.StoreAccess;

@ParameterizedClass
@MethodSource("org.wasmi.exec.Guest#executors")
class InstantiationTest {
    private final Store store;
    private final Linker linker = new Linker();

    InstantiationTest(String executor) {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
    }

    private static SegmentMode at(int offset) {
        return new SegmentMode.Active(0, Guest.i32(offset));
    }

    private static void assertTraps(Trap trap, Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(TrapException.class, error -> assertThat(error.trap())
                .isEqualTo(trap));
    }

    @Test
    void globalsAreInitialisedInOrder() {
        linker.define("m", "g", Global.create(store, new GlobalType(NumType.I32, false), Value.i32(40)));
        Instance instance = linker.instantiate(
                store,
                new Guest()
                        .imports("m", "g", new GlobalType(NumType.I32, false))
                        .global("a", false, Guest.globalPlus(0, 1))
                        .global("b", true, Guest.globalPlus(1, 1))
                        .global("ref", false, Guest.refFunc(0))
                        .global("same", false, Guest.globalRef(RefType.FUNCREF, 3))
                        .global("null", true, Guest.refNull(RefType.EXTERNREF))
                        .function("f", Guest.NOTHING, 0, w -> w.write(Op.RETURN))
                        .build());
        assertThat(instance.global("a").get()).isEqualTo(Value.i32(41));
        assertThat(instance.global("b").get()).isEqualTo(Value.i32(42));
        Value function = Value.funcRef(instance.function("f"));
        assertThat(instance.global("ref").get()).isEqualTo(function);
        assertThat(instance.global("same").get()).isEqualTo(function);
        assertThat(instance.global("null").get()).isEqualTo(Value.nullRef(RefType.EXTERNREF));
    }

    @Test
    void singleConstantsAreTheirValues() {
        Instance instance = new Guest()
                .memory("memory", Limits.atLeast(1))
                .memory("wide", new MemoryType(AddressType.I64, Limits.atLeast(1), 16, false))
                .table("table", RefType.FUNCREF, Limits.atLeast(3), new ConstExpr.FunctionReference(RefType.FUNCREF, 0))
                .global("i32", true, new ConstExpr.Numeric(NumType.I32, -1))
                .global("i64", false, new ConstExpr.Numeric(NumType.I64, Long.MIN_VALUE))
                .global("f32", false, new ConstExpr.Numeric(NumType.F32, Float.floatToRawIntBits(-0.0f)))
                .global("f64", false, new ConstExpr.Numeric(NumType.F64, Double.doubleToRawLongBits(1.5)))
                .global("function", false, new ConstExpr.FunctionReference(RefType.FUNCREF, 0))
                .global("null", true, new ConstExpr.NullReference(RefType.EXTERNREF))
                .function("f", Guest.NOTHING, 0, w -> w.write(Op.RETURN))
                .function("read", Guest.TO_I32, 1, w -> {
                    w.write(Op.GLOBAL_GET, 0, 0);
                    w.write(Op.RETURN_S, 0);
                })
                .elements(
                        new SegmentMode.Active(0, new ConstExpr.Numeric(NumType.I32, 1)),
                        new ConstExpr.NullReference(RefType.FUNCREF),
                        new ConstExpr.FunctionReference(RefType.FUNCREF, 1))
                .data(0, new ConstExpr.Numeric(NumType.I32, 65_535), (byte) 5)
                .data(1, new ConstExpr.Numeric(NumType.I64, 65_534), (byte) 6, (byte) 7)
                .instantiate(store);

        assertThat(instance.global("i32").get()).isEqualTo(Value.i32(-1));
        assertThat(instance.function("read").call()).containsExactly(Value.i32(-1));
        assertThat(instance.global("i64").get()).isEqualTo(Value.i64(Long.MIN_VALUE));
        assertThat(instance.global("f32").get()).isEqualTo(Value.f32(-0.0f));
        assertThat(instance.global("f64").get()).isEqualTo(Value.f64(1.5));
        Value function = Value.funcRef(instance.function("f"));
        assertThat(instance.global("function").get()).isEqualTo(function);
        assertThat(instance.global("null").get()).isEqualTo(Value.nullRef(RefType.EXTERNREF));
        Table table = instance.table("table");
        assertThat(List.of(table.valueAt(0), table.valueAt(1), table.valueAt(2)))
                .containsExactly(function, Value.nullRef(RefType.FUNCREF), Value.funcRef(instance.function("read")));
        assertThat(instance.memory("memory").getByte(65_535)).isEqualTo((byte) 5);
        assertThat(instance.memory("wide").getByte(65_535)).isEqualTo((byte) 7);
    }

    @Test
    void constantOffsetsAreUnsigned() {
        Guest narrow = new Guest()
                .memory("memory", Limits.atLeast(1))
                .data(0, new ConstExpr.Numeric(NumType.I32, -1), (byte) 5);
        assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, () -> narrow.instantiate(store));
        Guest wide = new Guest()
                .memory("memory", new MemoryType(AddressType.I64, Limits.atLeast(1), 16, false))
                .data(0, new ConstExpr.Numeric(NumType.I64, -1), (byte) 5);
        assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, () -> wide.instantiate(store));
        Guest elements = new Guest()
                .table("table", RefType.FUNCREF, Limits.atLeast(3))
                .elements(
                        new SegmentMode.Active(0, new ConstExpr.Numeric(NumType.I32, -1)),
                        new ConstExpr.NullReference(RefType.FUNCREF));
        assertTraps(Trap.TABLE_OUT_OF_BOUNDS, () -> elements.instantiate(store));
    }

    @Test
    void tablesBeginWithTheirInitialElement() {
        Instance instance = new Guest()
                .table("full", RefType.FUNCREF, Limits.between(2, 3), Guest.refFunc(0))
                .table("empty", RefType.EXTERNREF, Limits.atLeast(1))
                .function("f", Guest.NOTHING, 0, w -> w.write(Op.RETURN))
                .instantiate(store);
        Value function = Value.funcRef(instance.function("f"));
        assertThat(instance.table("full").valueAt(0)).isEqualTo(function);
        assertThat(instance.table("full").valueAt(1)).isEqualTo(function);
        assertThat(instance.table("empty").valueAt(0)).isEqualTo(Value.nullRef(RefType.EXTERNREF));
        assertThat(instance.table("full").type()).isEqualTo(new TableType(RefType.FUNCREF, Limits.between(2, 3)));
    }

    @Test
    void activeSegmentsAreCopiedInOrderAndDropped() {
        Instance instance = new Guest()
                .memory("memory", Limits.atLeast(1))
                .table("table", RefType.FUNCREF, Limits.atLeast(4))
                .function("f", Guest.NOTHING, 0, w -> w.write(Op.RETURN))
                .function("g", Guest.NOTHING, 0, w -> w.write(Op.RETURN))
                .data(0, Guest.i32(10), (byte) 1, (byte) 2)
                .data(0, Guest.i32(11), (byte) 3)
                .data(new SegmentMode.Passive(), (byte) 4)
                .elements(at(1), 0, 0)
                .elements(at(2), Guest.refFunc(1), Guest.refNull(RefType.FUNCREF))
                .elements(new SegmentMode.Passive(), 1)
                .elements(new SegmentMode.Declarative(), 1)
                .instantiate(store);
        assertThat(instance.memory("memory").getInt(9)).isEqualTo(0x00_03_01_00);
        Table table = instance.table("table");
        assertThat(List.of(table.valueAt(0), table.valueAt(1), table.valueAt(2), table.valueAt(3)))
                .containsExactly(
                        Value.nullRef(RefType.FUNCREF),
                        Value.funcRef(instance.function("f")),
                        Value.funcRef(instance.function("g")),
                        Value.nullRef(RefType.FUNCREF));
        assertThat(StoreAccess.dataAt(instance, 0).size()).isZero();
        assertThat(StoreAccess.dataAt(instance, 2).size()).isEqualTo(1);
        assertThat(Inside.elementAt(instance, 0)).isEmpty();
        assertThat(Inside.elementAt(instance, 2)).containsExactly(instance.function("g"));
        assertThat(Inside.elementAt(instance, 3)).isEmpty();
    }

    @Test
    void aSegmentThatDoesNotFitLeavesWhatWasDoneBefore() {
        Memory memory = Memory.create(store, new MemoryType(Limits.atLeast(1)));
        Value none = Value.nullRef(RefType.FUNCREF);
        Table table = Table.create(store, new TableType(RefType.FUNCREF, Limits.atLeast(2)), none);
        linker.define("m", "memory", memory).define("m", "table", table);
        Program program = new Guest()
                .imports("m", "memory", memory.type())
                .imports("m", "table", table.type())
                .function("one", Guest.TO_I32, 1, w -> w.write(Op.RETURN_I, 1))
                .elements(at(1), 0)
                .data(0, Guest.i32(0), (byte) 1)
                .data(0, Guest.i32(65_535), (byte) 2, (byte) 3)
                .data(0, Guest.i32(1), (byte) 4)
                .build();
        assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, () -> linker.instantiate(store, program));
        assertThat(memory.getShort(0)).isEqualTo((short) 1);
        assertThat(memory.getByte(65_535)).isZero();
        assertThat(table.valueAt(1)).isInstanceOfSatisfying(Value.FuncRef.class, reference -> assertThat(
                        reference.function().call())
                .containsExactly(Value.i32(1)));
    }

    @Test
    void elementsThatDoNotFitTrap() {
        Guest guest = new Guest()
                .table("table", RefType.FUNCREF, Limits.atLeast(2))
                .function("f", Guest.NOTHING, 0, w -> w.write(Op.RETURN))
                .elements(at(2), 0);
        assertTraps(Trap.TABLE_OUT_OF_BOUNDS, () -> guest.instantiate(store));
        Guest far = new Guest().memory("memory", Limits.atLeast(0)).data(0, Guest.i32(-1));
        assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, () -> far.instantiate(store));
    }

    @Test
    void theStartFunctionRunsLast() {
        List<Integer> seen = new ArrayList<>();
        linker.function("m", "see", Guest.I32_TO_NOTHING, call -> seen.add(call.i32(0)));
        linker.instantiate(
                store,
                new Guest()
                        .imports("m", "see", Guest.I32_TO_NOTHING)
                        .memory("memory", Limits.atLeast(1))
                        .data(0, Guest.i32(4), (byte) 9)
                        .function("run", Guest.NOTHING, 1, w -> {
                            w.write(Op.CONST32, 0, 4);
                            w.write(Op.LOAD8_U, 0, 0, 0);
                            w.write(Op.CALL_IMPORT, 0, 0);
                            w.write(Op.RETURN);
                        })
                        .start(1)
                        .build());
        assertThat(seen).containsExactly(9);
    }

    @Test
    void anImportedStartFunctionIsCalledInTheNameOfTheInstance() {
        List<Memory> seen = new ArrayList<>();
        linker.function("m", "start", Guest.NOTHING, call -> seen.add(call.memory()));
        Instance instance = linker.instantiate(
                store,
                new Guest()
                        .imports("m", "start", Guest.NOTHING)
                        .memory("memory", Limits.atLeast(1))
                        .start(0)
                        .build());
        assertThat(seen).containsExactly(instance.memory("memory"));
    }

    @Test
    void aStartFunctionThatTrapsHasItsBacktrace() {
        Guest guest = new Guest()
                .function("start", Guest.NOTHING, 0, w -> w.write(Op.TRAP, Trap.UNREACHABLE.code()))
                .start(0);
        assertThatThrownBy(() -> guest.instantiate(store))
                .isInstanceOfSatisfying(TrapException.class, trap -> assertThat(trap.frames())
                        .extracting(TrapException.Frame::function)
                        .containsExactly(0));
    }

    @Test
    void whatExceedsALimitIsAResourceException() {
        assertThatThrownBy(() -> new Guest().memory("m", Limits.atLeast(32_768)).instantiate(store))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on bytes of a memory exceeded: 2147483648 of at most 2147418112");
        assertThatThrownBy(() -> new Guest()
                        .table("t", RefType.FUNCREF, Limits.atLeast(10_000_001))
                        .instantiate(store))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on elements of a table exceeded: 10000001 of at most 10000000");
    }

    @Test
    void instancesShareWhatTheyImport() {
        Program provider = new Guest()
                .memory("memory", Limits.atLeast(1))
                .table("table", RefType.FUNCREF, Limits.atLeast(1))
                .global("global", true, Guest.i32(1))
                .build();
        linker.define("p", linker.instantiate(store, provider));
        Program user = new Guest()
                .imports("p", "memory", new MemoryType(Limits.atLeast(1)))
                .imports("p", "table", new TableType(RefType.FUNCREF, Limits.atLeast(1)))
                .imports("p", "global", new GlobalType(NumType.I32, true))
                .export("memory", ExternKind.MEMORY, 0)
                .function("seven", Guest.TO_I32, 1, w -> w.write(Op.RETURN_I, 7))
                .function("write", Guest.NOTHING, 2, w -> {
                    w.write(Op.CONST32, 0, 8);
                    w.write(Op.STORE32_I, 0, 0, 77);
                    w.write(Op.GLOBAL_SET_I, 0, 78);
                    w.write(Op.RETURN);
                })
                .function("read", Guest.TO_I32, 2, w -> {
                    w.write(Op.CONST32, 0, 8);
                    w.write(Op.LOAD32_S, 0, 0, 0);
                    w.write(Op.GLOBAL_GET, 1, 0);
                    w.write(Op.I32_ADD_SS, 0, 0, 1);
                    w.write(Op.RETURN_S, 0);
                })
                .elements(at(0), 0)
                .build();
        Instance one = linker.instantiate(store, user);
        Instance two = linker.instantiate(store, user);
        one.function("write").call();
        assertThat(two.function("read").call()).containsExactly(Value.i32(155));
        assertThat(two.memory("memory").getInt(8)).isEqualTo(77);
        assertThat(one.function("seven")).isNotSameAs(two.function("seven"));
    }
}
