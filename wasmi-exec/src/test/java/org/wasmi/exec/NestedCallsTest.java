package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.GuestTrace;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.Limits;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.runtime.MemoryAccess;

/** What the machine offers to executors that nest Java calls; RestlessExecutor in wasmi-testkit uses it. */
class NestedCallsTest {

    /** Runs a function by doing something to the machine. */
    private record Doing(Consumer<Machine> what) implements Executor {
        @Override
        public String name() {
            return "doing";
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            return request.code().frame().slots() == 1
                    ? new LinkedCode(this, request.code()) {}
                    : request.interpreted();
        }

        @Override
        public void run(Machine machine, int base) {
            what.accept(machine);
            machine.pop();
        }
    }

    /** {@code f} is run by {@link Doing}, {@code g} not: its frame is larger. */
    private static Program program() {
        return new Guest()
                .metered()
                .memory("memory", Limits.atLeast(10))
                .function("f", Guest.NOTHING, 1, w -> w.write(Op.RETURN))
                .function("g", Guest.NOTHING, 2, w -> {
                    w.write(Op.CONSUME_FUEL, 5);
                    w.write(Op.RETURN);
                })
                .build();
    }

    private static Instance instance(Consumer<Machine> what) {
        Engine engine = Engine.create(EngineConfig.DEFAULT.withLimit(StoreLimit.CALL_DEPTH, 100), new Doing(what));
        return new Linker().instantiate(engine.newStore(), program());
    }

    private static GuestFunction g(Machine machine) {
        return (GuestFunction) ((Instance) machine.function().instance()).function("g");
    }

