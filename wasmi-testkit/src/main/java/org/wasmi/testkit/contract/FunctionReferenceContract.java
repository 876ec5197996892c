package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wasmi.encoding.type.AbstractHeapType.EQ;
import static org.wasmi.encoding.type.AbstractHeapType.FUNC;
import static org.wasmi.encoding.type.AbstractHeapType.I31;
import static org.wasmi.encoding.type.RefType.EXTERNREF;
import static org.wasmi.encoding.type.RefType.FUNCREF;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;

/** Typed function references, null tests and casts (Wasm specification, 4.6 "Reference Instructions"). */
interface FunctionReferenceContract extends ContractFixture {
    FuncType UNARY = ModuleBuilder.signature("i32 -> i32");
    RefType ANYREF = ref(true, AbstractHeapType.ANY);

    private static RefType ref(boolean nullable, HeapType heap) {
        return new RefType(nullable, heap);
    }

    private static RefType ref(boolean nullable, int type) {
        return ref(nullable, new TypeUse(type));
    }

    private static Consumer<CodeBuilder> add(int addend) {
        return code -> code.localGet(0).i32Const(addend).op("i32.add");
    }

    @Test
    default void functionsAreCalledThroughReferences() {
        Guest guest = guest(
                new ModuleBuilder()
                        .type(UNARY)
                        .importFunction("host", "negate", "i32 -> i32")
                        .function("i32 -> i32", add(10))
                        .declareElements(0, 1)
                        .function("guest", "i32 -> i32", code -> code.localGet(0)
                                .refFunc(1)
                                .op("call_ref", 0))
                        .function("host", "i32 -> i32", code -> code.localGet(0)
                                .refFunc(0)
                                .op("call_ref", 0))
                        .function("none", "i32 -> i32", code -> code.localGet(0)
                                .refNull(new TypeUse(0))
                                .op("call_ref", 0))
                        .function("tail", "i32 -> i32", code -> code.localGet(0)
                                .refFunc(1)
                                .op("return_call_ref", 0))
                        .function("tailToHost", "i32 -> i32", code -> code.localGet(0)
                                .refFunc(0)
                                .op("return_call_ref", 0))
                        .function("tailToNone", "i32 -> i32", code -> code.localGet(0)
                                .refNull(new TypeUse(0))
                                .op("return_call_ref", 0)),
                new Linker().function("host", "negate", UNARY, call -> call.returnI32(0, -call.i32(0))));
        assertThat(guest.i32("guest", 5)).isEqualTo(15);
        assertThat(guest.i32("host", 5)).isEqualTo(-5);
        guest.assertTraps(Trap.NULL_FUNCTION, "none", 5);
        assertThat(guest.i32("tail", 5)).isEqualTo(15);
        assertThat(guest.i32("tailToHost", 5)).isEqualTo(-5);
        guest.assertTraps(Trap.NULL_FUNCTION, "tailToNone", 5);
    }

    @Test
    default void tailCallsThroughReferencesTakeNoStack() {
        Guest guest = guest(
                new ModuleBuilder().type(UNARY).declareElements(0).function("down", "i32 -> i32", code -> code.localGet(
                                0)
                        .op("i32.eqz")
                        .ifThen()
                        .i32Const(7)
                        .op("return")
                        .end()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .refFunc(0)
                        .op("return_call_ref", 0)));
        assertThat(guest.i32("down", 100_000)).isEqualTo(7);
    }

    @Test
    default void aBranchOnNullLeavesTheReferenceBehind() {
        Guest guest = guest(new ModuleBuilder()
                .function("many", "externref -> i32 i32 i32 i32 i32", code -> code.block("-> i32 i32 i32 i32 i32")
                        .i32Const(0)
                        .i32Const(1)
                        .i32Const(2)
                        .i32Const(3)
                        .i32Const(4)
                        .i32Const(5)
                        .localGet(0)
                        .op("br_on_null", 0)
                        .ops("drop", "drop", "drop", "drop", "drop", "drop", "drop")
                        .i32Const(6)
                        .i32Const(7)
                        .i32Const(8)
                        .i32Const(9)
                        .i32Const(10)
                        .end())
                .function("kept", "externref -> externref", code -> code.block()
                        .localGet(0)
                        .op("br_on_null", 0)
                        .refNull(AbstractHeapType.EXTERN)
                        .localSet(0)
                        .op("return")
                        .end()
                        .refNull(AbstractHeapType.EXTERN)));
        Value object = Value.externRef("x");
        Value none = Value.nullRef(EXTERNREF);
        assertThat(guest.call("many", object)).isEqualTo(Guest.values(6, 7, 8, 9, 10));
        assertThat(guest.call("many", none)).isEqualTo(Guest.values(1, 2, 3, 4, 5));
        assertThat(guest.value("kept", object)).isEqualTo(object);
        assertThat(guest.value("kept", none)).isEqualTo(none);
    }

