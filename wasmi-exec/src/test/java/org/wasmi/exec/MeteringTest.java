package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.FunctionBody;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.runtime.StoreAccess;

/** Fuel beyond what programs take themselves, and what ends guests from outside. */
@ParameterizedClass
@MethodSource("org.wasmi.exec.Guest#executors")
@Timeout(60)
class MeteringTest {
    private static final Program PROGRAM = new Guest()
            .metered()
            .function("forever", Guest.NOTHING, 1, w -> {
                var again = w.newLabel();
                w.bind(again);
                w.write(Op.CONSUME_FUEL, 1);
                w.branch(Op.BR, again);
            })
            .function("bulk", Guest.I32_TO_NOTHING, 1, w -> {
                w.write(Op.CHARGE_FUEL, 0, 1 << 10);
                w.write(Op.CONSUME_FUEL, 2);
                w.write(Op.RETURN);
            })
            .function("one", Guest.NOTHING, 0, w -> {
                w.write(Op.CONSUME_FUEL, 1);
                w.write(Op.RETURN);
            })
            .build();

    /** A function that costs 1, and at its first call 50 for its translation. */
    private static final Program LAZY = new Guest()
            .metered()
            .function("f", Guest.NOTHING, bodyOf(Guest.code(new FrameShape(0, 0, 0, 0, false), w -> {
                w.write(Op.CONSUME_FUEL, 1);
                w.write(Op.RETURN);
            })))
            .build();

    private final Store store;
    private final Instance instance;

    MeteringTest(String executor) {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
        instance = new Linker().instantiate(store, PROGRAM);
    }

    @AfterEach
    void clearInterruptedStatus() {
        Thread.interrupted();
    }

    private Trap trapOf(String function, Value... arguments) {
        TrapException trap = catchThrowableOfType(
                TrapException.class, () -> instance.function(function).call(arguments));
        assertThat(trap).as("trap").isNotNull();
        return trap.trap();
    }

    @Test
    void whatIsChargedIsPaidWithTheNextBlock() {
        store.addFuel(1_000);
        instance.function("bulk").call(Value.i32(0));
        assertThat(store.fuelUsed()).isEqualTo(2);
        instance.function("bulk").call(Value.i32(1));
        assertThat(store.fuelUsed()).isEqualTo(2 + 3);
        instance.function("bulk").call(Value.i32(640));
        assertThat(store.fuelUsed()).isEqualTo(2 + 3 + 12);
        assertThat(trapOf("bulk", Value.i32(-1))).isEqualTo(Trap.OUT_OF_FUEL);
        // What could not be paid is not owed.
        assertThat(store.fuelUsed()).isEqualTo(2 + 3 + 12);
        instance.function("one").call();
        assertThat(store.fuel()).hasValue(1_000 - 18);
        store.addFuel(1L << 26);
        instance.function("bulk").call(Value.i32(-1));
        assertThat(store.fuelUsed()).isEqualTo(18 + (1L << 26) + 2);
    }

    @Test
    void theLargestChargeIsCountedRight() {
        store.addFuel(Long.MAX_VALUE);
        StoreAccess.chargeFuel(instance, -1, -1);
        instance.function("one").call();
        assertThat(store.fuelUsed()).isEqualTo((1L << 48) - (1L << 17) + 1 + 1);
    }

    @Test
    void moreThanAnyMemoryHasIsChargedAsMuch() {
        for (long count : new long[] {StoreLimits.MAX_MEMORY_BYTES, Long.MAX_VALUE, -1}) {
            store.addFuel(1L << 41);
            long before = store.fuelUsed();
            StoreAccess.chargeFuel(instance, count, 1 << 10);
            instance.function("one").call();
            assertThat(store.fuelUsed() - before).isEqualTo((1L << 40) + 1);
        }
    }

    /** So many of the largest charges that their sum does not fit into 63 bits. */
    private void chargeMoreThanThereCanBe() {
        for (int i = 0; i < 40_000; i++) {
            StoreAccess.chargeFuel(instance, -1, -1);
        }
    }

