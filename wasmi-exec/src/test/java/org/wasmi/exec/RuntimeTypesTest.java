package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wasmi.encoding.type.NumType.I32;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.exec.runtime.Inside;
import org.wasmi.exec.runtime.RuntimeType;

class RuntimeTypesTest {
    private static final FuncType TO_I32 = Guest.TO_I32;
    private static final Code ZERO = Assembler.assemble("frame params 0, results 1, locals 0, slots 1\nreturn_i 0");

    private final Engine engine = Engine.create();
    private final Store store = engine.newStore();

    private static RecGroup open(FuncType type) {
        return new RecGroup(List.of(new SubType(false, Optional.empty(), type)));
    }

    private static RecGroup sub(int supertype, FuncType type) {
        return new RecGroup(List.of(new SubType(false, Optional.of(new TypeUse(supertype)), type)));
    }

    private static RefType toOrNull(int index) {
        return new RefType(true, new TypeUse(index));
    }

    /** Linked lists of numbers, and functions that take one. */
    private static RecGroup lists(int index, NumType element) {
        StructType list = new StructType(List.of(new FieldType(element, false), new FieldType(toOrNull(index), false)));
        return new RecGroup(List.of(SubType.of(list), SubType.of(new FuncType(List.of(toOrNull(index)), List.of()))));
    }

    private static Function takingAList(int type) {
        Code code = Assembler.assemble("frame params 1, results 0, locals 1, slots 1, references\nreturn");
        return new Function(type, () -> code);
    }

    private Instance instantiate(Program program) {
        return new Linker().instantiate(store, program);
    }

    @Test
    void equalTypesOfTwoProgramsAreOne() {
        Instance first =
                instantiate(Program.builder().types(lists(0, I32)).type(TO_I32).build());
        Instance second = instantiate(Program.builder()
                .type(TO_I32)
                .types(lists(1, NumType.I64))
                .types(lists(3, I32))
                .build());

        assertThat(Inside.typeAt(second, 3)).isSameAs(Inside.typeAt(first, 0));
        assertThat(Inside.typeAt(second, 4)).isSameAs(Inside.typeAt(first, 1)).isNotSameAs(Inside.typeAt(second, 2));
        assertThat(Inside.typeAt(second, 0)).isSameAs(Inside.typeAt(first, 2));
        assertThat(Inside.typeAt(second, 1)).isNotSameAs(Inside.typeAt(first, 0));
        assertThat(Inside.typeAt(first, 0).composite())
                .isEqualTo(new StructType(List.of(
                        new FieldType(I32, false), new FieldType(new RefType(true, Inside.typeAt(first, 0)), false))));
        assertThat(Inside.typeAt(first, 0).toString()).startsWith("struct#");

        Program program = Program.builder().type(TO_I32).build();
        assertThat(Inside.typeAt(new Linker().instantiate(Engine.create().newStore(), program), 0))
                .isNotSameAs(Inside.typeAt(first, 2));
    }

    /** Calls the function of type {@code callee} that is in the table as one of type {@code called}. */
    private Instance calling(int callee, int called) {
        Code caller =
                Assembler.assemble("frame params 0, results 1, locals 0, slots 4\nconst32 s0, 0\ncall_indirect type "
                        + called + ", table 0, s0, s1\nreturn_s s1");
        return instantiate(StoredPrograms.read(StoredPrograms.write(Program.builder()
                .types(open(TO_I32))
                .types(sub(0, TO_I32))
                .types(sub(1, TO_I32))
                .types(sub(0, new FuncType(List.of(), List.of(I32))))
                .type(TO_I32)
                .types(new RecGroup(List.of(SubType.of(TO_I32), SubType.of(new StructType(List.of())))))
                .function(new Function(callee, () -> ZERO))
                .function(new Function(0, () -> caller))
                .table(new TableDef(new TableType(RefType.FUNCREF, Limits.atLeast(1)), Optional.empty()))
                .element(new ElementSegment(
                        RefType.FUNCREF,
                        new SegmentMode.Active(0, new ConstExpr.Computed(I32, ZERO)),
                        new ElementSegment.Functions(0)))
                .export(new Export("run", ExternKind.FUNC, 1))
                .build())));
    }