    @Test
    default void aBranchOnNonNullCarriesTheReference() {
        Guest guest = guest(new ModuleBuilder()
                .function("or", "externref externref -> externref", code -> code.block("-> (ref extern)")
                        .localGet(0)
                        .op("br_on_non_null", 0)
                        .localGet(1)
                        .op("br_on_non_null", 0)
                        .refNull(AbstractHeapType.EXTERN)
                        .op("return")
                        .end())
                .function("behind", "externref -> i32 externref", code -> code.block("-> i32 (ref extern)")
                        .i32Const(3)
                        .localGet(0)
                        .op("br_on_non_null", 0)
                        .refNull(AbstractHeapType.EXTERN)
                        .op("return")
                        .end()));
        Value a = Value.externRef("a");
        Value b = Value.externRef("b");
        Value none = Value.nullRef(EXTERNREF);
        assertThat(guest.value("or", a, b)).isEqualTo(a);
        assertThat(guest.value("or", none, b)).isEqualTo(b);
        assertThat(guest.value("or", none, none)).isEqualTo(none);
        assertThat(guest.call("behind", a)).isEqualTo(Guest.values(3, a));
        assertThat(guest.call("behind", none)).isEqualTo(Guest.values(3, none));
    }

    @Test
    default void nullIsRefusedWhereItMayNotBe() {
        Guest guest = guest(new ModuleBuilder()
                .function("f", "externref -> (ref extern)", code -> code.localGet(0)
                        .op("ref.as_non_null"))
                .function("i31", "-> i32", code -> code.refNull(I31).op("i31.get_s")));
        Value object = Value.externRef("x");
        assertThat(guest.value("f", object)).isEqualTo(object);
        guest.assertTraps(Trap.NULL_REFERENCE, "f", Value.nullRef(EXTERNREF));
        guest.assertTraps(Trap.NULL_I31, "i31");
    }

    /** Type 0 is open, 1 and 2 are subtypes of it, 3 is equal to 0 in all but its group. */
    private static ModuleBuilder family() {
        TypeUse open = new TypeUse(0);
        ModuleBuilder module = new ModuleBuilder()
                .types(new RecGroup(List.of(new SubType(false, Optional.empty(), UNARY))))
                .types(new RecGroup(List.of(new SubType(true, Optional.of(open), UNARY))))
                .types(new RecGroup(List.of(
                        new SubType(false, Optional.of(open), UNARY), SubType.of(ModuleBuilder.signature("->")))));
        return module.type(UNARY)
                .function(0, add(0))
                .function(1, add(1))
                .function(2, add(2))
                .function(4, add(3))
                .declareElements(0, 1, 2, 3)
                .table(new TableType(FUNCREF, Limits.atLeast(5)))
                .elements(0, code -> code.i32Const(0), 0, 1, 2, 3);
    }

    private static CodeBuilder element(CodeBuilder code) {
        return code.localGet(0).op("table.get", 0);
    }