    @Test
    void nothingIsNestedWhereCallsCanBeSuspended() {
        Instance instance = instance(machine -> {
            assertThat(machine.isSuspendable()).isTrue();
            assertThat(machine.nestable()).isZero();
            machine.callNested(g(machine), 1, 0);
        });
        assertThatThrownBy(() -> instance.function("f").start()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void framesThatTheMachineDoesNotSeeCount() {
        Instance instance = instance(machine -> {
            assertThat(machine.isSuspendable()).isFalse();
            assertThat(machine.nestable()).isEqualTo(99);
            machine.callNested(g(machine), 1, 98);
            assertThat(machine.depth()).isEqualTo(1);
            assertThat(machine.nestable()).isEqualTo(99);
            machine.callNested(g(machine), 1, 99);
        });
        TrapException trap = catchThrowableOfType(
                TrapException.class, () -> instance.function("f").call());
        assertThat(trap.trap()).isEqualTo(Trap.CALL_STACK_EXHAUSTED);
        assertThat(trap.frames()).singleElement().satisfies(frame -> assertThat(frame.function())
                .isZero());
        assertThat(instance.store().deepestCall()).isEqualTo(100);
    }

    /** The stack of a thread has an end, whatever the configured depth. */
    @Test
    void nestedCallsOfTheMachineAreBounded() {
        int[] calls = new int[1];
        Executor recursive = new Doing(machine -> {
            if (machine.nestable() > 0) {
                calls[0]++;
                machine.callNested(machine.function(), machine.framePointer() + 1, 0);
            }
        });
        Store store = Engine.create(EngineConfig.DEFAULT, recursive).newStore();
        for (int i = 1; i <= 2; i++) {
            new Linker().instantiate(store, program()).function("f").call();
            assertThat(calls[0]).isEqualTo(i * 250);
        }
    }

    @Test
    void slotsThatTheMachineDoesNotSeeCount() {
        Instance instance = instance(machine -> {
            assertThat(machine.maxSlots()).isEqualTo((int)
                    ((WasmFunction) machine.function()).store().limits().of(StoreLimit.STACK_SLOTS));
            machine.reserveSlots(machine.maxSlots());
            assertThat(machine.slots()).hasSize(machine.maxSlots());
            assertThat(machine.references()).hasSize(machine.maxSlots());
            machine.reserveSlots(machine.maxSlots() + 1L);
        });
        TrapException trap = catchThrowableOfType(
                TrapException.class, () -> instance.function("f").call());
        assertThat(trap.trap()).isEqualTo(Trap.CALL_STACK_EXHAUSTED);
    }

    @Test
    void fuelIsTakenFromTheSlice() {
        Instance instance = instance(machine -> {
            long slice = machine.fuelSlice();
            assertThat(slice).isEqualTo(50);
            assertThatThrownBy(() -> machine.fuelSlice(slice + 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> machine.fuelSlice(-1)).isInstanceOf(IllegalArgumentException.class);
            machine.fuelSlice(slice - 7);
            machine.callNested(g(machine), 1, 0);
            assertThat(machine.fuelSlice()).isEqualTo(slice - 12);
        });
        instance.store().addFuel(51);
        instance.store().consumeFuel(1); // which cuts the slice
        instance.function("f").call();
        assertThat(instance.store().fuel()).hasValue(38);
    }

    @Test
    void framesThatTheMachineDoesNotSeeAreInBacktraces() {
        AtomicReference<Throwable> toThrow = new AtomicReference<>();
        Instance instance = instance(machine -> {
            GuestFunction g = g(machine);
            Throwable thrown = Objects.requireNonNull(toThrow.get());
            machine.addFrame(thrown, g, Calls.codeOf(g), 1);
            machine.savePosition(1);
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        });
        toThrow.set(new TrapException(Trap.UNREACHABLE));
        assertThat(trapOf(instance).frames())
                .extracting(TrapException.Frame::function)
                .containsExactly(1, 0);
        toThrow.set(new StackOverflowError());
        TrapException overflow = trapOf(instance);
        assertThat(overflow.trap()).isEqualTo(Trap.CALL_STACK_EXHAUSTED);
        assertThat(overflow.frames()).extracting(TrapException.Frame::function).containsExactly(1, 0);
        toThrow.set(new IllegalStateException("of the host"));
        assertThatThrownBy(() -> instance.function("f").call())
                .isSameAs(toThrow.get())
                .satisfies(thrown -> assertThat(((GuestTrace) thrown.getSuppressed()[0])
                                .backtrace()
                                .frames())
                        .extracting(TrapException.Frame::function)
                        .containsExactly(1, 0));
    }

    private static TrapException trapOf(Instance instance) {
        return catchThrowableOfType(
                TrapException.class, () -> instance.function("f").call());
    }

    @Test
    void roomInMemoriesIsMadeOrRefused() {
        Instance instance = instance(machine -> {
            machine.refresh();
            assertThat(machine.memorySize()).isEqualTo(1 << 16);
            Memory memory = ((Instance) machine.instance()).memory("memory");
            MemoryAccess.ensure(memory, (5 << 16) - 1, 1);
            machine.refresh();
            assertThat(machine.memorySize()).isEqualTo(5 << 16);
            MemoryAccess.ensure(memory, 10 << 16, 1);
        });
        assertThat(trapOf(instance).trap()).isEqualTo(Trap.MEMORY_OUT_OF_BOUNDS);
    }

    @Test
    void framesGoOnInCodeOfTheSameShapeOnly() {
        Instance instance = instance(machine -> machine.continueIn(Calls.codeOf(g(machine)), 0));
        assertThatThrownBy(() -> instance.function("f").call()).isInstanceOf(IllegalArgumentException.class);
    }

    /** Runs {@code f} by a nested call of {@code g} that leaves for the machine before it has begun. */
    private static final class Leaving implements Executor {
        private final int fuel;
        private boolean left;

        Leaving(int fuel) {
            this.fuel = fuel;
        }

        @Override
        public String name() {
            return "leaving";
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            return request.code().frame().slots() == 1
                    ? new LinkedCode(this, request.code()) {}
                    : request.interpreted();
        }

        @Override
        public void run(Machine machine, int base) {
            if (left) {
                machine.pop();
                return;
            }
            left = true;
            int frame = machine.depth() - 1;
            GuestFunction f = machine.function();
            GuestFunction g = g(machine);
            assertThat(machine.leavable()).isEqualTo(99);
            boolean paid = machine.consumeFuel(fuel, 0, 1);
            assertThat(paid).isEqualTo(fuel <= 50);
            machine.reserveSlots(3);
            machine.putFrame(frame + 1, g, Calls.codeOf(g), 0, 1, 0);
            machine.putFrame(frame, f, Calls.codeOf(f), 1, 0, 0);
            assertThat(machine.depth()).isEqualTo(2);
        }
    }

    @Test
    void nestedFramesLeaveForTheMachine() {
        for (int fuel : new int[] {20, 60}) {
            Engine engine =
                    Engine.create(EngineConfig.DEFAULT.withLimit(StoreLimit.CALL_DEPTH, 100), new Leaving(fuel));
            Instance instance = new Linker().instantiate(engine.newStore(), program());
            instance.store().addFuel(50);
            Outcome outcome = instance.function("f").start();
            if (fuel == 60) {
                Suspension suspension = (Suspension) outcome;
                assertThat(suspension.reason()).isEqualTo(new Suspension.OutOfFuel(10));
                instance.store().addFuel(30);
                outcome = suspension.resume();
            }
            assertThat(outcome).isInstanceOf(Outcome.Finished.class);
            assertThat(instance.store().fuelUsed()).isEqualTo(fuel + 5);
            assertThat(instance.store().deepestCall()).isEqualTo(2);
        }
    }

    /** What is thrown before all frames of a call that waits are on the machine ends the call like any other. */
    @Test
    void aCallWhoseFramesDoNotAllArriveEnds() {
        IllegalStateException failure = new IllegalStateException("in the middle");
        Instance instance = instance(machine -> {
            assertThat(machine.consumeFuel(60, 0, 3)).isFalse();
            throw failure;
        });
        instance.store().addFuel(50);
        assertThatThrownBy(() -> instance.function("f").start()).isSameAs(failure);
        assertThat(instance.store().fuel()).hasValue(50);
        instance.function("g").call();
        assertThat(instance.store().fuel()).hasValue(45);
    }
}
