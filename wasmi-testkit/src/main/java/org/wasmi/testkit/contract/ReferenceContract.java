package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.RefType.EXTERNREF;
import static org.wasmi.encoding.type.RefType.FUNCREF;

import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.testkit.ModuleBuilder;

/** References and globals (Wasm specification, 4.6.2 and 4.6.5). */
interface ReferenceContract extends ContractFixture {

    @Test
    default void aHostReferencePassesUnchanged() {
        Object object = new Object();
        Guest guest = guest(new ModuleBuilder()
                .function("pass", "i32 externref i64 -> externref", code -> code.locals(EXTERNREF)
                        .localGet(1)
                        .localSet(3)
                        .localGet(3)
                        .block("externref -> externref")
                        .call(1)
                        .end())
                .function("same", "externref -> externref", code -> code.localGet(0)));
        Value result = guest.value("pass", 1, Value.externRef(object), 2L);
        assertThat(((Value.ExternRef) result).object()).isSameAs(object);
        Value none = Value.nullRef(EXTERNREF);
        assertThat(guest.value("pass", 1, none, 2L)).isEqualTo(none);
    }

    /** However long the guest runs on. */
    @Test
    default void objectsOfReturnedFramesAreCollected() {
        AtomicReference<WeakReference<Object>> made = new AtomicReference<>(new WeakReference<>(""));
        AtomicBoolean collected = new AtomicBoolean();
        Linker host = new Linker()
                .function("host", "make", ModuleBuilder.signature("-> externref"), call -> {
                    Object object = new Object();
                    made.set(new WeakReference<>(object));
                    call.returnValue(0, Value.externRef(object));
                })
                .function("host", "look", ModuleBuilder.signature("->"), call -> {
                    for (int i = 0;
                            i < 100 && Objects.requireNonNull(made.get()).get() != null;
                            i++) {
                        System.gc();
                    }
                    collected.set(Objects.requireNonNull(made.get()).get() == null);
                });
        Guest guest = guest(
                new ModuleBuilder()
                        .importFunction("host", "make", "-> externref")
                        .importFunction("host", "look", "->")
                        .function("externref i32 -> i32", code -> code.locals(EXTERNREF)
                                .localGet(0)
                                .localSet(2)
                                .localsGet(2, 0)
                                .ops("drop", "ref.is_null"))
                        .function("hold", "-> i32", code -> code.locals(EXTERNREF)
                                .call(0)
                                .localTee(0)
                                .i32Const(1)
                                .call(2))
                        .function("run", "->", code -> code.call(3).op("drop").call(1)),
                host);
        guest.call("run");
        assertThat(collected).isTrue();
    }

    @Test
    default void nullIsRecognised() {
        Guest guest = guest(new ModuleBuilder()
                .function("isNull", "externref -> i32", code -> code.localGet(0).op("ref.is_null"))
                .function("nullFunction", "-> i32", code -> code.refNull(AbstractHeapType.FUNC)
                        .op("ref.is_null"))
                .function("local", "-> i32", code -> code.locals(FUNCREF)
                        .localGet(0)
                        .op("ref.is_null"))
                .function("function", "-> i32", code -> code.refFunc(0).op("ref.is_null"))
                .declareElements(0));
        assertThat(guest.i32("isNull", Value.nullRef(EXTERNREF))).isEqualTo(1);
        assertThat(guest.i32("isNull", Value.externRef("x"))).isZero();
        assertThat(guest.i32("nullFunction")).isEqualTo(1);
        assertThat(guest.i32("local")).isEqualTo(1);
        assertThat(guest.i32("function")).isZero();
    }

    @Test
    default void aFunctionReferenceCanBeCalledByTheHost() {
        Guest guest = guest(new ModuleBuilder()
                .function("i32 -> i32", code -> code.localGet(0).i32Const(1).op("i32.add"))
                .declareElements(0)
                .function("get", "-> funcref", code -> code.refFunc(0))
                .function("same", "funcref -> funcref", code -> code.localGet(0)));
        Value reference = guest.value("get");
        assertThat(((Value.FuncRef) reference).function().call(Value.i32(41))).containsExactly(Value.i32(42));
        assertThat(guest.value("same", reference)).isEqualTo(reference);
    }

    @Test
    default void referencesAndNumbersShareAFrame() {
        Guest guest = guest(new ModuleBuilder()
                .function(
                        "f",
                        "externref i32 externref f64 -> f64 externref i32 externref",
                        code -> code.localsGet(3, 2, 1, 0))
                .function("g", "externref i32 externref f64 -> f64 externref i32 externref", code -> code.localsGet(
                                0, 1, 2, 3)
                        .returnCall(0)));
        Value a = Value.externRef("a");
        Value b = Value.externRef("b");
        assertThat(guest.call("g", a, 1, b, 2.0)).isEqualTo(Guest.values(2.0, b, 1, a));
    }