    @Test
    default void casesOfTypesAreTested() {
        ModuleBuilder module = family();
        for (int type : new int[] {0, 1, 2, 4}) {
            module.function("is" + type, "i32 -> i32", code -> element(code).cast("ref.test", ref(false, type)))
                    .function("cast" + type, "i32 -> i32", code -> element(code.i32Const(100))
                            .cast("ref.cast", ref(true, type))
                            .op("ref.is_null")
                            .op("i32.add"))
                    .function("on" + type, "i32 -> i32", code -> code.block("-> funcref")
                            .localsGet(0)
                            .op("table.get", 0)
                            .branchOnCast("br_on_cast", 0, FUNCREF, ref(false, type))
                            .op("drop")
                            .i32Const(0)
                            .op("return")
                            .end()
                            .op("drop")
                            .i32Const(1))
                    .function("onFail" + type, "i32 -> i32", code -> code.block("-> funcref")
                            .localsGet(0)
                            .op("table.get", 0)
                            .branchOnCast("br_on_cast_fail", 0, FUNCREF, ref(true, type))
                            .op("drop")
                            .i32Const(1)
                            .op("return")
                            .end()
                            .op("drop")
                            .i32Const(0))
                    .function("call" + type, "i32 -> i32", code -> code.i32Const(40)
                            .localGet(0)
                            .op("call_indirect", type, 0));
        }
        Guest guest = guest(module);
        int[] types = {0, 1, 2, 4};
        for (int expected : types) {
            for (int element = 0; element < types.length; element++) {
                boolean is = expected == types[element] || (expected == 0 && element < 3);
                assertThat(guest.i32("is" + expected, element)).isEqualTo(is ? 1 : 0);
                assertThat(guest.i32("on" + expected, element)).isEqualTo(is ? 1 : 0);
                assertThat(guest.i32("onFail" + expected, element)).isEqualTo(is ? 1 : 0);
                if (is) {
                    assertThat(guest.i32("cast" + expected, element)).isEqualTo(100);
                    assertThat(guest.i32("call" + expected, element)).isEqualTo(40 + element);
                } else {
                    guest.assertTraps(Trap.CAST_FAILURE, "cast" + expected, element);
                    guest.assertTraps(Trap.INDIRECT_CALL_TYPE_MISMATCH, "call" + expected, element);
                }
            }
            assertThat(guest.i32("is" + expected, 4)).isZero();
            assertThat(guest.i32("on" + expected, 4)).isZero();
            assertThat(guest.i32("onFail" + expected, 4)).isEqualTo(1);
            assertThat(guest.i32("cast" + expected, 4)).isEqualTo(101);
        }
    }

    @Test
    default void abstractTypesAreTested() {
        Guest guest = guest(new ModuleBuilder()
                .function(
                        "i31", "-> i32", code -> code.i32Const(-5).op("ref.i31").cast("ref.test", ref(false, I31)))
                .function(
                        "eq", "-> i32", code -> code.i32Const(-5).op("ref.i31").cast("ref.test", ref(false, EQ)))
                .function("struct", "-> i32", code -> code.i32Const(-5)
                        .op("ref.i31")
                        .cast("ref.test", ref(true, AbstractHeapType.STRUCT)))
                .function("object", "externref -> i32", code -> code.localGet(0)
                        .op("any.convert_extern")
                        .cast("ref.test", ref(false, EQ)))
                .function("any", "externref -> i32", code -> code.localGet(0)
                        .op("any.convert_extern")
                        .cast("ref.test", ref(false, AbstractHeapType.ANY)))
                .function("none", "externref -> i32", code -> code.localGet(0)
                        .op("any.convert_extern")
                        .cast("ref.test", ref(true, AbstractHeapType.NONE)))
                .function("function", "funcref -> i32", code -> code.localGet(0).cast("ref.test", ref(true, FUNC)))
                .function("castToI31", "externref -> i32", code -> code.localGet(0)
                        .op("any.convert_extern")
                        .cast("ref.cast", ref(false, I31))
                        .op("i31.get_u"))
                .function("branch", "externref -> i32", code -> code.block("-> i31ref")
                        .localGet(0)
                        .op("any.convert_extern")
                        .branchOnCast("br_on_cast", 0, ANYREF, ref(true, I31))
                        .op("drop")
                        .i32Const(8)
                        .op("return")
                        .end()
                        .op("ref.is_null")));
        Value object = Value.externRef(7);
        Value none = Value.nullRef(EXTERNREF);
        assertThat(guest.i32("i31")).isEqualTo(1);
        assertThat(guest.i32("eq")).isEqualTo(1);
        assertThat(guest.i32("struct")).isZero();
        assertThat(guest.i32("object", object)).as("a host's integer is no i31").isZero();
        assertThat(guest.i32("any", object)).isEqualTo(1);
        assertThat(guest.i32("any", none)).isZero();
        assertThat(guest.i32("none", object)).isZero();
        assertThat(guest.i32("none", none)).isEqualTo(1);
        assertThat(guest.i32("function", Value.nullRef(FUNCREF))).isEqualTo(1);
        guest.assertTraps(Trap.CAST_FAILURE, "castToI31", object);
        guest.assertTraps(Trap.CAST_FAILURE, "castToI31", none);
        assertThat(guest.i32("branch", object)).isEqualTo(8);
        assertThat(guest.i32("branch", none)).isEqualTo(1);
    }

