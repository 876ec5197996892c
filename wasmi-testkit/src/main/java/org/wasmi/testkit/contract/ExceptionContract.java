package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.wasmi.encoding.type.NumType.I32;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.RefType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Outcome;
import org.wasmi.exec.Store;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.Tag;
import org.wasmi.exec.TaggedException;
import org.wasmi.exec.Value;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;

/** Exceptions that guests and hosts throw and catch (Wasm specification, 4.6 "Control instructions"). */
interface ExceptionContract extends ContractFixture {

    /**
     * A module with a host function 0, tag 0 of i32, tag 1 without values, and function 1, which throws if asked to.
     */
    private static ModuleBuilder module() {
        return new ModuleBuilder()
                .importFunction("host", "f", "i32 -> i32")
                .tag("number", "i32 ->")
                .tag("empty", "->")
                .function("throwIf", "i32 -> i32", code -> code.localGet(0)
                        .ifThen()
                        .localGet(0)
                        .op("throw", 0)
                        .end()
                        .i32Const(-1));
    }

    private static Linker host(HostFunction body) {
        return new Linker().function("host", "f", ModuleBuilder.signature("i32 -> i32"), body);
    }

    private static Linker host() {
        return host(call -> call.returnI32(call.i32(0)));
    }

    /** Catches what a function throws: the number, or 1000 for another exception. */
    private static ModuleBuilder catching(ModuleBuilder module, String name, int function) {
        return module.function(name, "i32 -> i32", code -> code.block()
                .block("-> i32")
                .tryTable("-> i32", "catch 0 0", "catch_all 1")
                .localGet(0)
                .call(function)
                .end()
                .op("return")
                .end()
                .i32Const(500)
                .op("i32.add")
                .op("return")
                .end()
                .i32Const(1000));
    }

    @Test
    default void whatIsThrownInACallIsCaughtWithItsValue() {
        Guest guest = guest(catching(module(), "f", 1), host());
        for (int i = 0; i < 5; i++) {
            assertThat(guest.i32("f", 7)).isEqualTo(507);
            assertThat(guest.i32("f", 0)).isEqualTo(-1);
        }
    }

    @Test
    default void valuesOfEveryTypeAreCarried() {
        String types = "i32 i64 f32 f64 v128 externref funcref";
        Guest guest = guest(
                new ModuleBuilder()
                        .importFunction("host", "f", "i32 -> i32")
                        .tag(types + " ->")
                        .function("f", types + " -> " + types + " i32", code -> code.block("-> " + types + " (ref exn)")
                                .tryTable("->", "catch_ref 0 0")
                                .localsGet(0, 1, 2, 3, 4, 5, 6)
                                .op("throw", 0)
                                .end()
                                .op("unreachable")
                                .end()
                                .op("ref.is_null")),
                host());
        Object object = new Object();
        Object[] values = {
            1,
            2L,
            3f,
            4.0,
            new Value.V128(5, 6),
            Value.externRef(object),
            Value.funcRef(guest.instance().function("f"))
        };
        List<Value> results = guest.call("f", values);
        assertThat(results.subList(0, 7)).isEqualTo(Guest.values(values));
        assertThat(results.get(7)).isEqualTo(Value.i32(0));
    }

    @Test
    default void aCaughtExceptionIsThrownAgain() {
        Guest guest = guest(
                catching(
                        module().function("cleanup", "i32 -> i32", code -> code.block("-> (ref exn)")
                                .tryTable("-> i32", "catch_all_ref 0")
                                .localGet(0)
                                .call(1)
                                .end()
                                .op("return")
                                .end()
                                .op("throw_ref")),
                        "f",
                        2),
                host());
        assertThat(guest.i32("f", 7)).isEqualTo(507);
    }

