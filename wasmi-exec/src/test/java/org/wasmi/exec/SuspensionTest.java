package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.exec.runtime.Inside;

/** Calls that wait for the host or for fuel, and go on. */
@ParameterizedClass
@MethodSource("org.wasmi.exec.Guest#executors")
class SuspensionTest {
    private static final FuncType OBJECT_I32_TO_I32_OBJECT =
            new FuncType(List.of(RefType.EXTERNREF, Guest.I32), List.of(Guest.I32, RefType.EXTERNREF));

    private static final int FUEL = 10;

    /**
     * {@code ask} imports from the host; {@code plus(x) = 100 + ask(x)}; {@code tail(x) = ask(x)} by a tail call;
     * {@code pay(x) = x + 1}, which costs {@link #FUEL}; {@code deep(x) = 1 + deep(x - 1)}, and {@code deep(0) =
     * plus(0)}; {@code trap(x)} asks and then traps; {@code askAndPay(x) = ask(x)}, which costs {@link #FUEL}
     * afterwards.
     */
    private static final Program PROGRAM = new Guest()
            .metered()
            .imports("host", "ask", Guest.I32_TO_I32)
            .function("plus", Guest.I32_TO_I32, 2, w -> {
                w.write(Op.COPY, 1, 0);
                w.write(Op.CALL_IMPORT, 0, 1);
                w.write(Op.I32_ADD_SI, 1, 1, 100);
                w.write(Op.RETURN_S, 1);
            })
            .function("tail", Guest.I32_TO_I32, 3, w -> {
                w.write(Op.I32_ADD_SI, 2, 0, 0);
                w.write(Op.RETURN_CALL_IMPORT, 0, 2);
            })
            .function("pay", Guest.I32_TO_I32, 1, w -> {
                w.write(Op.CONSUME_FUEL, FUEL);
                w.write(Op.I32_ADD_SI, 0, 0, 1);
                w.write(Op.RETURN_S, 0);
            })
            .function("deep", Guest.I32_TO_I32, 2, w -> {
                var deeper = w.newLabel();
                w.branch(Op.BR_IF_NEZ, deeper, 0);
                w.write(Op.COPY, 1, 0);
                w.write(Op.CALL, 1, 1);
                w.write(Op.RETURN_S, 1);
                w.bind(deeper);
                w.write(Op.I32_ADD_SI, 1, 0, -1);
                w.write(Op.CALL, 4, 1);
                w.write(Op.I32_ADD_SI, 1, 1, 1);
                w.write(Op.RETURN_S, 1);
            })
            .function("trap", Guest.I32_TO_I32, 2, w -> {
                w.write(Op.COPY, 1, 0);
                w.write(Op.CALL_IMPORT, 0, 1);
                w.write(Op.TRAP, Trap.UNREACHABLE.code());
            })
            .function("askAndPay", Guest.I32_TO_I32, 2, w -> {
                w.write(Op.COPY, 1, 0);
                w.write(Op.CALL_IMPORT, 0, 1);
                w.write(Op.CONSUME_FUEL, FUEL);
                w.write(Op.RETURN_S, 1);
            })
            .build();

    private final Store store;
    private final Instance instance;

    SuspensionTest(String executor) {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
        instance = instance(HostCall::suspend);
    }

    private Instance instance(HostFunction ask) {
        return new Linker()
                .function("host", "ask", Guest.I32_TO_I32, call -> {
                    // What is set before does not count.
                    call.returnI32(-1);
                    ask.call(call);
                })
                .instantiate(store, PROGRAM);
    }

    private Outcome start(String function, int argument) {
        return instance.function(function).start(Value.i32(argument));
    }