    /** Types 1 and 3 say the same, and are one; types 4 and 5 are like type 0 but final, and one of two. */
    @Test
    void anIndirectCallMayLeadToASubtype() {
        int[][] subtypes = {
            {0, 0}, {1, 0}, {2, 0}, {3, 0}, {1, 1}, {2, 1}, {3, 1}, {2, 2}, {1, 3}, {2, 3}, {3, 3}, {4, 4}, {5, 5}
        };
        for (int callee = 0; callee <= 5; callee++) {
            for (int called = 0; called <= 5; called++) {
                WasmFunction run = calling(callee, called).function("run");
                List<Integer> pair = List.of(callee, called);
                boolean expected = List.of(subtypes).stream()
                        .anyMatch(each -> List.of(each[0], each[1]).equals(pair));
                if (expected) {
                    assertThat(run.call()).as("%s", pair).containsExactly(Value.i32(0));
                } else {
                    assertThatThrownBy(run::call)
                            .as("%s", pair)
                            .isInstanceOfSatisfying(TrapException.class, e -> assertThat(e.trap())
                                    .isEqualTo(Trap.INDIRECT_CALL_TYPE_MISMATCH))
                            .hasMessageContaining("expected () -> (i32), found () -> (i32)");
                }
            }
        }
    }

    @Test
    void importedFunctionsMatchByWhatTheirTypesAre() {
        Instance provider = instantiate(Program.builder()
                .types(lists(0, I32))
                .function(takingAList(1))
                .export(new Export("f", ExternKind.FUNC, 0))
                .build());
        Linker linker = new Linker().define("m", provider);

        Program elsewhere = Program.builder()
                .type(TO_I32)
                .types(lists(1, I32))
                .importFunction("m", "f", 2)
                .export(new Export("f", ExternKind.FUNC, 0))
                .build();
        assertThat(linker.instantiate(store, elsewhere).function("f")).isSameAs(provider.function("f"));

        // The same record, but of another type.
        Program other = Program.builder()
                .types(lists(0, NumType.I64))
                .importFunction("m", "f", 1)
                .build();
        assertThat(other.functionTypes())
                .containsExactly(provider.program().functionTypes().get(0));
        assertThatThrownBy(() -> linker.instantiate(store, other))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("incompatible import type: 'm' 'f'");
    }

    @Test
    void importedFunctionsMayBeOfASubtype() {
        Program provider = Program.builder()
                .types(open(TO_I32))
                .types(sub(0, TO_I32))
                .function(new Function(0, () -> ZERO))
                .function(new Function(1, () -> ZERO))
                .export(new Export("above", ExternKind.FUNC, 0))
                .export(new Export("below", ExternKind.FUNC, 1))
                .build();
        Linker linker = new Linker().define("m", instantiate(provider));

        linker.link(Program.builder()
                .types(open(TO_I32))
                .importFunction("m", "below", 0)
                .build());
        assertThatThrownBy(() -> linker.link(Program.builder()
                        .types(open(TO_I32))
                        .types(sub(0, TO_I32))
                        .importFunction("m", "above", 1)
                        .build()))
                .isInstanceOf(LinkException.class);
    }

    @Test
    void hostFunctionsHaveTypesThatStandAlone() {
        Linker linker = new Linker().function("m", "f", TO_I32, call -> call.returnI32(7));

        Program plain = Program.builder()
                .types(lists(0, I32))
                .type(TO_I32)
                .importFunction("m", "f", 2)
                .export(new Export("f", ExternKind.FUNC, 0))
                .build();
        Instance instance = linker.instantiate(store, plain);
        assertThat(instance.function("f").call()).containsExactly(Value.i32(7));
        assertThat(instance.function("f").runtimeType())
                .isSameAs(Inside.typeAt(instance, 2))
                .isSameAs(BoundHostFunction.create(store, TO_I32, call -> {}).runtimeType());

        assertThatThrownBy(() -> linker.link(Program.builder()
                        .types(open(TO_I32))
                        .importFunction("m", "f", 0)
                        .build()))
                .isInstanceOf(LinkException.class)
                .hasMessage("incompatible import type: 'm' 'f' must be func () -> (i32),"
                        + " but is one that is defined differently");
        FuncType ofProgram = new FuncType(List.of(toOrNull(0)), List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoundHostFunction.create(store, ofProgram, call -> {}))
                .withMessage("a type that refers to types of a program: ((ref null 0)) -> ()");
        FuncType ofEngine = new FuncType(List.of(new RefType(true, Inside.typeAt(instance, 0))), List.of());
        assertThat(BoundHostFunction.create(store, ofEngine, call -> {}).type()).isEqualTo(ofEngine);
    }

