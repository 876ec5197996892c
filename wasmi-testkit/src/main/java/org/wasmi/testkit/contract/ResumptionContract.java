package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.Limits;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Outcome;
import org.wasmi.exec.Store;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;

/** Calls that are suspended, for fuel or by the host, and go on as if nothing had been. */
interface ResumptionContract extends ContractFixture {

    /** {@return calls of all kinds, loops, memory, locals: {@code run(n)}; and {@code ask(i32) -> i32} of the host} */
    private static ModuleBuilder work() {
        return new ModuleBuilder()
                .importFunction("host", "ask", "i32 -> i32")
                .memory(Limits.atLeast(1))
                .function("fib", "i32 -> i64", code -> code.localGet(0)
                        .i32Const(2)
                        .op("i32.lt_s")
                        .ifThen()
                        .localGet(0)
                        .op("i64.extend_i32_s")
                        .op("return")
                        .end()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .call(1)
                        .localGet(0)
                        .i32Const(2)
                        .op("i32.sub")
                        .call(1)
                        .op("i64.add"))
                .function("sum", "i32 i32 -> i32", code -> code.localGet(0)
                        .op("i32.eqz")
                        .ifThen()
                        .localGet(1)
                        .op("return")
                        .end()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .localsGet(0, 1)
                        .op("i32.add")
                        .returnCall(2))
                .function("run", "i32 -> i64 i32", code -> code.i32Const(7)
                        .i32Const(5)
                        .i32Const(100)
                        .op("memory.fill")
                        .localGet(0)
                        .call(1)
                        .localGet(0)
                        .i32Const(0)
                        .call(2))
                .function(
                        "askTwice",
                        "i32 -> i32",
                        code -> code.localGet(0).call(0).call(0).i32Const(1000).op("i32.add"))
                .function("askLast", "i32 -> i32", code -> code.localGet(0).returnCall(0))
                .function(
                        "divide",
                        "i32 -> i32",
                        code -> code.i32Const(10).localGet(0).call(0).op("i32.div_s"));
    }

    private Guest metered(HostFunction ask) {
        Linker linker = new Linker().function("host", "ask", ModuleBuilder.signature("i32 -> i32"), ask);
        return new Guest(linker.instantiate(
                newStore(),
                Translator.translate(work().build(), translationOptions().withFuel(true))));
    }

    private Guest metered() {
        return metered(HostCall::suspend);
    }

    @Test
    default void aCallThatGetsItsFuelBitByBitIsAsGoodAsAnyOther() {
        Guest whole = metered();
        List<Value> expected = whole.call("run", 12);
        long burnt = whole.instance().store().fuelUsed();
        for (long step : new long[] {1, 7, 1_000}) {
            Guest guest = metered();
            Store store = guest.instance().store();
            store.addFuel(0);
            int suspended = 0;
            Outcome outcome = guest.instance().function("run").start(Value.i32(12));
            while (outcome instanceof Suspension suspension) {
                assertThat(suspension.reason()).isInstanceOf(Suspension.OutOfFuel.class);
                store.addFuel(step);
                suspended++;
                assertThat((long) suspended)
                        .as("how often a call that burns %d units waits for %d more; a payment must not be made again"
                                .formatted(burnt, step))
                        .isLessThanOrEqualTo(burnt / step + 1);
                outcome = suspension.resume();
            }
            assertThat(outcome).isEqualTo(new Outcome.Finished(expected));
            assertThat(store.fuelUsed()).as("step " + step).isEqualTo(burnt);
            assertThat((long) suspended).isGreaterThanOrEqualTo(burnt / step);
        }
    }

    @Test
    default void theHostAnswersLater() {
        Guest guest = metered();
        Suspension first = (Suspension) guest.instance().function("askTwice").start(Value.i32(1));
        Suspension second = (Suspension) first.resume(Value.i32(20));
        assertThat(second.resume(Value.i32(300))).isEqualTo(new Outcome.Finished(Guest.values(1300)));
        Suspension last = (Suspension) guest.instance().function("askLast").start(Value.i32(1));
        assertThat(last.resume(Value.i32(4))).isEqualTo(new Outcome.Finished(Guest.values(4)));
    }

    @Test
    default void callsThatWaitDoNotDisturbEachOther() {
        Guest guest = metered();
        WasmFunction ask = guest.instance().function("askTwice");
        List<Suspension> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add((Suspension) ask.start(Value.i32(i)));
            assertThat(guest.i64("fib", 10)).isEqualTo(55);
        }
        waiting.replaceAll(each -> (Suspension) each.resume(Value.i32(0)));
        for (int i = 9; i >= 0; i--) {
            assertThat(waiting.get(i).resume(Value.i32(i))).isEqualTo(new Outcome.Finished(Guest.values(1000 + i)));
        }
    }

    @Test
    default void aGuestThatWentOnTrapsAsAnyOther() {
        Guest guest = metered();
        Suspension suspension = (Suspension) guest.instance().function("divide").start(Value.i32(1));
        TrapException trap = catchThrowableOfType(TrapException.class, () -> suspension.resume(Value.i32(0)));
        assertThat(trap.trap()).isEqualTo(Trap.INTEGER_DIVIDE_BY_ZERO);
        TrapException plain = metered(call -> call.returnI32(0)).assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "divide", 1);
        assertThat(trap.frames()).isEqualTo(plain.frames());
    }

    @Test
    default void aGuestMayWaitForFuelAndForTheHost() {
        Guest guest = metered();
        Store store = guest.instance().store();
        store.addFuel(0);
        List<Class<?>> reasons = new ArrayList<>();
        Outcome outcome = guest.instance().function("askLast").start(Value.i32(1));
        while (outcome instanceof Suspension suspension) {
            reasons.add(suspension.reason().getClass());
            assertThat(reasons)
                    .as("what a call waited for that calls the host once")
                    .hasSizeLessThan(10);
            if (suspension.reason() instanceof Suspension.OutOfFuel fuel) {
                store.addFuel(fuel.missing());
                outcome = suspension.resume();
            } else {
                outcome = suspension.resume(Value.i32(9));
            }
        }
        assertThat(outcome).isEqualTo(new Outcome.Finished(Guest.values(9)));
        assertThat(reasons).containsExactly(Suspension.OutOfFuel.class, Suspension.HostRequest.class);
        assertThat(store.fuel()).hasValue(0);
    }
}
