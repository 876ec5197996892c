package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;

class LinkerTest {
    private final Store store = Engine.create().newStore();
    private final Linker linker = new Linker();

    @Test
    void allErrorsAreListedAtOnce() {
        linker.function("env", "print", Guest.I32_TO_NOTHING, call -> {});
        linker.define("env", "memory", Memory.create(store, new MemoryType(Limits.between(1, 5))));
        Program program = new Guest()
                .imports("env", "print", Guest.NOTHING)
                .imports("env", "prnt", Guest.I32_TO_NOTHING)
                .imports("envy", "print", Guest.I32_TO_NOTHING)
                .imports("other", "x", Guest.NOTHING)
                .imports("env", "memory", new MemoryType(Limits.between(1, 4)))
                .imports("env", "print", new GlobalType(Guest.I32, false))
                .build();

        assertThatThrownBy(() -> linker.instantiate(store, program))
                .isInstanceOf(LinkException.class)
                .hasMessage("""
                        incompatible import type: 'env' 'print' must be func () -> (), but is func (i32) -> ()
                        unknown import: 'env' 'prnt' must be func (i32) -> (); did you mean 'print'?
                        unknown import: 'envy' 'print' must be func (i32) -> (); did you mean 'env'?
                        unknown import: 'other' 'x' must be func () -> ()
                        incompatible import type: 'env' 'memory' must be memory 1 4, but is memory 1 5
                        incompatible import type: 'env' 'print' must be global i32, but is func (i32) -> ()""");
    }

    private void importing(Extern extern, ExternType required, boolean matches) {
        Program program = new Guest().imports("m", "x", required).build();
        Linker fresh = new Linker().define("m", "x", extern);
        if (matches) {
            fresh.instantiate(store, program);
        } else {
            assertThatThrownBy(() -> fresh.instantiate(store, program))
                    .asInstanceOf(throwable(LinkException.class))
                    .hasMessageStartingWith("incompatible import type");
        }
    }

    @Test
    void limitsOfMemoriesMustFit() {
        Memory memory = Memory.create(store, new MemoryType(Limits.between(2, 4)));
        importing(memory, new MemoryType(Limits.atLeast(0)), true);
        importing(memory, new MemoryType(Limits.between(2, 4)), true);
        importing(memory, new MemoryType(Limits.between(1, 5)), true);
        importing(memory, new MemoryType(Limits.between(2, 3)), false);
        importing(memory, new MemoryType(Limits.atLeast(3)), false);
        assertThat(memory.grow(1)).isEqualTo(2);
        importing(memory, new MemoryType(Limits.atLeast(3)), true);
        importing(
                Memory.create(store, new MemoryType(Limits.atLeast(2))),
                new MemoryType(Limits.between(2, 65_536)),
                false);
    }

    @Test
    void elementsAndLimitsOfTablesMustFit() {
        Value none = Value.nullRef(RefType.FUNCREF);
        Table table = Table.create(store, new TableType(RefType.FUNCREF, Limits.between(2, 4)), none);
        importing(table, new TableType(RefType.FUNCREF, Limits.between(1, 4)), true);
        importing(table, new TableType(RefType.FUNCREF, Limits.between(1, 3)), false);
        importing(table, new TableType(RefType.EXTERNREF, Limits.between(1, 4)), false);
        importing(table, new TableType(RefType.FUNCREF, Limits.atLeast(3)), false);
        assertThat(table.growBy(1, Value.nullRef(RefType.FUNCREF))).isEqualTo(2);
        importing(table, new TableType(RefType.FUNCREF, Limits.atLeast(3)), true);
    }

    @Test
    void typesOfGlobalsMustFit() {
        Global constant = Global.create(store, new GlobalType(NumType.I32, false), Value.i32(1));
        importing(constant, new GlobalType(NumType.I32, false), true);
        importing(constant, new GlobalType(NumType.I32, true), false);
        importing(constant, new GlobalType(NumType.I64, false), false);
        Global variable = Global.create(store, new GlobalType(NumType.I32, true), Value.i32(1));
        importing(variable, new GlobalType(NumType.I32, true), true);
        importing(variable, new GlobalType(NumType.I32, false), false);

        RefType object = new RefType(false, AbstractHeapType.EXTERN);
        Global full = Global.create(store, new GlobalType(object, false), Value.externRef("x"));
        importing(full, new GlobalType(RefType.EXTERNREF, false), true);
        importing(full, new GlobalType(RefType.FUNCREF, false), false);
        Global fullVariable = Global.create(store, new GlobalType(object, true), Value.externRef("x"));
        importing(fullVariable, new GlobalType(RefType.EXTERNREF, true), false);
    }

    @Test
    void kindsMustFit() {
        Global global = Global.create(store, new GlobalType(NumType.I32, false), Value.i32(1));
        importing(global, Guest.NOTHING, false);
        importing(global, new MemoryType(Limits.atLeast(0)), false);
        importing(global, new TableType(RefType.FUNCREF, Limits.atLeast(0)), false);
    }

