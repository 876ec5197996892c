package org.wasmi.exec.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable.Clause;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TagType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Guest;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Tag;
import org.wasmi.exec.TaggedException;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;

/** How exceptions unwind frames; host functions throw them here. */
@ParameterizedClass
@MethodSource("org.wasmi.exec.Guest#executors")
class UnwindingTest {
    private static final FuncType EXTERN_TO_EXTERN =
            new FuncType(List.of(RefType.EXTERNREF), List.of(RefType.EXTERNREF));
    private static final FuncType TO_EXTERN = new FuncType(List.of(), List.of(RefType.EXTERNREF));

    private static final FuncType CARRIED = new FuncType(List.of(NumType.I64, RefType.EXTERNREF), List.of());

    private final TaggedException exception;
    private final Store store;
    private final Linker linker = new Linker();

    UnwindingTest(String executor) {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
        Tag tag = Tag.create(store, CARRIED);
        exception = new TaggedException(tag, Value.i64(42), Value.externRef("carried"));
        linker.define("host", "tag", tag);
        linker.function("host", "throw", Guest.NOTHING, call -> {
            throw exception;
        });
        linker.function("host", "pass", EXTERN_TO_EXTERN, call -> {
            throw exception;
        });
    }

    /** A guest whose function 0 is the host's that throws, with tag 0; tag 1 is another. */
    private static Guest guest() {
        return new Guest()
                .imports("host", "throw", Guest.NOTHING)
                .imports("host", "tag", new TagType(CARRIED))
                .tag(CARRIED);
    }

    private static Guest function(Guest guest, String name, FuncType type, Consumer<InstructionWriter> body) {
        FrameShape frame = new FrameShape(type.paramSlots(), type.resultSlots(), type.paramSlots(), 8, true);
        return guest.function(name, type, () -> Guest.code(frame, body));
    }

    /** A call of a function, which is guarded: what the clause catches goes on at the label that is returned. */
    private static Label guarded(InstructionWriter w, Op call, int function, Clause clause, int slot) {
        Label from = w.newLabel();
        Label to = w.newLabel();
        Label target = w.newLabel();
        w.bind(from);
        w.write(call, function, 4);
        w.bind(to);
        w.handler(clause, from, to, 0, target, slot);
        return target;
    }

    private static void catching(InstructionWriter w, Op call, int function) {
        Label caught = guarded(w, call, function, Clause.CATCH_ALL, 0);
        w.write(Op.RETURN_I, 1);
        w.bind(caught);
        w.write(Op.RETURN_I, 7);
    }

    private Instance instantiate(Guest guest) {
        return linker.instantiate(store, guest.build());
    }

    @Test
    void anExceptionIsCaughtWhereItIsThrown() {
        Instance instance = instantiate(function(guest(), "run", Guest.TO_I32, w -> catching(w, Op.CALL_IMPORT, 0)));

        for (int i = 0; i < 3; i++) {
            assertThat(instance.function("run").call()).containsExactly(Value.i32(7));
        }
    }

    @Test
    void framesAboveTheHandlerAreGone() {
        Guest guest = guest();
        function(guest, "inner", Guest.NOTHING, w -> {
            w.write(Op.CALL_IMPORT, 0, 0);
            w.write(Op.RETURN);
        });
        function(guest, "middle", Guest.NOTHING, w -> {
            w.write(Op.CALL, 1, 3);
            w.write(Op.RETURN);
        });
        function(guest, "outer", Guest.TO_I32, w -> catching(w, Op.CALL, 2));
        function(guest, "run", Guest.TO_I32, w -> {
            w.write(Op.CALL, 3, 1);
            w.write(Op.CALL, 3, 2);
            w.write(Op.I32_ADD_SS, 0, 1, 2);
            w.write(Op.RETURN_S, 0);
        });

        assertThat(instantiate(guest).function("run").call()).containsExactly(Value.i32(14));
    }

    @Test
    void theInnermostHandlerCatches() {
        Guest guest = guest();
        function(guest, "inner", Guest.TO_I32, w -> catching(w, Op.CALL_IMPORT, 0));
        function(guest, "run", Guest.TO_I32, w -> {
            Label caught = guarded(w, Op.CALL, 1, Clause.CATCH_ALL, 0);
            w.write(Op.RETURN_S, 4);
            w.bind(caught);
            w.write(Op.RETURN_I, 8);
        });

        assertThat(instantiate(guest).function("run").call()).containsExactly(Value.i32(7));
    }