    @Test
    default void referencesAreSelectedAndBranchedWith() {
        Guest guest = guest(new ModuleBuilder()
                .function("select", "externref externref i32 -> externref", code -> code.localsGet(0, 1, 2)
                        .select(EXTERNREF))
                .function("branch", "externref i32 -> externref", code -> code.block("-> externref")
                        .localGet(0)
                        .localGet(1)
                        .brIf(0)
                        .op("drop")
                        .refNull(AbstractHeapType.EXTERN)
                        .end())
                .function("swap", "externref externref i32 -> externref externref", code -> code.localsGet(0, 1)
                        .loop("externref externref -> externref externref")
                        .localSet(1)
                        .localSet(0)
                        .localsGet(1, 0)
                        .localGet(2)
                        .i32Const(1)
                        .op("i32.sub")
                        .localTee(2)
                        .brIf(0)
                        .end()));
        Value a = Value.externRef("a");
        Value b = Value.externRef("b");
        assertThat(guest.value("select", a, b, 1)).isEqualTo(a);
        assertThat(guest.value("select", a, b, 0)).isEqualTo(b);
        assertThat(guest.value("branch", a, 1)).isEqualTo(a);
        assertThat(guest.value("branch", a, 0)).isEqualTo(Value.nullRef(EXTERNREF));
        assertThat(guest.call("swap", a, b, 3)).containsExactly(b, a);
    }

    @Test
    default void referenceLocalsBeginAsNull() {
        Guest guest = guest(new ModuleBuilder()
                .function(
                        "externref externref -> i32",
                        code -> code.locals(EXTERNREF).localGet(0).localSet(2).i32Const(0))
                .function("-> i32", code -> code.locals(EXTERNREF, EXTERNREF, EXTERNREF)
                        .localsGet(0, 1)
                        .op("drop")
                        .op("ref.is_null")
                        .localGet(2)
                        .op("ref.is_null")
                        .op("i32.and"))
                .function(
                        "f",
                        "externref -> i32",
                        code -> code.localsGet(0, 0).call(0).op("drop").call(1)));
        assertThat(guest.i32("f", Value.externRef("x"))).isEqualTo(1);
    }

    @Test
    default void globalsOfEveryTypeAreReadAndWritten() {
        Guest guest = guest(new ModuleBuilder()
                .global("i32", new GlobalType(I32, true), code -> code.i32Const(-1))
                .global("i64", new GlobalType(NumType.I64, true), code -> code.i64Const(-2))
                .global("f32", new GlobalType(NumType.F32, true), code -> code.f32Bits(0x7FA0_0001))
                .global("f64", new GlobalType(NumType.F64, true), code -> code.f64Const(4.5))
                .global("ref", new GlobalType(EXTERNREF, true), code -> code.refNull(AbstractHeapType.EXTERN))
                .global("constant", new GlobalType(I32, false), code -> code.i32Const(7))
                .function("get", "-> i32 i64 f32 f64 externref i32", code -> code.globalGet(0)
                        .globalGet(1)
                        .globalGet(2)
                        .globalGet(3)
                        .globalGet(4)
                        .globalGet(5))
                .function("set", "i32 i64 f32 f64 externref ->", code -> code.localsGet(0, 1, 2, 3, 4)
                        .globalSet(4)
                        .globalSet(3)
                        .globalSet(2)
                        .globalSet(1)
                        .globalSet(0))
                .function("setConstants", "->", code -> code.i32Const(-5)
                        .globalSet(0)
                        .i64Const(-6)
                        .globalSet(1)
                        .f32Const(-7)
                        .globalSet(2)
                        .f64Const(-8)
                        .globalSet(3)));
        Value none = Value.nullRef(EXTERNREF);
        assertThat(guest.call("get")).isEqualTo(Guest.values(-1, -2L, new Value.F32(0x7FA0_0001), 4.5, none, 7));
        Value object = Value.externRef("x");
        guest.call("set", 1, 2L, 3f, 4.0, object);
        assertThat(guest.call("get")).isEqualTo(Guest.values(1, 2L, 3f, 4.0, object, 7));
        assertThat(guest.instance().global("ref").get()).isEqualTo(object);
        guest.call("setConstants");
        assertThat(guest.call("get")).isEqualTo(Guest.values(-5, -6L, -7f, -8.0, object, 7));
        guest.instance().global("i64").set(Value.i64(9));
        assertThat(guest.call("get")).isEqualTo(Guest.values(-5, 9L, -7f, -8.0, object, 7));
    }

    @Test
    default void aGlobalThatWasReadKeepsItsValueWhenItIsSet() {
        Guest guest = guest(new ModuleBuilder()
                .global(new GlobalType(I32, true), code -> code.i32Const(40))
                .function("->", code -> code.i32Const(1).globalSet(0))
                .function("f", "-> i32", code -> code.globalGet(0)
                        .call(0)
                        .globalGet(0)
                        .i32Const(2)
                        .globalSet(0)
                        .ops("i32.add")
                        .globalGet(0)
                        .op("i32.add")));
        assertThat(guest.i32("f")).isEqualTo(43);
    }

    @Test
    default void aTableKeepsReferencesToFunctionsAndObjects() {
        Guest guest = guest(new ModuleBuilder()
                .table(new TableType(FUNCREF, Limits.atLeast(2)))
                .function("-> i32", code -> code.i32Const(42))
                .declareElements(0)
                .function("f", "-> i32", code -> code.i32Const(1)
                        .refFunc(0)
                        .op("table.set", 0)
                        .i32Const(0)
                        .i32Const(1)
                        .op("table.get", 0)
                        .op("table.set", 0)
                        .i32Const(0)
                        .callIndirect(0, "-> i32")));
        assertThat(guest.i32("f")).isEqualTo(42);
    }
}