    @Test
    default void localsAreAsTheyWereWhenTheExceptionWasThrown() {
        Guest guest = guest(
                module().function("f", "i32 i32 -> i32", code -> code.locals(I32)
                        .localGet(1)
                        .i32Const(1000)
                        .op("i32.mul")
                        .block("-> i32")
                        .tryTable("->", "catch 0 0")
                        .i32Const(10)
                        .localSet(2)
                        .localGet(0)
                        .call(1)
                        .localSet(1)
                        .i32Const(20)
                        .localSet(2)
                        .i32Const(3)
                        .call(1)
                        .op("drop")
                        .end()
                        .i32Const(0)
                        .end()
                        .localsGet(1, 2)
                        .ops("i32.add", "i32.add", "i32.add")),
                host());
        assertThat(guest.i32("f", 4, 5)).isEqualTo(5000 + 4 + 5 + 10);
        assertThat(guest.i32("f", 0, 5)).isEqualTo(5000 + 3 - 1 + 20);
    }

    @Test
    default void handlersAreOfTheInnermostFrameThatHasOne() {
        ModuleBuilder module = catching(module(), "inner", 1);
        module.function(
                "pass",
                "i32 -> i32",
                code -> code.localGet(0).call(1).i32Const(1).op("i32.add"));
        catching(module, "outer", 3);
        module.function(
                "both",
                "i32 -> i32",
                code -> code.localGet(0).call(2).localGet(0).call(4).op("i32.add"));
        Guest guest = guest(module, host());
        assertThat(guest.i32("outer", 7)).isEqualTo(507);
        assertThat(guest.i32("outer", 0)).isZero();
        assertThat(guest.i32("both", 7)).isEqualTo(1014);
    }

    @Test
    default void aLoopMayGoOnByThrowing() {
        Guest guest = guest(
                module().function("f", "i32 -> i32", code -> code.locals(I32)
                        .localGet(0)
                        .loop("i32 ->")
                        .localSet(0)
                        .localsGet(0, 1)
                        .op("i32.add")
                        .localSet(1)
                        .tryTable("->", "catch 0 0")
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .call(1)
                        .op("drop")
                        .end()
                        .end()
                        .localGet(1)),
                host());
        assertThat(guest.i32("f", 1000)).isEqualTo(500_500);
    }

    @Test
    default void deepStacksUnwind() {
        int[] depths = {1, 10, 10_000};
        Guest guest = guest(
                catching(
                        module().function("deep", "i32 -> i32", code -> code.localGet(0)
                                .op("i32.eqz")
                                .ifThen()
                                .i32Const(42)
                                .op("throw", 0)
                                .end()
                                .localGet(0)
                                .i32Const(1)
                                .op("i32.sub")
                                .call(2)),
                        "f",
                        2),
                host());
        for (int depth : depths) {
            assertThat(guest.i32("f", depth)).isEqualTo(542);
        }
    }

    @Test
    default void tailCallsLeaveTheHandlersOfTheirFrame() {
        Guest guest = guest(
                catching(
                        module().function("tail", "i32 -> i32", code -> code.block()
                                .tryTable("->", "catch_all 0")
                                .localGet(0)
                                .returnCall(1)
                                .end()
                                .end()
                                .i32Const(1)),
                        "f",
                        2),
                host());
        assertThat(guest.i32("f", 7)).isEqualTo(507);
        assertThatThrownBy(() -> guest.call("tail", 7)).isInstanceOf(TaggedException.class);
    }