    @Test
    void aNameIsDefinedOnceUnlessShadowingIsAllowed() {
        Program program = new Guest()
                .imports("m", "f", Guest.TO_I32)
                .export("f", ExternKind.FUNC, 0)
                .build();
        linker.function("m", "f", Guest.TO_I32, call -> call.returnI32(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linker.function("m", "f", Guest.TO_I32, call -> call.returnI32(2)))
                .withMessage("'m' 'f' is defined already");
        assertThat(linker.instantiate(store, program).function("f").call()).containsExactly(Value.i32(1));

        linker.allowShadowing(true).function("m", "f", Guest.TO_I32, call -> call.returnI32(2));
        assertThat(linker.instantiate(store, program).function("f").call()).containsExactly(Value.i32(2));
    }

    @Test
    void exportsOfAnInstanceServeAsAModule() {
        Instance provider = linker.instantiate(
                store,
                new Guest()
                        .function("one", Guest.TO_I32, 1, w -> w.write(Op.RETURN_I, 1))
                        .memory("memory", Limits.atLeast(1))
                        .build());
        linker.define("provider", provider);
        Instance user = linker.instantiate(
                store,
                new Guest()
                        .imports("provider", "one", Guest.TO_I32)
                        .imports("provider", "memory", new MemoryType(Limits.atLeast(1)))
                        .export("memory", ExternKind.MEMORY, 0)
                        .function("two", Guest.TO_I32, 1, w -> {
                            w.write(Op.CALL_IMPORT, 0, 0);
                            w.write(Op.I32_ADD_SI, 0, 0, 1);
                            w.write(Op.RETURN_S, 0);
                        })
                        .build());

        assertThat(user.function("two").call()).containsExactly(Value.i32(2));
        assertThat(user.memory("memory")).isSameAs(provider.memory("memory"));
        assertThat(provider.exportNames()).containsExactly("one", "memory");
    }

    @Test
    void functionsOfTheHostServeAnyStore() {
        linker.function("m", "f", Guest.TO_I32, call -> call.returnI32(7));
        Program program = new Guest()
                .imports("m", "f", Guest.TO_I32)
                .export("f", ExternKind.FUNC, 0)
                .build();
        for (int i = 0; i < 2; i++) {
            try (Store own = Engine.create().newStore()) {
                assertThat(linker.instantiate(own, program).function("f").call())
                        .containsExactly(Value.i32(7));
            }
        }
    }

    @Test
    void anAliasIsASecondNameForWhatIsDefinedByThen() {
        linker.function("old", "f", Guest.TO_I32, call -> call.returnI32(1)).alias("old", "new");
        linker.function("old", "later", Guest.TO_I32, call -> {});
        Program program = new Guest()
                .imports("new", "f", Guest.TO_I32)
                .export("f", ExternKind.FUNC, 0)
                .build();
        assertThat(linker.instantiate(store, program).function("f").call()).containsExactly(Value.i32(1));
        Program later = new Guest().imports("new", "later", Guest.TO_I32).build();
        assertThatThrownBy(() -> linker.link(later)).isInstanceOf(LinkException.class);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> linker.alias("old", "new"))
                .withMessage("'new' 'f' is defined already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linker.alias("odl", "new"))
                .withMessage("nothing is defined under module 'odl'");
        linker.allowShadowing(true)
                .function("old", "f", Guest.TO_I32, call -> call.returnI32(2))
                .alias("old", "new");
        assertThat(linker.instantiate(store, program).function("f").call()).containsExactly(Value.i32(2));
    }

    @Test
    void aLinkedProgramIsInstantiatedOftenAndAnywhere() {
        linker.function("m", "f", Guest.TO_I32, call -> call.returnI32(1));
        Program program = new Guest()
                .imports("m", "f", Guest.TO_I32)
                .export("f", ExternKind.FUNC, 0)
                .memory("memory", Limits.atLeast(1))
                .build();
        LinkedProgram linked = linker.link(program);
        assertThat(linked.program()).isSameAs(program);
        linker.allowShadowing(true).function("m", "f", Guest.TO_I32, call -> call.returnI32(2));

        Instance first = linked.instantiate(store);
        Instance second = linked.instantiate(store);
        Instance elsewhere = linked.instantiate(Engine.create().newStore());
        assertThat(first.memory("memory")).isNotSameAs(second.memory("memory"));
        for (Instance each : List.of(first, second, elsewhere)) {
            assertThat(each.function("f").call()).containsExactly(Value.i32(1));
        }
    }

    @Test
    void aLinkedProgramWithSomethingThatExistsBelongsToItsStore() {
        Memory memory = Memory.create(store, new MemoryType(Limits.atLeast(1)));
        LinkedProgram linked = linker.define("m", "memory", memory)
                .link(new Guest()
                        .imports("m", "memory", new MemoryType(Limits.atLeast(1)))
                        .export("memory", ExternKind.MEMORY, 0)
                        .build());
        assertThat(memory.grow(1)).isEqualTo(1);
        assertThat(linked.instantiate(store).memory("memory")).isSameAs(memory);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linked.instantiate(Engine.create().newStore()))
                .withMessage("the memory belongs to another store");
        store.close();
        assertThatThrownBy(() -> linked.instantiate(store)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatBelongsToAnotherStoreIsRefused() {
        Store other = Engine.create().newStore();
        linker.define("m", "memory", Memory.create(other, new MemoryType(Limits.atLeast(1))));
        Program program = new Guest()
                .imports("m", "memory", new MemoryType(Limits.atLeast(1)))
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linker.instantiate(store, program))
                .withMessage("the memory belongs to another store");
    }

    @Test
    void aMissingExportIsNamedWithWhatWasMeant() {
        Instance instance = new Guest()
                .function("compute", Guest.NOTHING, 0, w -> w.write(Op.RETURN))
                .instantiate(store);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance.function("Compte"))
                .withMessage("no function is exported as 'Compte'; did you mean 'compute'?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance.memory("compute"))
                .withMessage("no memory is exported as 'compute'; it is a func");
        assertThat(instance.export("x")).isEmpty();
        assertThat(instance.export("compute")).contains(instance.function("compute"));
    }

    @Test
    void typesAreOneObjectPerEngine() {
        FuncType first = new FuncType(List.of(NumType.I64), List.of());
        FuncType second = new FuncType(List.of(NumType.I64), List.of());
        assertThat(BoundHostFunction.create(store, first, call -> {}).type())
                .isSameAs(BoundHostFunction.create(store.engine().newStore(), second, call -> {})
                        .type());
    }

    private static Program importing(FuncType defined, FuncType unknown) {
        return new Guest()
                .imports("m", "defined", defined)
                .imports("m", "unknown", unknown)
                .imports("m", "unknown", unknown)
                .export("defined", ExternKind.FUNC, 0)
                .export("unknown", ExternKind.FUNC, 2)
                .build();
    }

    @Test
    void unknownFunctionsTrapWithTheirNames() {
        Program program = importing(Guest.NOTHING, Guest.I32_TO_NOTHING);
        int[] calls = {0};
        linker.function("m", "defined", HostFunction.of(() -> {
                    calls[0]++;
                }))
                .defineUnknownImports(program, UnknownImports.TRAPPING);
        Instance instance = linker.instantiate(store, program);
        instance.function("defined").call();
        assertThat(calls[0]).isEqualTo(1);
        assertThatThrownBy(() -> instance.function("unknown").call(Value.i32(1)))
                .isInstanceOf(TrapException.class)
                .hasMessage("unreachable: 'm' 'unknown' is imported and not defined");
    }

    @Test
    void unknownFunctionsReturnZeros() {
        FuncType type = new FuncType(List.of(), List.of(NumType.I32, NumType.F64, RefType.EXTERNREF));
        Program program = importing(Guest.NOTHING, type);
        Instance instance =
                linker.defineUnknownImports(program, UnknownImports.ZERO).instantiate(store, program);
        instance.function("defined").call();
        assertThat(instance.function("unknown").call())
                .containsExactly(Value.i32(0), Value.f64(0), Value.nullRef(RefType.EXTERNREF));
    }

    @Test
    void unknownMemoriesStayUnknown() {
        Program program = new Guest()
                .imports("m", "memory", new MemoryType(Limits.atLeast(1)))
                .build();
        linker.defineUnknownImports(program, UnknownImports.ZERO);
        assertThatThrownBy(() -> linker.link(program)).isInstanceOf(LinkException.class);
    }

    @Test
    void aLibraryIsInitialised() {
        int[] calls = {0};
        Program program = new Guest()
                .imports("m", "f", Guest.NOTHING)
                .export("_initialize", ExternKind.FUNC, 0)
                .build();
        assertThat(linker.function("m", "f", HostFunction.of(() -> {
                            calls[0]++;
                        }))
                        .instantiate(store, program)
                        .initialize())
                .isTrue();
        assertThat(calls[0]).isEqualTo(1);
        assertThat(linker.instantiate(store, new Guest().build()).initialize()).isFalse();
    }

    @Test
    void ofVeryManyErrorsTheFirstAreListed() {
        Guest guest = new Guest();
        for (int i = 0; i < 10_000; i++) {
            guest.imports("m", "function" + i, Guest.NOTHING);
        }
        Program program = guest.build();
        Linker linker = new Linker().function("m", "function", HostFunction.of(() -> {}));
        assertThatThrownBy(() -> linker.link(program))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("'m' 'function9' must be func () -> (); did you mean 'function'?\n")
                .hasMessageContaining("'m' 'function10' must be func () -> ()\n")
                .hasMessageMatching("(?s).*\\nand \\d{4} more")
                .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(70_000));
    }
}