    private static Program withState() {
        ConstExpr none = new ConstExpr.Computed(
                toOrNull(0),
                Assembler.assemble(
                        "frame params 0, results 1, locals 0, slots 1, references\nref_null s0\nreturn_ref s0"));
        return Program.builder()
                .type(TO_I32)
                .type(new FuncType(List.of(), List.of()))
                .function(new Function(0, () -> ZERO))
                .function(new Function(
                        1, () -> Assembler.assemble("frame params 0, results 0, locals 0, slots 0\nreturn")))
                .table(new TableDef(new TableType(toOrNull(0), Limits.between(1, 4)), Optional.empty()))
                .global(new GlobalDef(new GlobalType(toOrNull(0), true), none))
                .export(new Export("f", ExternKind.FUNC, 0))
                .export(new Export("g", ExternKind.FUNC, 1))
                .export(new Export("table", ExternKind.TABLE, 0))
                .export(new Export("global", ExternKind.GLOBAL, 0))
                .build();
    }

    @Test
    void tablesAndGlobalsTakeFunctionsOfTheirType() {
        Instance instance = instantiate(withState());
        Value function = Value.funcRef(instance.function("f"));
        Value other = Value.funcRef(instance.function("g"));
        Table table = instance.table("table");
        Global global = instance.global("global");

        assertThat(table.type().element()).isEqualTo(new RefType(true, Inside.typeAt(instance, 0)));
        table.setValue(0, function);
        global.set(function);
        assertThat(table.valueAt(0)).isEqualTo(function);
        assertThat(global.get()).isEqualTo(function);
        assertThatIllegalArgumentException().isThrownBy(() -> table.setValue(0, other));
        assertThatIllegalArgumentException().isThrownBy(() -> global.set(other));
        assertThatIllegalArgumentException().isThrownBy(() -> global.set(Value.externRef("object")));
        assertThatIllegalArgumentException().isThrownBy(() -> global.set(Value.nullRef(RefType.EXTERNREF)));
        global.set(Value.nullRef(new RefType(true, AbstractHeapType.NOFUNC)));
        assertThat(global.get()).isInstanceOf(Value.NullRef.class);
    }

    @Test
    void importedTablesMatchByWhatTheirTypesAre() {
        Linker linker = new Linker().define("m", instantiate(withState()));

        linker.link(importingTable(1, TO_I32));
        assertThatThrownBy(() -> linker.link(importingTable(1, Guest.I32_TO_I32)))
                .isInstanceOf(LinkException.class);
        // Elements have to be the same, however little the importing program would do with them.
        Program general = Program.builder()
                .imports(new Import("m", "table", new TableType(RefType.FUNCREF, Limits.atLeast(1))))
                .build();
        assertThatThrownBy(() -> linker.link(general)).isInstanceOf(LinkException.class);
    }

    private static Program importingTable(int index, FuncType type) {
        return Program.builder()
                .type(new ArrayType(new FieldType(I32, true)))
                .type(type)
                .imports(new Import("m", "table", new TableType(toOrNull(index), Limits.atLeast(1))))
                .build();
    }

    @Test
    void aSnapshotServesAnotherEngine() {
        Instance first = instantiate(withState());
        first.table("table").setValue(0, Value.funcRef(first.function("f")));
        first.table("table").growBy(1, Value.nullRef(toNull(first)));
        Snapshot snapshot = first.snapshot();

        Instance second = new Linker().instantiate(Engine.create().newStore(), snapshot);

        assertThat(Inside.typeAt(second, 0)).isNotSameAs(Inside.typeAt(first, 0));
        assertThat(second.table("table").type())
                .isEqualTo(new TableType(new RefType(true, Inside.typeAt(second, 0)), Limits.between(2, 4)));
        assertThat(second.global("global").type())
                .isEqualTo(new GlobalType(new RefType(true, Inside.typeAt(second, 0)), true));
        assertThat(second.table("table").valueAt(0)).isEqualTo(Value.funcRef(second.function("f")));
        second.global("global").set(Value.funcRef(second.function("f")));
    }

    private static RefType toNull(Instance instance) {
        return new RefType(true, Inside.typeAt(instance, 0));
    }

    /** As long as one type of a group is in use, so is the group: else an equal one would be another one. */
    @Test
    void typesLiveAsLongAsTheirGroupIsUsed() throws InterruptedException {
        RuntimeType function = typeOfLists(1);
        int list = System.identityHashCode(typeOfLists(0));
        WeakReference<RuntimeType> unused = new WeakReference<>(typeOfLists(2));
        for (int i = 0; i < 100 && unused.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
            Inside.prepare(engine, Program.builder().build()); // forgets programs that are gone
        }

        assertThat(unused.get()).isNull();
        assertThat(typeOfLists(1)).isSameAs(function);
        assertThat(System.identityHashCode(typeOfLists(0))).isEqualTo(list);
    }

    /** {@return a type of a program that nobody keeps} */
    private RuntimeType typeOfLists(int index) {
        Program program = Program.builder()
                .types(lists(0, I32))
                .types(lists(2, NumType.F32))
                .build();
        return Inside.type(engine, program, index);
    }
}