    @Test
    void callsOutsideOfTheRangeAreNotGuarded() {
        for (boolean before : new boolean[] {true, false}) {
            Guest guest = guest();
            function(guest, "run", Guest.TO_I32, w -> {
                Label from = w.newLabel();
                Label to = w.newLabel();
                if (before) {
                    w.write(Op.CALL_IMPORT, 0, 4);
                }
                w.bind(from);
                w.write(Op.CONST32, 0, 1);
                w.bind(to);
                if (!before) {
                    w.write(Op.CALL_IMPORT, 0, 4);
                }
                w.write(Op.RETURN_S, 0);
                w.handler(Clause.CATCH_ALL, from, to, 0, from, 0);
            });
            WasmFunction run = instantiate(guest).function("run");

            assertThatThrownBy(run::call).isInstanceOf(TaggedException.class);
        }
    }

    @Test
    void whatNobodyCatchesPassesOutWithTheFramesThatItPassed() {
        Guest guest = guest();
        function(guest, "inner", Guest.NOTHING, w -> {
            w.write(Op.CALL_IMPORT, 0, 0);
            w.write(Op.RETURN);
        });
        function(guest, "run", Guest.NOTHING, w -> {
            w.write(Op.CALL, 1, 0);
            w.write(Op.RETURN);
        });
        WasmFunction run = instantiate(guest).function("run");

        assertThatThrownBy(run::call)
                .isInstanceOfSatisfying(TaggedException.class, thrown -> assertThat(thrown.frames())
                        .extracting(TrapException.Frame::function)
                        .containsExactly(1, 2));
        assertThatThrownBy(run::call).isInstanceOf(TaggedException.class);
    }

    @Test
    void anExceptionPassesThroughTheHostToTheGuestThatCalledIt() {
        Instance[] holder = new Instance[1];
        linker.function("host", "again", Guest.NOTHING, call -> holder[0]
                .function("inner")
                .call());
        Guest guest = guest().imports("host", "again", Guest.NOTHING);
        function(guest, "inner", Guest.NOTHING, w -> {
            w.write(Op.CALL_IMPORT, 0, 0);
            w.write(Op.RETURN);
        });
        function(guest, "run", Guest.TO_I32, w -> catching(w, Op.CALL_IMPORT, 1));
        holder[0] = instantiate(guest);

        assertThat(holder[0].function("run").call()).containsExactly(Value.i32(7));
    }

    @Test
    void clausesOfOtherTagsAreSkippedAndValuesArePutIntoSlots() {
        Guest guest = guest();
        function(guest, "run", Guest.TO_I32, w -> {
            Label from = w.newLabel();
            Label to = w.newLabel();
            Label other = w.newLabel();
            Label target = w.newLabel();
            w.bind(from);
            w.write(Op.CALL_IMPORT, 0, 4);
            w.bind(to);
            w.bind(other);
            w.write(Op.RETURN_I, -1);
            w.bind(target);
            w.write(Op.I32_ADD_SS, 0, 2, 3);
            w.write(Op.RETURN_S, 0);
            w.handler(Clause.CATCH, from, to, 1, other, 2);
            w.handler(Clause.CATCH_REF, from, to, 1, other, 2);
            w.handler(Clause.CATCH, from, to, 0, target, 2);
            w.handler(Clause.CATCH_ALL, from, to, 0, other, 0);
        });

        assertThat(instantiate(guest).function("run").call()).containsExactly(Value.i32(42));
    }

    @Test
    void referencesAndTheExceptionArePutIntoSlots() {
        Guest guest = guest();
        for (Clause clause : List.of(Clause.CATCH_REF, Clause.CATCH_ALL_REF)) {
            for (int slot = 2; slot < 5; slot++) {
                int read = slot;
                function(guest, clause + " " + slot, TO_EXTERN, w -> {
                    Label caught = guarded(w, Op.CALL_IMPORT, 0, clause, 2);
                    w.write(Op.RETURN);
                    w.bind(caught);
                    w.write(Op.RETURN_REF, read);
                });
            }
        }
        Instance instance = instantiate(guest);

        assertThat(reference(instance, "catch_ref 2")).isNull();
        assertThat(reference(instance, "catch_ref 3")).isEqualTo("carried");
        assertThat(reference(instance, "catch_ref 4")).isSameAs(exception);
        assertThat(reference(instance, "catch_all_ref 2")).isSameAs(exception);
        assertThat(reference(instance, "catch_all_ref 3")).isNull();
    }

    private static @Nullable Object reference(Instance instance, String name) {
        return instance.function(name).call().get(0) instanceof Value.ExternRef reference ? reference.object() : null;
    }