    private static Suspension suspended(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Suspension.class);
        return (Suspension) outcome;
    }

    private static void assertFinished(Outcome outcome, int result) {
        assertThat(outcome).isEqualTo(new Outcome.Finished(List.of(Value.i32(result))));
    }

    @Test
    void aCallThatIsNotSuspendedFinishes() {
        assertFinished(start("pay", 4), 5);
        assertFinished(
                instance(call -> call.returnI32(call.i32(0) * 2))
                        .function("plus")
                        .start(Value.i32(4)),
                108);
    }

    @Test
    void theHostSuspendsAndAnswersLater() {
        Suspension suspension = suspended(start("plus", 7));
        assertThat(suspension.function()).isSameAs(instance.function("plus"));
        assertThat(suspension.reason()).isInstanceOfSatisfying(Suspension.HostRequest.class, reason -> {
            assertThat(reason.request()).isEmpty();
            assertThat(reason.function().type()).isEqualTo(Guest.I32_TO_I32);
        });
        assertFinished(suspension.resume(Value.i32(42)), 142);
    }

    @Test
    void theHostSaysWhatItWaitsFor() {
        Outcome outcome = instance(call -> call.suspend("word " + call.i32(0)))
                .function("plus")
                .start(Value.i32(7));
        assertThat(((Suspension.HostRequest) suspended(outcome).reason()).request())
                .isEqualTo(Optional.of("word 7"));
    }

    @Test
    void aTailCallIsSuspendedToo() {
        assertFinished(suspended(start("tail", 7)).resume(Value.i32(42)), 42);
    }

    @Test
    void aFunctionOfTheHostThatIsCalledFirstIsSuspendedToo() {
        WasmFunction host = Inside.functionAt(instance, 0);
        assertFinished(suspended(host.start(Value.i32(1))).resume(Value.i32(3)), 3);
    }

    /** Function 1 asks the host and keeps the answer in the global {@code answer}. */
    private static Guest asking() {
        return new Guest()
                .metered()
                .imports("host", "ask", Guest.TO_I32)
                .global("answer", true, Guest.i32(1))
                .function("main", Guest.NOTHING, 1, w -> {
                    w.write(Op.CONSUME_FUEL, FUEL);
                    w.write(Op.CALL_IMPORT, 0, 0);
                    w.write(Op.GLOBAL_SET, 0, 0);
                    w.write(Op.RETURN);
                });
    }

    private Instance unstarted(Guest guest, FuncType ask) {
        return new Linker()
                .function("host", "ask", ask, call -> call.suspend(call.caller()))
                .link(guest.build())
                .instantiateWithoutStart(store);
    }

    @Test
    void aStartFunctionIsSuspended() {
        store.addFuel(0);
        Instance guest = unstarted(asking().start(1), Guest.TO_I32);
        assertThat(guest.global("answer").get()).isEqualTo(Value.i32(1));

        Suspension suspension = suspended(guest.start());
        assertThat(suspension.reason()).isEqualTo(new Suspension.OutOfFuel(FUEL));
        store.addFuel(FUEL);
        suspension = suspended(suspension.resume());
        assertThat(((Suspension.HostRequest) suspension.reason()).request()).hasValue(guest);
        assertThat(suspension.resume(Value.i32(5))).isEqualTo(new Outcome.Finished(List.of()));
        assertThat(guest.global("answer").get()).isEqualTo(Value.i32(5));
    }

    @Test
    void aStartFunctionOfTheHostKnowsWhoStarts() {
        Guest program =
                new Guest().metered().imports("host", "ask", Guest.NOTHING).start(0);
        Instance guest = unstarted(program, Guest.NOTHING);
        Suspension suspension = suspended(guest.start());
        assertThat(((Suspension.HostRequest) suspension.reason()).request()).hasValue(guest);
        assertThat(suspension.resume()).isEqualTo(new Outcome.Finished(List.of()));
    }

    @Test
    void anInstanceIsStartedOnce() {
        Instance without = unstarted(asking(), Guest.TO_I32);
        assertThat(without.start()).isEqualTo(new Outcome.Finished(List.of()));
        Instance guest = unstarted(asking().start(1), Guest.TO_I32);
        Snapshot before = guest.snapshot();
        guest.start();
        for (Instance started : List.of(instance, without, guest, restored(guest.snapshot()))) {
            assertThatIllegalStateException().isThrownBy(started::start).withMessage("the instance has been started");
        }
        Instance restored = restored(before);
        assertThat(suspended(restored.start()).resume(Value.i32(6))).isEqualTo(new Outcome.Finished(List.of()));
        assertThat(restored.global("answer").get()).isEqualTo(Value.i32(6));
    }

    private Instance restored(Snapshot snapshot) {
        return new Linker()
                .function("host", "ask", Guest.TO_I32, HostCall::suspend)
                .instantiate(store, snapshot);
    }

    @Test
    void referencesAndSeveralResultsComeThrough() {
        Instance guest = new Linker()
                .function("host", "ask", OBJECT_I32_TO_I32_OBJECT, HostCall::suspend)
                .instantiate(
                        store,
                        new Guest()
                                .metered()
                                .imports("host", "ask", OBJECT_I32_TO_I32_OBJECT)
                                .function("run", OBJECT_I32_TO_I32_OBJECT, 8, w -> {
                                    w.write(Op.COPY_SPAN_REFS, 4, 0, 2);
                                    w.write(Op.CALL_IMPORT, 0, 4);
                                    w.write(Op.RETURN_SPAN_REFS, 4, 2);
                                })
                                .build());
        Suspension suspension = suspended(guest.function("run").start(Value.externRef("in"), Value.i32(1)));
        assertThat(suspension.resume(Value.i32(9), Value.externRef("out")))
                .isEqualTo(new Outcome.Finished(List.of(Value.i32(9), Value.externRef("out"))));
    }

    @Test
    void manyCallsWaitAtOnceAndGoOnInAnyOrder() {
        List<Suspension> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(suspended(start("deep", 100 * i)));
        }
        assertThat(instance.function("pay").call(Value.i32(1))).containsExactly(Value.i32(2));
        for (int i = 19; i >= 0; i--) {
            assertFinished(waiting.get(i).resume(Value.i32(i)), 100 * i + 100 + i);
        }
    }

    @Test
    void fuelRunsOutAndIsAdded() {
        store.addFuel(FUEL - 1);
        Suspension suspension = suspended(start("pay", 1));
        assertThat(suspension.reason()).isEqualTo(new Suspension.OutOfFuel(1));
        assertThat(store.fuel()).hasValue(FUEL - 1);
        suspension = suspended(suspension.resume());
        assertThat(suspension.reason()).isEqualTo(new Suspension.OutOfFuel(1));
        store.addFuel(2);
        assertFinished(suspension.resume(), 2);
        assertThat(store.fuel()).hasValue(1);
        assertThat(store.fuelUsed()).isEqualTo(FUEL);
    }

    @Test
    void workOfTheHostIsPaidAfterwardsWhereTheGuestCanWait() {
        store.addFuel(100);
        Instance asking = instance(call -> {
            call.consumeFuel(150);
            call.returnI32(42);
        });
        WasmFunction function = asking.function("askAndPay");
        assertThat(catchThrowableOfType(TrapException.class, () -> function.call(Value.i32(1)))
                        .trap())
                .isEqualTo(Trap.OUT_OF_FUEL);
        assertThat(store.fuel()).hasValue(100);

        Suspension suspension = suspended(function.start(Value.i32(1)));
        assertThat(suspension.reason()).isEqualTo(new Suspension.OutOfFuel(150 + FUEL - 100));
        assertThat(store.fuel()).hasValue(100);
        store.addFuel(150 + FUEL - 100);
        assertFinished(suspension.resume(), 42);
        assertThat(store.fuel()).hasValue(0);
        assertThat(store.fuelUsed()).isEqualTo(150 + FUEL);
    }

    @Test
    void aPlainCallTrapsWhereAnotherWaits() {
        store.addFuel(0);
        Suspension suspension = suspended(start("pay", 1));
        WasmFunction pay = instance.function("pay");
        TrapException trap = catchThrowableOfType(TrapException.class, () -> pay.call(Value.i32(1)));
        assertThat(trap.trap()).isEqualTo(Trap.OUT_OF_FUEL);
        store.addFuel(FUEL);
        assertFinished(suspension.resume(), 2);
    }

    @Test
    void aTrapAfterwardsHasItsBacktrace() {
        Suspension suspension = suspended(start("trap", 1));
        TrapException trap = catchThrowableOfType(TrapException.class, () -> suspension.resume(Value.i32(1)));
        assertThat(trap.trap()).isEqualTo(Trap.UNREACHABLE);
        assertThat(trap.frames()).extracting(TrapException.Frame::function).containsExactly(5);
        assertFinished(start("pay", 1), 2);
    }

    @Test
    void anExceptionOfTheHostPassesThrough() {
        RuntimeException thrown = new IllegalStateException("host");
        Instance failing = instance(call -> {
            call.suspend();
            throw thrown;
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> failing.function("plus").start(Value.i32(1)))
                .isSameAs(thrown);
    }

    @Test
    void aSuspensionIsUsedOnce() {
        String message = "the suspension has been used: it was resumed or cancelled before";
        Suspension resumed = suspended(start("plus", 7));
        resumed.resume(Value.i32(1));
        assertThatIllegalStateException()
                .isThrownBy(() -> resumed.resume(Value.i32(1)))
                .withMessage(message);
        assertThatIllegalStateException().isThrownBy(resumed::cancel).withMessage(message);
        Suspension cancelled = suspended(start("plus", 7));
        cancelled.cancel();
        assertThatIllegalStateException()
                .isThrownBy(() -> cancelled.resume(Value.i32(1)))
                .withMessage(message);
    }

    @Test
    void resultsAreChecked() {
        Suspension suspension = suspended(start("plus", 7));
        assertThatIllegalArgumentException()
                .isThrownBy(suspension::resume)
                .withMessage("(i32) -> (i32) has 1 result, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> suspension.resume(Value.i64(1)))
                .withMessage("result 0 of (i32) -> (i32) is i32, not i64");
        assertFinished(suspension.resume(Value.i32(1)), 101);
        store.addFuel(0);
        Suspension dry = suspended(start("pay", 7));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dry.resume(Value.i32(1)))
                .withMessage("a call that waits for fuel takes no results, but there are 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance.function("plus").start())
                .withMessage("(i32) -> (i32) has 1 parameter, not 0");
    }

    @Test
    void plainCallsCannotBeSuspended() {
        String message = "the guest cannot be suspended: the innermost call from the host into guests was not made by "
                + "WasmFunction.start";
        assertThatIllegalStateException()
                .isThrownBy(() -> instance.function("plus").call(Value.i32(1)))
                .withMessage(message);
        // From guest to host to guest to host.
        Instance nesting = instance(call -> instance.function("plus").call(Value.i32(1)));
        assertThatIllegalStateException()
                .isThrownBy(() -> nesting.function("plus").start(Value.i32(1)))
                .withMessage(message);
    }

    @Test
    void aHostMayStartACallWithinAnother() {
        List<Suspension> inner = new ArrayList<>();
        Instance nesting = instance(call -> {
            inner.add(suspended(instance.function("plus").start(Value.i32(1))));
            call.suspend();
        });
        Suspension outer = suspended(nesting.function("plus").start(Value.i32(1)));
        assertFinished(outer.resume(Value.i32(5)), 105);
        assertFinished(inner.get(0).resume(Value.i32(6)), 106);
    }

    @Test
    void anotherThreadGoesOn() throws Exception {
        Suspension suspension = suspended(start("deep", 1_000));
        FutureTask<Outcome> task = new FutureTask<>(() -> suspension.resume(Value.i32(1)));
        new Thread(task).start();
        assertFinished(task.get(), 1_101);
    }

    @Test
    void aThreadThatResumesABusyStoreIsNamed() throws Exception {
        Suspension suspension = suspended(start("plus", 1));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Instance blocking = instance(call -> {
            inside.countDown();
            try {
                done.await();
            } catch (InterruptedException error) {
                throw new IllegalStateException(error);
            }
        });
        FutureTask<Outcome> task =
                new FutureTask<>(() -> blocking.function("plus").start(Value.i32(1)));
        new Thread(task, "first").start();
        inside.await();
        String message = "the store is in use by thread 'first', so that thread '"
                + Thread.currentThread().getName() + "' cannot use it";
        assertThatIllegalStateException()
                .isThrownBy(() -> suspension.resume(Value.i32(1)))
                .withMessage(message);
        assertThatIllegalStateException().isThrownBy(suspension::cancel).withMessage(message);
        assertThatIllegalStateException().isThrownBy(() -> start("plus", 1)).withMessage(message);
        done.countDown();
        assertFinished(task.get(), 99);
        assertFinished(suspension.resume(Value.i32(1)), 101);
    }

    @Test
    void aClosedStoreResumesNothing() {
        Suspension suspension = suspended(start("plus", 1));
        store.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> suspension.resume(Value.i32(1)))
                .withMessage("the store is closed");
    }

    @Test
    void nothingIsKeptOfACancelledCall() throws InterruptedException {
        List<WeakReference<Suspension>> references = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Suspension suspension = suspended(start("deep", 100));
            references.add(new WeakReference<>(suspension));
            suspension.cancel();
        }
        for (int i = 0; i < 50 && references.stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(references).allSatisfy(each -> assertThat(each.get() == null).isTrue());
        assertThat(store.deepestCall()).isEqualTo(102);
    }
}