    @Test
    default void trapsAndHostExceptionsAreNotCaught() {
        RuntimeException thrown = new IllegalStateException("host");
        ModuleBuilder module = catching(module(), "host", 0);
        module.function(
                "trap", "i32 -> i32", code -> code.i32Const(1).localGet(0).op("i32.div_s"));
        catching(module, "trapping", 3);
        Guest guest = guest(module, host(call -> {
            throw thrown;
        }));
        assertThat(catchThrowable(() -> guest.call("host", 1))).isSameAs(thrown);
        guest.assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "trapping", 0);
    }

    @Test
    default void uncaughtExceptionsReachTheHostWithTagValuesAndBacktrace() {
        Guest guest = guest(
                module().function(
                                "outer", "i32 -> i32", code -> code.localGet(0).call(1)),
                host());
        TaggedException thrown = catchThrowableOfType(TaggedException.class, () -> guest.call("outer", 7));
        assertThat(thrown.tag()).isSameAs(guest.instance().tag("number"));
        assertThat(thrown.values()).containsExactly(Value.i32(7));
        assertThat(thrown.frames()).extracting(TrapException.Frame::function).containsExactly(1, 2);
        assertThat(guest.i32("outer", 0)).isEqualTo(-1);
    }

    @Test
    default void aHostFunctionMayThrow() {
        Guest guest = guest(catching(module(), "f", 0), host(call -> {
            Instance caller = call.caller();
            switch (call.i32(0)) {
                case 0 -> throw new TaggedException(caller.tag("number"), Value.i32(41));
                case 1 -> throw new TaggedException(caller.tag("empty"));
                default -> call.returnI32(5);
            }
        }));
        assertThat(guest.i32("f", 0)).isEqualTo(541);
        assertThat(guest.i32("f", 1)).isEqualTo(1000);
        assertThat(guest.i32("f", 2)).isEqualTo(5);
    }

    @Test
    default void aHostFunctionMayCatchWhatAGuestThrows() {
        Guest guest = guest(
                module().function("f", "i32 -> i32", code -> code.localGet(0).call(0)), host(call -> {
                    try {
                        call.caller().function("throwIf").call(Value.i32(call.i32(0)));
                        call.returnI32(0);
                    } catch (TaggedException thrown) {
                        call.returnValue(0, thrown.values().get(0));
                    }
                }));
        assertThat(guest.i32("f", 7)).isEqualTo(7);
        assertThat(guest.i32("f", 0)).isZero();
    }

    /** Guest and host call each other in turn, many times, and the exception goes all the way back. */
    @Test
    default void exceptionsPassThroughHostFunctions() {
        Guest guest = guest(
                catching(
                        module().function("down", "i32 -> i32", code -> code.localGet(0)
                                .ifThen()
                                .localGet(0)
                                .call(0)
                                .op("drop")
                                .end()
                                .i32Const(9)
                                .op("throw", 0)),
                        "f",
                        2),
                host(call -> call.caller().function("down").call(Value.i32(call.i32(0) - 1))));
        assertThat(guest.i32("f", 100)).isEqualTo(509);
        TaggedException uncaught = catchThrowableOfType(TaggedException.class, () -> guest.call("down", 3));
        assertThat(uncaught.frames()).extracting(TrapException.Frame::function).containsExactly(2, 2, 2, 2);
    }

    @Test
    default void theStartFunctionMayThrow() {
        ModuleBuilder module =
                module().function("->", code -> code.i32Const(3).op("throw", 0)).start(2);
        TaggedException thrown = catchThrowableOfType(TaggedException.class, () -> guest(module, host()));
        assertThat(thrown.values()).containsExactly(Value.i32(3));
    }

    @Test
    default void tagsAreTheSameIfTheyAreImported() {
        Store store = newStore();
        Guest thrower = guest(module(), host(), store);
        ModuleBuilder importing = new ModuleBuilder()
                .importFunction("other", "throwIf", "i32 -> i32")
                .importTag("other", "number", "i32 ->")
                .tag("i32 ->")
                .export("again", ExternKind.TAG, 0);
        Guest catcher = guest(catching(importing, "f", 0), new Linker().define("other", thrower.instance()), store);
        assertThat(catcher.i32("f", 7)).isEqualTo(507);
        assertThat(catcher.instance().tag("again")).isSameAs(thrower.instance().tag("number"));

        // The same type is not enough: each instance has tags of its own.
        Guest second = guest(module(), host(), store);
        Guest other = guest(
                catching(
                        new ModuleBuilder()
                                .importFunction("other", "throwIf", "i32 -> i32")
                                .importTag("tags", "number", "i32 ->"),
                        "f",
                        0),
                new Linker().define("other", thrower.instance()).define("tags", second.instance()),
                store);
        assertThat(other.i32("f", 7)).isEqualTo(1000);
    }

    @Test
    default void tagsOfOneTypeAreNotTheSame() {
        Guest guest = guest(new ModuleBuilder()
                .tag("first", "i32 ->")
                .tag("second", "i32 ->")
                .function("throw", "i32 -> i32", code -> code.localGet(0).op("throw", 1))
                .function("catch", "i32 -> i32", code -> code.block("-> i32")
                        .block("-> i32")
                        .tryTable("-> i32", "catch 0 0", "catch 1 1")
                        .localGet(0)
                        .call(0)
                        .end()
                        .op("return")
                        .end()
                        .i32Const(100)
                        .op("i32.add")
                        .op("return")
                        .end()
                        .i32Const(200)
                        .op("i32.add")));
        assertThat(guest.i32("catch", 5)).isEqualTo(205);
        TaggedException thrown = catchThrowableOfType(TaggedException.class, () -> guest.call("throw", 5));
        assertThat(thrown.tag()).isSameAs(guest.instance().tag("second"));
    }

    @Test
    default void hostsMakeTags() {
        Store store = newStore();
        Tag tag = Tag.create(store, ModuleBuilder.signature("i32 ->"));
        ModuleBuilder module =
                new ModuleBuilder().importFunction("host", "f", "i32 -> i32").importTag("host", "tag", "i32 ->");
        Linker linker = host(call -> {
            throw new TaggedException(tag, Value.i32(call.i32(0) + 1));
        });
        assertThat(guest(catching(module, "f", 0), linker.define("host", "tag", tag), store)
                        .i32("f", 1))
                .isEqualTo(502);
        assertThat(tag.type().type()).isEqualTo(ModuleBuilder.signature("i32 ->"));

        assertThatIllegalArgumentException().isThrownBy(() -> new TaggedException(tag, Value.i64(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new TaggedException(tag));
        assertThatIllegalArgumentException().isThrownBy(() -> Tag.create(store, ModuleBuilder.signature("-> i32")));
        ModuleBuilder wrong = new ModuleBuilder().importTag("host", "tag", "i64 ->");
        assertThatThrownBy(() -> linker.instantiate(store, translate(wrong)))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("incompatible import type: 'host' 'tag' must be tag (i64) -> ()");
    }

    /** Exceptions belong to a store, as functions do; in another one they are not caught. */
    @Test
    default void exceptionsOfOtherStoresAreExceptionsOfTheHost() {
        Engine engine = Engine.create(engineConfig(), provider());
        Guest other = guest(module(), host(), engine.newStore());
        Guest guest = guest(
                catching(module(), "f", 0),
                host(call -> call.returnValue(0, other.value("throwIf", call.i32(0)))),
                engine.newStore());
        TaggedException thrown = catchThrowableOfType(TaggedException.class, () -> guest.call("f", 7));
        assertThat(thrown.tag()).isSameAs(other.instance().tag("number"));
        Tag own = Tag.create(guest.instance().store(), ModuleBuilder.signature("exnref ->"));
        assertThatIllegalArgumentException().isThrownBy(() -> new TaggedException(own, Value.exnRef(thrown)));
    }

    @Test
    default void exceptionsAreValues() {
        Guest guest = guest(
                module().function("catch", "i32 -> exnref", code -> code.block("-> (ref exn)")
                                .tryTable("->", "catch_all_ref 0")
                                .localGet(0)
                                .call(1)
                                .op("drop")
                                .end()
                                .refNull(AbstractHeapType.EXN)
                                .op("return")
                                .end())
                        .function("throw", "exnref ->", code -> code.localGet(0).op("throw_ref")),
                host());
        Value.ExnRef caught = (Value.ExnRef) guest.value("catch", 7);
        assertThat(caught.exception().values()).containsExactly(Value.i32(7));
        assertThat(catchThrowable(() -> guest.call("throw", caught))).isSameAs(caught.exception());
        Value none = guest.value("catch", 0);
        assertThat(none).isEqualTo(Value.nullRef(new RefType(true, AbstractHeapType.EXN)));
        guest.assertTraps(Trap.NULL_EXCEPTION, "throw", none);
    }

    /** Calls that wait in a guarded range go on there, whether they then return or throw. */
    @Test
    default void suspendedCallsKeepTheirHandlers() {
        Instance instance = host(call -> call.suspend())
                .instantiate(
                        newStore(),
                        Translator.translate(
                                catching(
                                                module().function("ask", "i32 -> i32", code -> code.localGet(0)
                                                        .call(0)
                                                        .call(1)),
                                                "f",
                                                2)
                                        .build(),
                                translationOptions().withFuel(true)));
        instance.store().addFuel(0);
        for (int answer : new int[] {0, 7}) {
            Outcome outcome = instance.function("f").start(Value.i32(1));
            while (outcome instanceof Suspension suspension) {
                if (suspension.reason() instanceof Suspension.OutOfFuel) {
                    instance.store().addFuel(1);
                    outcome = suspension.resume();
                } else {
                    outcome = suspension.resume(Value.i32(answer));
                }
            }
            assertThat(outcome).isEqualTo(new Outcome.Finished(Guest.values(answer == 0 ? -1 : 507)));
        }
    }

    /** Each throw costs fuel, so that a loop by throwing ends; a program with handlers survives being stored. */
    @Test
    default void storedProgramsThrowAndPay() {
        ModuleBuilder module = module().function("forever", "->", code -> code.loop()
                .tryTable("->", "catch_all 0")
                .op("throw", 1)
                .end()
                .end());
        Store store = newStore();
        Instance instance = host().instantiate(
                        store,
                        StoredPrograms.read(StoredPrograms.write(Translator.translate(
                                module.build(), translationOptions().withFuel(true)))));
        store.fuel(100_000);
        assertThatThrownBy(() -> instance.function("forever").call())
                .isInstanceOfSatisfying(
                        TrapException.class, trap -> assertThat(trap.trap()).isEqualTo(Trap.OUT_OF_FUEL));
        assertThat(store.fuel().orElseThrow()).isLessThan(200);
    }

    // The legacy proposal.

    @Test
    default void legacyHandlersCatchRethrowAndDelegate() {
        Guest guest = guest(
                module().function("catch", "i32 -> i32", code -> code.legacyTry("-> i32")
                                .localGet(0)
                                .call(1)
                                .op("catch", 0)
                                .i32Const(500)
                                .op("i32.add")
                                .op("catch_all")
                                .i32Const(1000)
                                .end())
                        .function("rethrow", "i32 -> i32", code -> code.legacyTry("-> i32")
                                .legacyTry("-> i32")
                                .localGet(0)
                                .call(1)
                                .op("catch", 0)
                                .op("drop")
                                .op("rethrow", 0)
                                .end()
                                .op("catch", 0)
                                .i32Const(700)
                                .op("i32.add")
                                .end())
                        .function("delegate", "i32 -> i32", code -> code.legacyTry("-> i32")
                                .legacyTry("-> i32")
                                .legacyTry("-> i32")
                                .localGet(0)
                                .call(1)
                                .op("delegate", 1)
                                .op("catch_all")
                                .i32Const(1)
                                .end()
                                .op("catch", 0)
                                .i32Const(900)
                                .op("i32.add")
                                .end()),
                host());
        assertThat(guest.i32("catch", 7)).isEqualTo(507);
        assertThat(guest.i32("catch", 0)).isEqualTo(-1);
        assertThat(guest.i32("rethrow", 7)).isEqualTo(707);
        assertThat(guest.i32("delegate", 7)).isEqualTo(907);
    }
}
