package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wasmi.encoding.type.RefType.EXTERNREF;
import static org.wasmi.encoding.type.RefType.FUNCREF;
import static org.wasmi.exec.Guest.I32;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.verify.Verifier;
import org.wasmi.exec.runtime.Inside;

/**
 * A bank has a function that it exports to nobody, and references to it all over its frames. A spy, verified and of the
 * same store, reads every reference half that it can reach, without having written any.
 */
@ParameterizedClass
@MethodSource("org.wasmi.exec.Guest#executors")
class LeakedReferencesTest {
    private static final FuncType GIVE = Guest.type(List.of(), List.of(I32, FUNCREF));
    private static final int SLOTS = 40;

    /** Where the spy's callee begins. */
    private static final int CALLEE = 3;

    private final Store store;
    private final Linker linker = new Linker();

    LeakedReferencesTest(String executor) {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
    }

    private static Guest function(Guest guest, String name, FuncType type, Consumer<InstructionWriter> body) {
        FrameShape frame = new FrameShape(type.paramSlots(), type.resultSlots(), type.paramSlots(), SLOTS, true);
        return guest.function(name, type, () -> Guest.code(frame, body));
    }

    /** Writes a reference to function 1, the private one, to all slots. */
    private static void hoard(InstructionWriter w) {
        IntStream.range(0, SLOTS).forEach(slot -> w.write(Op.REF_FUNC, slot, 1));
    }

    private Instance bank() {
        Guest guest = new Guest().imports("spy", "read", Guest.I32_TO_NOTHING);
        function(guest, "", Guest.NOTHING, w -> w.write(Op.RETURN));
        function(guest, "returns", Guest.NOTHING, w -> {
            hoard(w);
            w.write(Op.RETURN);
        });
        function(guest, "gives", GIVE, w -> {
            hoard(w);
            w.write(Op.CONST32, 0, 1);
            w.write(Op.RETURN_SPAN_REFS, 0, 2);
        });
        function(guest, "traps", Guest.NOTHING, w -> {
            hoard(w);
            w.write(Op.TRAP, Trap.UNREACHABLE.code());
        });
        function(guest, "calls", Guest.NOTHING, w -> {
            hoard(w);
            w.write(Op.CALL_IMPORT, 0, 5);
            w.write(Op.RETURN);
        });
        function(guest, "tailCalls", Guest.NOTHING, w -> {
            hoard(w);
            w.write(Op.RETURN_CALL_IMPORT, 0, 5);
        });
        function(guest, "nested", Guest.NOTHING, w -> {
            hoard(w);
            w.write(Op.CALL, 2, 8);
            w.write(Op.CALL, 3, 8);
            w.write(Op.RETURN);
        });
        // It holds no references itself, and leaves by a tail call to what does.
        guest.function("leaves", Guest.NOTHING, 0, w -> w.write(Op.RETURN_CALL, 2, 0));
        return instantiate("bank", guest);
    }

    private Instance instantiate(String name, Guest guest) {
        Program program = guest.build();
        Verifier.verify(program);
        Instance instance = linker.instantiate(store, program);
        linker.define(name, instance);
        return instance;
    }

    /** Puts the reference halves of its slots into a table. */
    private static void read(InstructionWriter w, int from) {
        for (int slot = from; slot < SLOTS; slot++) {
            w.write(Op.CONST32, 0, slot);
            w.write(Op.TABLE_SET, 0, 0, slot);
        }
        w.write(Op.RETURN);
    }

    private Guest spy() {
        return new Guest().table("seen", FUNCREF, Limits.atLeast(SLOTS));
    }

    private Instance reader() {
        Guest guest = spy();
        function(guest, "read", Guest.I32_TO_NOTHING, w -> read(w, 0));
        return instantiate("spy", guest);
    }

    private static void assertNothingIsSeen(Instance spy) {
        for (int slot = 0; slot < SLOTS; slot++) {
            assertThat(Inside.get(spy.table("seen"), slot)).as("slot " + slot).isNull();
        }
    }