    @Test
    default void integersOf31BitsAreComparedByValue() {
        Guest guest = guest(new ModuleBuilder()
                .function("signed", "i32 -> i32", code -> code.localGet(0)
                        .op("ref.i31")
                        .op("i31.get_s"))
                .function("unsigned", "i32 -> i32", code -> code.localGet(0)
                        .op("ref.i31")
                        .op("i31.get_u"))
                .function("equal", "i32 i32 -> i32", code -> code.localGet(0)
                        .op("ref.i31")
                        .localGet(1)
                        .op("ref.i31")
                        .op("ref.eq"))
                .function(
                        "null",
                        "i32 -> i32",
                        code -> code.localGet(0).op("ref.i31").refNull(EQ).op("ref.eq")));
        assertThat(guest.i32("signed", 0x4000_0001)).isEqualTo(0xC000_0001);
        assertThat(guest.i32("unsigned", -1)).isEqualTo(0x7FFF_FFFF);
        assertThat(guest.i32("equal", 1_000_000, 1_000_000)).isEqualTo(1);
        assertThat(guest.i32("equal", 1_000_000, 1_000_000 | 1 << 31)).isEqualTo(1);
        assertThat(guest.i32("equal", 3, 4)).isZero();
        assertThat(guest.i32("null", 0)).isZero();
    }

    @Test
    default void localsWithoutADefaultAreSetFirst() {
        Guest guest = guest(new ModuleBuilder()
                .type(UNARY)
                .function("i32 -> i32", add(3))
                .declareElements(0)
                .function("f", "i32 -> i32", code -> code.locals(ref(false, 0))
                        .refFunc(0)
                        .localSet(1)
                        .localsGet(0, 1)
                        .op("call_ref", 0)));
        assertThat(guest.i32("f", 4)).isEqualTo(7);
    }

    @Test
    default void typesAreTheSameInAllInstancesOfAnEngine() {
        try (Store store = newStore()) {
            Linker linker = new Linker();
            ModuleBuilder exporter = family().export("one", ExternKind.FUNC, 1);
            Instance first = linker.instantiate(store, translate(exporter));
            linker.define("m", "one", first.function("one"));
            ModuleBuilder importer = new ModuleBuilder()
                    .types(new RecGroup(List.of(new SubType(false, Optional.empty(), UNARY))))
                    .types(new RecGroup(List.of(new SubType(true, Optional.of(new TypeUse(0)), UNARY))))
                    .importFunction("m", "one", 0)
                    .declareElements(0)
                    .function("is", "-> i32", code -> code.refFunc(0).cast("ref.test", ref(false, 1)))
                    .function("call", "i32 -> i32", code -> code.localGet(0)
                            .refFunc(0)
                            .cast("ref.cast", ref(false, 1))
                            .op("call_ref", 1));
            Guest guest = new Guest(linker.instantiate(store, translate(importer)));
            assertThat(guest.i32("is")).isEqualTo(1);
            assertThat(guest.i32("call", 41)).isEqualTo(42);
        }
    }

    /** No translator writes such code; no verifier finds it, and no executor has to. */
    @Test
    default void codeThatMixesUpReferencesEndsInATypedError() {
        Bytecode program = new Bytecode()
                .function("f", "-> i32", 2, "const32 s0, 7\nreturn_s s0")
                .function("mixed", "-> i32", 2, "ref_func s0, func 0\ni31_get_s s0, s0\nreturn_s s0");
        try (Store store = Engine.create(engineConfig(), provider()).newStore()) {
            Guest guest = new Guest(new Linker().instantiate(store, program.build()));
            assertThatThrownBy(() -> guest.call("mixed"))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("type mismatch");
            assertThat(guest.i32("f")).isEqualTo(7);
        }
    }

    @Test
    default void whatAHostFunctionThrowsIsNotTakenForThat() {
        RuntimeException ofHost = new ClassCastException("of the host");
        Guest guest = guest(
                new ModuleBuilder().importFunction("host", "f", "->").function("call", "->", code -> code.call(0)),
                new Linker().function("host", "f", ModuleBuilder.signature("->"), call -> {
                    throw ofHost;
                }));
        assertThatThrownBy(() -> guest.call("call")).isSameAs(ofHost);
    }
}