    /** Frames that are gone leave no references for those that come after. */
    @Test
    void referencesOfFramesThatAreGoneAreCleared() {
        Guest guest = guest().imports("host", "pass", EXTERN_TO_EXTERN);
        function(guest, "hoard", EXTERN_TO_EXTERN, w -> {
            for (int slot = 1; slot < 8; slot++) {
                w.write(Op.COPY_REF, slot, 0);
            }
            w.write(Op.CALL_IMPORT, 1, 5);
            w.write(Op.RETURN);
        });
        function(guest, "run", EXTERN_TO_EXTERN, w -> {
            w.write(Op.COPY_REF, 4, 0);
            Label caught = guarded(w, Op.CALL, 2, Clause.CATCH_ALL, 0);
            w.write(Op.RETURN);
            w.bind(caught);
            w.write(Op.RETURN_REF, 0);
        });
        Instance instance = instantiate(guest);
        Machine machine = Inside.machine(Guest.machines(store));

        assertThat(instance.function("run").call(Value.externRef("mine"))).containsExactly(Value.externRef("mine"));
        assertThat(machine.references()).containsOnlyNulls();
    }

    @Test
    void aTailCallIsNotGuardedByTheFrameThatItReplaces() {
        Guest guest = guest();
        function(guest, "tail", Guest.NOTHING, w -> {
            Label caught = guarded(w, Op.RETURN_CALL_IMPORT, 0, Clause.CATCH_ALL, 0);
            w.bind(caught);
            w.write(Op.RETURN);
        });
        function(guest, "run", Guest.TO_I32, w -> catching(w, Op.CALL, 1));
        Instance instance = instantiate(guest);

        assertThat(instance.function("run").call()).containsExactly(Value.i32(7));
        assertThatThrownBy(() -> instance.function("tail").call()).isInstanceOf(TaggedException.class);
    }

    @Test
    void trapsAndExceptionsOfTheHostAreNotCaught() {
        linker.function("host", "fail", Guest.NOTHING, call -> {
            throw new IllegalArgumentException("mine");
        });
        Guest guest = guest().imports("host", "fail", Guest.NOTHING);
        function(guest, "trap", Guest.NOTHING, w -> {
            w.write(Op.TRAP, Trap.UNREACHABLE.code());
        });
        function(guest, "trapping", Guest.TO_I32, w -> catching(w, Op.CALL, 2));
        function(guest, "failing", Guest.TO_I32, w -> catching(w, Op.CALL_IMPORT, 1));
        Instance instance = instantiate(guest);

        assertThatThrownBy(() -> instance.function("trapping").call()).isInstanceOf(TrapException.class);
        assertThatThrownBy(() -> instance.function("failing").call()).hasMessage("mine");
    }

    @Test
    void memoryMayBeTouchedForTheFirstTimeInARange() {
        Guest guest = guest().memory("memory", Limits.atLeast(2));
        function(guest, "run", Guest.TO_I32, w -> {
            Label from = w.newLabel();
            Label to = w.newLabel();
            w.bind(from);
            w.write(Op.CONST32, 1, 100_000);
            w.write(Op.LOAD32_S, 0, 1, 0);
            w.write(Op.I32_ADD_SI, 0, 0, 5);
            w.bind(to);
            w.write(Op.RETURN_S, 0);
            w.handler(Clause.CATCH_ALL, from, to, 0, from, 0);
        });

        assertThat(instantiate(guest).function("run").call()).containsExactly(Value.i32(5));
    }

    @Test
    void handlersOfAnotherEncodingAreFoundToo() {
        Guest guest = guest();
        FrameShape frame = new FrameShape(0, 1, 0, 8, true);
        Code compact = Encodings.transcode(
                Guest.code(frame, w -> {
                    w.write(Op.CONST64, 1, 1L << 60);
                    catching(w, Op.CALL_IMPORT, 0);
                }),
                Encodings.named(Encodings.COMPACT));
        guest.function("run", Guest.TO_I32, () -> compact);

        assertThat(instantiate(guest).function("run").call()).containsExactly(Value.i32(7));
    }

    /**
     * A guest that throws pays for the frames and handlers that are asked, or deep stacks of many would be had for
     * nothing.
     */
    @Test
    void lookingForAHandlerCostsFuel() {
        List<Long> costs = new ArrayList<>();
        for (int handlers : new int[] {0, 6_400, 12_800}) {
            Guest guest = guest().metered();
            function(guest, "inner", Guest.NOTHING, w -> {
                Label from = w.newLabel();
                Label to = w.newLabel();
                w.bind(from);
                w.write(Op.CONSUME_FUEL, 1);
                w.bind(to);
                w.write(Op.CALL_IMPORT, 0, 0);
                w.write(Op.RETURN);
                for (int i = 0; i < handlers; i++) {
                    w.handler(Clause.CATCH_ALL, from, to, 0, from, 0);
                }
            });
            function(guest, "run", Guest.TO_I32, w -> catching(w, Op.CALL, 1));
            Instance instance = instantiate(guest);
            store.fuel(1_000_000);
            assertThat(instance.function("run").call()).containsExactly(Value.i32(7));
            costs.add(1_000_000 - store.fuel().orElseThrow());
        }

        assertThat(costs.get(1) - costs.get(0)).isEqualTo(6_400);
        assertThat(costs.get(2) - costs.get(0)).isEqualTo(12_800);
    }
}