    /** Calls something as the host does, then in a call that could be suspended. */
    private static void assertNothingIsSeen(Instance spy, Instance instance, String function) {
        instance.function(function).call();
        assertNothingIsSeen(spy);
        assertThat(instance.function(function).start()).isInstanceOf(Outcome.Finished.class);
        assertNothingIsSeen(spy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls", "tailCalls"})
    void aCalleeFindsNothingOfItsCaller(String function) {
        Instance spy = reader();

        assertNothingIsSeen(spy, bank(), function);
    }

    /** The argument of the callee is a number; in the other half of its slot is a reference of the caller. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy",
                "span",
                "select",
                "global",
                "call",
                "tail call",
                "call of type",
                "return",
                "throw",
                "test"
            })
    void aCalleeFindsNothingInTheOtherHalvesOfItsNumbers(String way) {
        FuncType giving = Guest.type(List.of(FUNCREF), List.of());
        Guest guest = spy().tag(giving).global("seen in a global", true, Guest.refNull(FUNCREF));
        function(guest, "read", Guest.I32_TO_NOTHING, w -> readArgument(w, way));
        function(
                guest,
                "give",
                giving,
                w -> { // function 1 shows its argument
                    w.write(Op.CONST32, 1, 0);
                    w.write(Op.TABLE_SET, 0, 1, 0);
                    w.write(Op.RETURN);
                });
        function(guest, "return", Guest.type(List.of(I32), List.of(FUNCREF)), w -> w.write(Op.RETURN_REF, 0));
        Instance spy = instantiate("spy", guest);
        Instance bank = bank();

        for (String function : List.of("calls", "tailCalls")) {
            try {
                assertNothingIsSeen(spy, bank, function);
            } catch (TaggedException thrown) {
                assertThat(thrown.values()).containsExactly(Value.nullRef(FUNCREF));
            }
            assertThat(spy.global("seen in a global").get()).isEqualTo(Value.nullRef(FUNCREF));
        }
    }

    private static void readArgument(InstructionWriter w, String way) {
        w.write(Op.CONST32, 1, 0);
        switch (way) {
            case "copy" -> w.write(Op.COPY_REF, 2, 0);
            case "span" -> w.write(Op.COPY_SPAN_REFS, 2, 0, 1);
            case "select" -> w.write(Op.SELECT_REF, 2, 1, 0, 1);
            case "global" -> w.write(Op.GLOBAL_SET_REF, 0, 0);
            case "call" -> w.write(Op.CALL, 1, 0);
            case "tail call" -> w.write(Op.RETURN_CALL, 1, 0);
            case "call of type" -> {
                w.write(Op.REF_FUNC, 3, 1);
                w.write(Op.CALL_REF, 0, 3, 0);
            }
            case "return" -> {
                w.write(Op.CALL, 2, 0);
                w.write(Op.COPY_REF, 2, 0);
            }
            case "throw" -> w.write(Op.THROW_REFS, 0, 0, 1);
            default -> {
                w.write(Op.REF_IS_NULL, 3, 0);
                var isNull = w.newLabel();
                w.branch(Op.BR_IF_NEZ, isNull, 3);
                w.write(Op.TRAP, Trap.UNREACHABLE.code());
                w.bind(isNull);
            }
        }
        w.write(Op.TABLE_SET, 0, 1, 2);
        w.write(Op.RETURN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"returns", "gives", "calls", "tailCalls", "nested", "leaves"})
    void aCallerFindsNothingOfItsCallee(String function) {
        reader();
        Instance bank = bank();
        FuncType type = bank.function(function).type();
        Guest guest = spy().imports("bank", function, type);
        function(guest, "spy", Guest.NOTHING, w -> {
            w.write(Op.CALL_IMPORT, 0, CALLEE);
            if (!type.results().isEmpty()) {
                w.write(Op.REF_NULL, CALLEE + 1); // the one reference that was given
            }
            read(w, 0);
        });
        Instance spy = instantiate("", guest);

        assertNothingIsSeen(spy, spy, "spy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gives", "traps", "nested", "instantiates"})
    void aCallerOfTheHostFindsNothingOfWhatThatDid(String function) {
        reader();
        Instance bank = bank();
        linker.function("host", "call", Guest.NOTHING, call -> {
            try {
                if (function.equals("instantiates")) {
                    trapInStart();
                } else {
                    bank.function(function).call();
                }
            } catch (TrapException trap) {
                assertThat(trap.trap()).isEqualTo(Trap.UNREACHABLE);
            }
        });
        Guest guest = spy().imports("host", "call", Guest.NOTHING);
        function(guest, "spy", Guest.NOTHING, w -> {
            w.write(Op.CALL_IMPORT, 0, CALLEE);
            read(w, 0);
        });
        Instance spy = instantiate("", guest);

        assertNothingIsSeen(spy, spy, "spy");
    }

    /** Instantiates what has a private function in a global and ends in its start function. */
    private void trapInStart() {
        Guest guest = new Guest();
        function(guest, "unused", Guest.NOTHING, w -> w.write(Op.RETURN));
        function(guest, "private", Guest.NOTHING, w -> {
            hoard(w);
            w.write(Op.TRAP, Trap.UNREACHABLE.code());
        });
        Program program =
                guest.global("global", false, Guest.refFunc(1)).start(1).build();
        assertThatThrownBy(() -> linker.instantiate(store, program)).isInstanceOf(TrapException.class);
    }

    /** Results of the host lie behind its arguments first, which may be beyond the frame of its caller. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 8})
    void resultsOfTheHostAreLeftNowhereElse(int slots) {
        FuncType type = Guest.type(List.of(FUNCREF, FUNCREF, FUNCREF, FUNCREF), List.of(FUNCREF, FUNCREF));
        linker.function("host", "give", type, call -> {
            call.returnReference(0, call.function());
            call.returnReference(1, call.function());
        });
        Guest taking = new Guest().imports("host", "give", type);
        FrameShape frame = new FrameShape(0, 0, 0, slots, true);
        taking.function(
                "take",
                Guest.NOTHING,
                () -> Guest.code(frame, w -> {
                    IntStream.range(0, 4).forEach(slot -> w.write(Op.REF_NULL, slot));
                    w.write(Op.CALL_IMPORT, 0, 0);
                    w.write(Op.RETURN);
                }));
        instantiate("bank", taking);
        Guest guest = spy().imports("bank", "take", Guest.NOTHING);
        function(guest, "spy", Guest.NOTHING, w -> {
            w.write(Op.CALL_IMPORT, 0, CALLEE);
            read(w, 0);
        });
        Instance spy = instantiate("", guest);

        assertNothingIsSeen(spy, spy, "spy");
    }

    /** So that objects live no longer than what refers to them. */
    @ParameterizedTest
    @ValueSource(strings = {"call", "tail call"})
    void nothingIsHeldForFunctionsThatHaveReturned(String how) {
        Object object = new Object();
        int[] found = new int[1];
        linker.function("host", "look", Guest.NOTHING, call -> {
            for (Object each : Inside.machine(store.machines()).references()) {
                found[0] += each == object ? 1 : 0;
            }
        });
        FuncType keep = Guest.type(List.of(EXTERNREF), List.of());
        Guest guest = new Guest().imports("host", "look", Guest.NOTHING);
        function(guest, "keep", keep, w -> {
            IntStream.range(1, SLOTS).forEach(slot -> w.write(Op.COPY_REF, slot, 0));
            if (how.equals("call")) {
                w.write(Op.RETURN);
            } else {
                w.write(Op.RETURN_CALL_IMPORT, 0, 7);
            }
        });
        function(guest, "main", keep, w -> {
            w.write(Op.COPY_REF, CALLEE, 0);
            w.write(Op.CALL, 1, CALLEE);
            w.write(Op.CALL_IMPORT, 0, CALLEE);
            w.write(Op.RETURN);
        });
        Instance instance = instantiate("", guest.export("again", ExternKind.FUNC, 2));
        instance.function("main").call(Value.externRef(object));

        // The argument of main is held. A call of the host keeps the frame of the function that it stands in for.
        assertThat(found[0]).isEqualTo(how.equals("call") ? 1 : SLOTS + 1 + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 500})
    void recursionFindsItsOwnReferencesAsItLeftThem(int depth) {
        FuncType type = Guest.type(List.of(I32, EXTERNREF), List.of(EXTERNREF));
        Guest guest = new Guest();
        function(guest, "f", type, w -> {
            var more = w.newLabel();
            w.branch(Op.BR_IF_NEZ, more, 0);
            w.write(Op.RETURN_REF, 1);
            w.bind(more);
            w.write(Op.I32_ADD_SI, 5, 0, -1);
            w.write(Op.COPY_REF, 6, 1);
            w.write(Op.COPY_REF, 2, 1);
            w.write(Op.CALL, 0, 5);
            w.write(Op.REF_IS_NULL, 3, 2);
            var lost = w.newLabel();
            w.branch(Op.BR_IF_NEZ, lost, 3);
            w.write(Op.RETURN_REF, 5);
            w.bind(lost);
            w.write(Op.TRAP, Trap.UNREACHABLE.code());
        });
        Instance instance = instantiate("", guest);
        Value object = Value.externRef(new Object());

        for (int i = 0; i < 3; i++) {
            assertThat(instance.function("f").call(Value.i32(depth), object)).containsExactly(object);
        }
    }

    /** As a function is whose only reference is a local that it does not use. */
    @Test
    void aFrameMayHoldReferencesAndNoInstructionOne() {
        Guest guest = new Guest();
        function(guest, "callee", Guest.NOTHING, w -> w.write(Op.RETURN));
        function(guest, "caller", Guest.NOTHING, w -> {
            w.write(Op.REF_NULL, 9);
            w.write(Op.CALL, 0, 8);
            w.write(Op.RETURN);
        });
        Instance instance = instantiate("", guest);

        assertThat(instance.function("caller").call()).isEmpty();
        assertThat(instance.function("callee").call()).isEmpty();
    }
}