    @Test
    void noSumOfChargesMakesFuel() {
        store.addFuel(20_000);
        chargeMoreThanThereCanBe();
        assertThat(trapOf("one")).isEqualTo(Trap.OUT_OF_FUEL);
        assertThat(store.fuel()).hasValue(20_000);
        assertThat(store.fuelUsed()).isZero();
        store.addFuel(Long.MAX_VALUE);
        assertThat(store.fuel()).hasValue(Long.MAX_VALUE);
        chargeMoreThanThereCanBe();
        instance.function("one").call();
        assertThat(store.fuel()).hasValue(0);
        assertThat(store.fuelUsed()).isEqualTo(Long.MAX_VALUE);
        store.addFuel(Long.MAX_VALUE);
        instance.function("one").call();
        assertThat(store.fuel()).hasValue(Long.MAX_VALUE - 1);
        assertThat(store.fuelUsed()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void unlimitedFuelNeverEnds() {
        for (int i = 0; i < 3; i++) {
            chargeMoreThanThereCanBe();
            instance.function("one").call();
            assertThat(store.fuelUsed()).isEqualTo(Long.MAX_VALUE);
            assertThat(store.fuel()).isEmpty();
        }
    }

    @Test
    void noSumOfWhatIsOwedMakesFuel() {
        Code code = Guest.code(new FrameShape(0, 0, 0, 0, false), w -> w.write(Op.RETURN));
        Guest guest = new Guest().metered();
        for (int i = 0; i < 2; i++) {
            guest.function("f" + i, Guest.NOTHING, bodyOf(code, Long.MAX_VALUE));
        }
        Instance owing = new Linker().instantiate(store, guest.build());
        store.addFuel(1_000);
        for (int i = 0; i < 2; i++) {
            owing.function("f" + i).call();
        }
        assertThat(store.fuel()).hasValue(0);
        store.addFuel(1_000);
        assertThat(trapOf("one")).isEqualTo(Trap.OUT_OF_FUEL);
        assertThat(store.fuel()).hasValue(0);
    }

    @Test
    void theHostTakesFuel() {
        store.consumeFuel(5);
        assertThat(store.fuel()).isEmpty();
        store.addFuel(10);
        store.consumeFuel(7);
        assertThat(store.fuel()).hasValue(3);
        assertThat(catchThrowableOfType(TrapException.class, () -> store.consumeFuel(4))
                        .trap())
                .isEqualTo(Trap.OUT_OF_FUEL);
        assertThat(store.fuel()).hasValue(3);
        assertThat(store.fuelUsed()).isEqualTo(12);
        assertThatIllegalArgumentException().isThrownBy(() -> store.consumeFuel(-1));
    }

    @Test
    void fuelIsCountedWithoutALimit() {
        for (int i = 0; i < 5; i++) {
            instance.function("one").call();
        }
        assertThat(store.fuelUsed()).isEqualTo(5);
    }

    /** A body whose translation costs 50. */
    private static FunctionBody bodyOf(Code code) {
        return bodyOf(code, 50);
    }

    private static FunctionBody bodyOf(Code code, long price) {
        return new FunctionBody() {
            @Override
            public Code code() {
                return code;
            }

            @Override
            public long firstCallFuel() {
                return price;
            }
        };
    }

    @Test
    void theFirstCallInEachInstancePaysForTranslation() {
        store.addFuel(1_000);
        for (int i = 1; i <= 3; i++) {
            WasmFunction function = new Linker().instantiate(store, LAZY).function("f");
            function.call();
            function.call();
            assertThat(store.fuelUsed()).isEqualTo(52L * i);
        }
    }

    @Test
    void whatCannotBePaidForTranslationStaysOwed() {
        WasmFunction function = new Linker().instantiate(store, LAZY).function("f");
        store.addFuel(20);
        assertThat(catchThrowableOfType(TrapException.class, function::call).trap())
                .isEqualTo(Trap.OUT_OF_FUEL);
        assertThat(store.fuelUsed()).isEqualTo(20);
        store.addFuel(100);
        function.call();
        assertThat(store.fuelUsed()).isEqualTo(51);
    }

    @Test
    void aFunctionThatPaysNothingItselfPaysForItsTranslation() {
        Code code = Guest.code(new FrameShape(0, 0, 0, 0, false), w -> w.write(Op.RETURN));
        Program lazy =
                new Guest().metered().function("f", Guest.NOTHING, bodyOf(code)).build();
        new Linker().instantiate(store, lazy).function("f").call();
        assertThat(store.fuelUsed()).isEqualTo(50);
        instance.function("one").call();
        assertThat(store.fuelUsed()).isEqualTo(51);
    }

    @Test
    void guestsThatCallTheHostAreEndedWhenItReturns() {
        InterruptHandle handle = store.interruptHandle();
        int[] calls = new int[1];
        Instance calling = new Linker()
                .function("host", "nap", HostFunction.of(() -> {
                    if (++calls[0] == 3) {
                        handle.interrupt();
                    }
                }))
                .instantiate(
                        store,
                        new Guest()
                                .metered()
                                .imports("host", "nap", Guest.NOTHING)
                                .function("forever", Guest.NOTHING, 1, w -> {
                                    var again = w.newLabel();
                                    w.bind(again);
                                    w.write(Op.CONSUME_FUEL, 1);
                                    w.write(Op.CALL_IMPORT, 0, 0);
                                    w.branch(Op.BR, again);
                                })
                                .build());
        TrapException trap = catchThrowableOfType(
                TrapException.class, () -> calling.function("forever").call());
        assertThat(trap.trap()).isEqualTo(Trap.INTERRUPTED);
        assertThat(trap.frames()).hasSize(1);
        assertThat(calls[0]).isEqualTo(3);
    }

    @Test
    void whoIsInterruptedPaysForNothingThatDoesNotCome() {
        store.addFuel(1_000);
        StoreAccess.chargeFuel(instance, -1, 1 << 10);
        store.interruptHandle().interrupt();
        assertThat(trapOf("one")).isEqualTo(Trap.INTERRUPTED);
        instance.function("one").call();
        assertThat(store.fuelUsed()).isEqualTo(1);
    }

    @Test
    void aCallThatIsCancelledStillOwesForItsTranslation() {
        WasmFunction function = new Linker().instantiate(store, LAZY).function("f");
        store.addFuel(0);
        ((Suspension) function.start()).cancel();
        store.addFuel(100);
        function.call();
        assertThat(store.fuelUsed()).isEqualTo(51);
    }

    @Test
    void shortCallsAreEndedToo() {
        store.deadline(Duration.ofSeconds(-1));
        assertThat(trapOf("one")).isEqualTo(Trap.DEADLINE_EXCEEDED);
        store.deadline(Duration.ofSeconds(Long.MAX_VALUE));
        instance.function("one").call();
        store.interruptHandle().interrupt();
        assertThat(trapOf("one")).isEqualTo(Trap.INTERRUPTED);
        instance.function("one").call();
    }

    @Test
    void functionsOfTheHostThatTakeLongCanLook() {
        store.checkpoint();
        store.interruptHandle().interrupt();
        assertThat(catchThrowableOfType(TrapException.class, store::checkpoint).trap())
                .isEqualTo(Trap.INTERRUPTED);
        store.checkpoint();
    }

    @Test
    void aDeadlineEndsGuests() {
        long start = System.nanoTime();
        store.deadline(Duration.ofMillis(50));
        assertThat(trapOf("forever")).isEqualTo(Trap.DEADLINE_EXCEEDED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(trapOf("forever")).isEqualTo(Trap.DEADLINE_EXCEEDED);
        store.clearDeadline();
        store.addFuel(10_000_000);
        assertThat(trapOf("forever")).isEqualTo(Trap.OUT_OF_FUEL);
    }

    @Test
    void fuelIsSetWhateverThereWas() {
        store.fuel(1_000);
        instance.function("one").call();
        assertThat(store.fuel()).hasValue(999);
        store.fuel(5);
        assertThat(store.fuel()).hasValue(5);
        assertThat(store.fuelUsed()).isEqualTo(1);
        assertThat(trapOf("forever")).isEqualTo(Trap.OUT_OF_FUEL);
        store.fuel(7);
        instance.function("one").call();
        assertThat(store.fuel()).hasValue(6);
        assertThatThrownBy(() -> store.fuel(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @SuppressWarnings("try") // scopes need not be referred to
    void aDeadlineHoldsWithinItsScope() {
        try (DeadlineScope outer = store.within(Duration.ofHours(1))) {
            try (DeadlineScope inner = store.within(Duration.ZERO)) {
                assertThat(trapOf("forever")).isEqualTo(Trap.DEADLINE_EXCEEDED);
                try (DeadlineScope later = store.within(Duration.ofHours(2))) {
                    assertThat(trapOf("forever")).isEqualTo(Trap.DEADLINE_EXCEEDED);
                }
                assertThat(trapOf("forever")).isEqualTo(Trap.DEADLINE_EXCEEDED);
            }
            store.fuel(100_000);
            assertThat(trapOf("forever")).isEqualTo(Trap.OUT_OF_FUEL);
        }
        store.deadline(Duration.ZERO);
        store.within(Duration.ofHours(1)).close();
        assertThat(trapOf("forever")).isEqualTo(Trap.DEADLINE_EXCEEDED);
    }

    @Test
    void anInterruptEndsOneGuest() throws InterruptedException {
        InterruptHandle handle = store.interruptHandle();
        assertThat(handle).isSameAs(store.interruptHandle());
        Thread other = new Thread(() -> {
            try {
                Thread.sleep(50);
            } catch (InterruptedException error) {
                throw new IllegalStateException(error);
            }
            handle.interrupt();
        });
        other.start();
        assertThat(trapOf("forever")).isEqualTo(Trap.INTERRUPTED);
        other.join();
        assertThat(handle.isPending()).isFalse();
        instance.function("one").call();
        handle.interrupt();
        assertThat(handle.isPending()).isTrue();
        assertThat(trapOf("forever")).isEqualTo(Trap.INTERRUPTED);
        handle.interrupt();
        handle.clear();
        store.addFuel(10_000_000);
        assertThat(trapOf("forever")).isEqualTo(Trap.OUT_OF_FUEL);
    }

    @Test
    void anInterruptedThreadEndsGuestsAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(trapOf("forever")).isEqualTo(Trap.INTERRUPTED);
        assertThat(trapOf("forever")).isEqualTo(Trap.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
        store.addFuel(10_000_000);
        assertThat(trapOf("forever")).isEqualTo(Trap.OUT_OF_FUEL);
    }

    @Test
    void aGuestThatWaitsForFuelCanBeInterrupted() {
        store.addFuel(100);
        Suspension suspension = (Suspension) instance.function("forever").start();
        store.interruptHandle().interrupt();
        store.addFuel(100);
        TrapException trap = catchThrowableOfType(TrapException.class, suspension::resume);
        assertThat(trap.trap()).isEqualTo(Trap.INTERRUPTED);
        assertThat(trap.frames()).hasSize(1);
    }

    @Test
    void whatWouldBeIgnoredIsRefused() {
        Program plain = new Guest()
                .function("f", Guest.NOTHING, 0, w -> w.write(Op.RETURN))
                .build();
        String message =
                "the program was translated without metering, so that it would not heed the fuel, the deadline or"
                        + " the interrupt handle of the store";
        store.addFuel(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain(store, plain))
                .withMessage(message);
        Store fresh = store.engine().newStore();
        fresh.interruptHandle();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain(fresh, plain))
                .withMessage(message);
        Store late = store.engine().newStore();
        plain(late, plain).function("f").call();
        String lateMessage = ", since it has an instance of a program that was translated without metering";
        assertThatIllegalStateException()
                .isThrownBy(() -> late.addFuel(1))
                .withMessage("the store cannot use fuel" + lateMessage);
        assertThatIllegalStateException()
                .isThrownBy(() -> late.deadline(Duration.ofSeconds(1)))
                .withMessage("the store cannot use a deadline" + lateMessage);
        assertThatIllegalStateException()
                .isThrownBy(late::interruptHandle)
                .withMessage("the store cannot use an interrupt handle" + lateMessage);
        // A program without functions heeds everything.
        plain(store, new Guest().build());
    }

    private static Instance plain(Store store, Program program) {
        return new Linker().instantiate(store, program);
    }
}
