package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

@ParameterizedClass
@MethodSource("org.wasmi.exec.Guest#executors")
class CallsTest {
    private static final List<ValType> ALL = List.of(
            NumType.I32,
            NumType.I64,
            NumType.F32,
            NumType.F64,
            RefType.FUNCREF,
            RefType.EXTERNREF,
            VecType.V128,
            NumType.I32);
    private static final FuncType ALL_TO_ALL = new FuncType(ALL, ALL);

    private final Store store;
    private final Linker linker = new Linker();

    CallsTest(String executor) {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
    }

    /** A guest that passes all its arguments to the import and the results on. */
    private Instance passingOn(FuncType type, HostFunction host) {
        linker.function("host", "f", type, host);
        int params = type.paramSlots();
        int slots = params + params + type.resultSlots();
        return linker.instantiate(
                store,
                new Guest()
                        .imports("host", "f", type)
                        .memory("memory", Limits.atLeast(1))
                        .function("run", type, slots, w -> {
                            w.write(Op.COPY_SPAN_REFS, params, 0, params);
                            w.write(Op.CALL_IMPORT, 0, params);
                            w.write(Op.RETURN_SPAN_REFS, params, type.resultSlots());
                        })
                        .build());
    }

    @Test
    void valuesOfAllTypesPassToTheHostAndBack() {
        Instance instance = passingOn(ALL_TO_ALL, call -> {
            call.returnI32(0, call.i32(0) + 1);
            call.returnI64(1, call.i64(1) + 1);
            call.returnF32(2, call.f32(2) + 1);
            call.returnF64(3, call.f64(3) + 1);
            call.returnReference(4, call.reference(4));
            call.returnReference(5, call.reference(5) + "!");
            call.returnV128(6, new Value.V128(call.v128(6).high(), call.v128(6).low()));
            call.returnI32(7, call.i32(7) + 1);
        });
        WasmFunction run = instance.function("run");
        Value self = Value.funcRef(run);
        assertThat(run.call(
                        Value.i32(-1),
                        Value.i64(1L << 40),
                        Value.f32(1.5f),
                        Value.f64(-2.5),
                        self,
                        Value.externRef("x"),
                        new Value.V128(1, 2),
                        Value.i32(3)))
                .containsExactly(
                        Value.i32(0),
                        Value.i64((1L << 40) + 1),
                        Value.f32(2.5f),
                        Value.f64(-1.5),
                        self,
                        Value.externRef("x!"),
                        new Value.V128(2, 1),
                        Value.i32(4));
    }

    @Test
    void valuesPassAsObjectsToo() {
        Instance instance = passingOn(ALL_TO_ALL, call -> {
            for (int i = 0; i < ALL.size(); i++) {
                call.returnValue(i, call.value(i));
            }
        });
        List<Value> values = List.of(
                Value.i32(1),
                Value.i64(2),
                new Value.F32(0x7fa0_0001),
                new Value.F64(0x7ff4_0000_0000_0001L),
                Value.nullRef(RefType.FUNCREF),
                Value.nullRef(RefType.EXTERNREF),
                new Value.V128(-1, Long.MIN_VALUE),
                Value.i32(-1));
        assertThat(instance.function("run").call(values.toArray(Value[]::new))).isEqualTo(values);
    }

    @Test
    void anInvocationIsUsedOverAndOver() {
        Instance instance = passingOn(ALL_TO_ALL, call -> {
            for (int i = 0; i < ALL.size(); i++) {
                call.returnValue(i, call.value(i));
            }
        });
        WasmFunction run = instance.function("run");
        Invocation invocation = run.newInvocation();
        for (int i = 0; i < 3; i++) {
            invocation.passI32(0, i).passI64(1, i).passF32(2, i).passF64(3, i);
            invocation.passReference(4, run).passReference(5, "text");
            invocation.passV128(6, new Value.V128(i, -i)).passI32(7, -i).call();
            assertThat(invocation.i32(0)).isEqualTo(i);
            assertThat(invocation.i64(1)).isEqualTo(i);
            assertThat(invocation.f32(2)).isEqualTo(i);
            assertThat(invocation.f64(3)).isEqualTo(i);
            assertThat(invocation.reference(4)).isSameAs(run);
            assertThat(invocation.reference(5)).isEqualTo("text");
            assertThat(invocation.value(5)).isEqualTo(Value.externRef("text"));
            assertThat(invocation.v128(6)).isEqualTo(new Value.V128(i, -i));
            assertThat(invocation.i32(7)).isEqualTo(-i);
        }
        assertThat(invocation.function()).isSameAs(run);
    }

    @Test
    void resultsThatTheHostDoesNotSetAreZero() {
        Instance instance = passingOn(ALL_TO_ALL, call -> {});
        assertThat(instance.function("run")
                        .call(
                                Value.i32(1),
                                Value.i64(1),
                                Value.f32(1),
                                Value.f64(1),
                                Value.funcRef(instance.function("run")),
                                Value.externRef("x"),
                                new Value.V128(1, 1),
                                Value.i32(1)))
                .isEqualTo(ALL.stream().map(Value::zero).toList());
    }

    @Test
    void settingAResultLeavesTheArguments() {
        Instance instance = passingOn(Guest.I32_I32_TO_I32, call -> {
            call.returnI32(100);
            call.returnI32(call.i32(0) - call.i32(1));
        });
        assertThat(instance.function("run").call(Value.i32(5), Value.i32(3))).containsExactly(Value.i32(2));
    }

    @Test
    void argumentsAreChecked() {
        WasmFunction run = passingOn(Guest.I32_I32_TO_I32, call -> {}).function("run");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run.call(Value.i32(1)))
                .withMessage("a function of type (i32, i32) -> (i32) takes 2 arguments, not 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run.call(Value.i32(1), Value.f64(1)))
                .withMessage("parameter 1 of (i32, i32) -> (i32) is i32, not f64");
        Invocation invocation = run.newInvocation();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invocation.passF32(0, 1))
                .withMessage("parameter 0 of (i32, i32) -> (i32) is i32, not f32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invocation.passI32(2, 1))
                .withMessage("there is no parameter 2 in (i32, i32) -> (i32)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invocation.passV128(0, new Value.V128(1, 2)))
                .withMessage("parameter 0 of (i32, i32) -> (i32) is i32, not v128");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invocation.i64(0))
                .withMessage("result 0 of (i32, i32) -> (i32) is i32, not i64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invocation.passReference(0, null))
                .withMessage("parameter 0 of (i32, i32) -> (i32) is i32, not a reference");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invocation.value(-1))
                .withMessage("there is no result -1 in (i32, i32) -> (i32)");
    }

    @Test
    void referencesAreChecked() {
        WasmFunction run = passingOn(ALL_TO_ALL, call -> {}).function("run");
        WasmFunction stranger = BoundHostFunction.create(Engine.create().newStore(), Guest.NOTHING, call -> {});
        Invocation invocation = run.newInvocation();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invocation.passReference(4, "text"))
                .withMessageEndingWith("is funcref, not an object of class java.lang.String");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invocation.passReference(4, stranger))
                .withMessage("the func belongs to another store");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invocation.pass(4, Value.funcRef(stranger)))
                .withMessage("the func belongs to another store");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invocation.pass(4, Value.nullRef(RefType.EXTERNREF)))
                .withMessageEndingWith("is funcref, not externref");
    }

    @Test
    void theHostsUseOfACallIsChecked() {
        List<HostCall> kept = new ArrayList<>();
        Instance instance = passingOn(Guest.I32_TO_I32, call -> {
            kept.add(call);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> call.i64(0))
                    .withMessage("parameter 0 of (i32) -> (i32) is i32, not i64");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> call.i32(1))
                    .withMessage("there is no parameter 1 in (i32) -> (i32)");
            assertThatIllegalArgumentException().isThrownBy(() -> call.returnF64(0));
            assertThatIllegalArgumentException().isThrownBy(() -> call.v128(0));
            assertThatIllegalArgumentException().isThrownBy(() -> call.returnV128(new Value.V128(0, 0)));
            assertThatIllegalArgumentException().isThrownBy(() -> call.returnI32(1, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> call.returnValue(0, Value.i64(0)));
            assertThatIllegalArgumentException().isThrownBy(() -> call.returnReference(0, null));
        });
        instance.function("run").call(Value.i32(0));
        HostCall call = kept.get(0);
        assertThatIllegalStateException().isThrownBy(() -> call.i32(0)).withMessage("the call has returned");
        assertThatIllegalStateException().isThrownBy(() -> call.returnI32(0));
        assertThatIllegalStateException().isThrownBy(call::memory);
        assertThatIllegalStateException().isThrownBy(() -> call.value(0));
        assertThatIllegalStateException().isThrownBy(() -> call.reference(0));
        assertThatIllegalStateException().isThrownBy(call::store);
    }

    @Test
    void theHostSeesItsCaller() {
        List<Object> seen = new ArrayList<>();
        Instance instance = passingOn(Guest.I32_I32_TO_I32, call -> {
            seen.add(call.caller());
            seen.add(call.memory());
            seen.add(call.store());
            seen.add(call.hasCaller());
            seen.add(call.utf8(0, 1));
        });
        instance.memory("memory").write(3, "héllo".getBytes(StandardCharsets.UTF_8), 0, 6);
        instance.function("run").call(Value.i32(3), Value.i32(6));
        assertThat(seen).containsExactly(instance, instance.memory("memory"), store, true, "héllo");
        assertThatThrownBy(() -> instance.function("run").call(Value.i32(-1), Value.i32(-1)))
                .isInstanceOf(TrapException.class)
                .hasMessageStartingWith("out of bounds memory access");
    }

    @Test
    void theHostMayCallItsOwnFunctions() {
        List<Boolean> seen = new ArrayList<>();
        WasmFunction function = BoundHostFunction.create(store, Guest.I32_TO_I32, call -> {
            seen.add(call.hasCaller());
            assertThatIllegalStateException().isThrownBy(call::caller);
            assertThatThrownBy(call::memory).isInstanceOf(TrapException.class);
            call.returnI32(call.i32(0) + 1);
        });
        assertThat(function.call(Value.i32(1))).containsExactly(Value.i32(2));
        assertThat(seen).containsExactly(false);
    }

    @Test
    void hostAndGuestMayCallEachOtherInTurns() {
        // run(n) = n == 0 ? 0 : 1 + run(n - 1), the step down by the host.
        Instance[] holder = new Instance[1];
        Instance instance = passingOn(Guest.I32_TO_I32, call -> {
            int n = call.i32(0);
            if (n > 0) {
                Invocation inner = holder[0].function("run").newInvocation();
                call.returnI32(1 + inner.passI32(0, n - 1).call().i32(0));
                assertThat(call.i32(0)).isEqualTo(n);
            }
        });
        holder[0] = instance;
        assertThat(instance.function("run").call(Value.i32(100))).containsExactly(Value.i32(100));
        assertThatThrownBy(() -> instance.function("run").call(Value.i32(1000)))
                .isInstanceOf(TrapException.class)
                .hasMessageStartingWith("call stack exhausted");
        assertThat(instance.function("run").call(Value.i32(50))).containsExactly(Value.i32(50));
    }

    @Test
    void whatTheHostThrowsPassesThroughAsItIs() {
        IllegalStateException thrown = new IllegalStateException("mine");
        boolean[] fail = {true};
        Instance instance = passingOn(Guest.I32_TO_I32, call -> {
            if (fail[0]) {
                throw thrown;
            }
            call.returnI32(5);
        });
        WasmFunction run = instance.function("run");
        assertThatThrownBy(() -> run.call(Value.i32(0))).isSameAs(thrown);
        fail[0] = false;
        assertThat(run.call(Value.i32(0))).containsExactly(Value.i32(5));
    }

    @Test
    void aTrapOfTheHostGetsTheBacktraceOfTheGuest() {
        Instance instance = passingOn(Guest.NOTHING, call -> {
            throw new TrapException(Trap.UNREACHABLE, "says the host");
        });
        assertThatThrownBy(() -> instance.function("run").call()).isInstanceOfSatisfying(TrapException.class, trap -> {
            assertThat(trap).hasMessage("unreachable: says the host");
            assertThat(trap.frames()).extracting(TrapException.Frame::function).containsExactly(1);
        });
    }

    @Test
    void aBacktraceShowsTheFramesOfAllTurns() {
        Instance[] holder = new Instance[1];
        linker.function("host", "again", Guest.I32_TO_NOTHING, call -> holder[0]
                .function("run")
                .call(Value.i32(0)));
        Instance instance = linker.instantiate(
                store,
                new Guest()
                        .imports("host", "again", Guest.I32_TO_NOTHING)
                        .function("fail", Guest.NOTHING, 0, w -> {
                            w.source(70);
                            w.write(Op.TRAP, Trap.UNREACHABLE.code());
                        })
                        .function("run", Guest.I32_TO_NOTHING, 2, w -> {
                            var host = w.newLabel();
                            w.source(80);
                            w.branch(Op.BR_IF_NEZ, host, 0);
                            w.source(81);
                            w.write(Op.CALL, 1, 1);
                            w.source(82);
                            w.write(Op.RETURN);
                            w.bind(host);
                            w.source(83);
                            w.write(Op.CALL_IMPORT, 0, 0);
                            w.source(84);
                            w.write(Op.RETURN);
                        })
                        .build());
        holder[0] = instance;
        assertThatThrownBy(() -> instance.function("run").call(Value.i32(1)))
                .isInstanceOfSatisfying(TrapException.class, trap -> assertThat(trap.frames())
                        .extracting(TrapException.Frame::toString)
                        .containsExactly("func[1] [0x46]", "func[2] [0x51]", "func[2] [0x53]"));
    }

    @Test
    void functionsOfOtherInstancesAreCalledInTheirOwn() {
        Instance provider = linker.instantiate(
                store,
                new Guest()
                        .global("g", true, Guest.i32(5))
                        .function("get", Guest.TO_I32, 1, w -> {
                            w.write(Op.GLOBAL_GET, 0, 0);
                            w.write(Op.RETURN_S, 0);
                        })
                        .build());
        linker.define("p", provider);
        Instance user = linker.instantiate(
                store,
                new Guest()
                        .imports("p", "get", Guest.TO_I32)
                        .global("g", true, Guest.i32(70))
                        .function("sum", Guest.TO_I32, 3, w -> {
                            w.write(Op.CALL_IMPORT, 0, 0);
                            w.write(Op.GLOBAL_GET, 1, 0);
                            w.write(Op.I32_ADD_SS, 0, 0, 1);
                            w.write(Op.RETURN_S, 0);
                        })
                        .export("get", ExternKind.FUNC, 0)
                        .build());
        assertThat(user.function("sum").call()).containsExactly(Value.i32(75));
        assertThat(user.function("get")).isSameAs(provider.function("get"));
    }

    @Test
    void tailCallsTakeNoRoom() {
        // count(n, sum) = n == 0 ? host(sum) : count(n - 1, sum + 1), by way of a function of the host at the end.
        linker.function("host", "last", Guest.I32_TO_I32, call -> call.returnI32(call.i32(0) * 2));
        Instance instance = linker.instantiate(
                store,
                new Guest()
                        .imports("host", "last", Guest.I32_TO_I32)
                        .function("count", Guest.I32_I32_TO_I32, 4, w -> {
                            var more = w.newLabel();
                            w.branch(Op.BR_IF_NEZ, more, 0);
                            w.write(Op.RETURN_CALL_IMPORT, 0, 1);
                            w.bind(more);
                            w.write(Op.I32_ADD_SI, 2, 0, -1);
                            w.write(Op.I32_ADD_SI, 3, 1, 1);
                            w.write(Op.RETURN_CALL, 1, 2);
                        })
                        .build());
        assertThat(instance.function("count").call(Value.i32(300_000), Value.i32(5)))
                .containsExactly(Value.i32(600_010));
    }

    @Test
    void indirectCallsCheckElementAndType() {
        linker.function("host", "twice", Guest.I32_TO_I32, call -> call.returnI32(call.i32(0) * 2));
        Guest guest = new Guest().imports("host", "twice", Guest.I32_TO_I32);
        int type = guest.typeIndex(Guest.I32_TO_I32);
        Instance instance = linker.instantiate(
                store,
                guest.table("table", RefType.FUNCREF, Limits.atLeast(4))
                        .function("inc", Guest.I32_TO_I32, 2, w -> {
                            w.write(Op.I32_ADD_SI, 1, 0, 1);
                            w.write(Op.RETURN_S, 1);
                        })
                        .function("other", Guest.TO_I32, 1, w -> w.write(Op.RETURN_I, 0))
                        .function("through", Guest.I32_I32_TO_I32, 3, w -> {
                            w.write(Op.COPY, 2, 1);
                            w.write(Op.CALL_INDIRECT, type, 0, 0, 2);
                            w.write(Op.RETURN_S, 2);
                        })
                        .function("instead", Guest.I32_I32_TO_I32, 3, w -> {
                            w.write(Op.COPY, 2, 1);
                            w.write(Op.RETURN_CALL_INDIRECT, type, 0, 0, 2);
                        })
                        .elements(new SegmentMode.Active(0, Guest.i32(0)), 0, 1, 2)
                        .build());
        for (String name : List.of("through", "instead")) {
            WasmFunction call = instance.function(name);
            assertThat(call.call(Value.i32(0), Value.i32(21))).containsExactly(Value.i32(42));
            assertThat(call.call(Value.i32(1), Value.i32(21))).containsExactly(Value.i32(22));
            assertTraps(Trap.INDIRECT_CALL_TYPE_MISMATCH, call, 2);
            assertTraps(Trap.UNINITIALIZED_ELEMENT, call, 3);
            assertTraps(Trap.UNDEFINED_ELEMENT, call, 4);
            assertTraps(Trap.UNDEFINED_ELEMENT, call, -1);
        }
    }

    private static void assertTraps(Trap trap, WasmFunction function, int element) {
        assertThatThrownBy(() -> function.call(Value.i32(element), Value.i32(0)))
                .isInstanceOfSatisfying(
                        TrapException.class, error -> assertThat(error.trap()).isEqualTo(trap));
    }

    @Test
    void aTailCallThatFindsNoRoomTraps() {
        Instance instance = linker.instantiate(
                store,
                new Guest()
                        .function(
                                "huge",
                                Guest.I32_TO_I32,
                                (int) StoreLimits.DEFAULT.of(StoreLimit.STACK_SLOTS) + 1,
                                w -> w.write(Op.RETURN_S, 0))
                        .function("run", Guest.I32_TO_I32, 1, w -> w.write(Op.RETURN_CALL, 0, 0))
                        .build());
        assertThatThrownBy(() -> instance.function("run").call(Value.i32(0)))
                .isInstanceOfSatisfying(TrapException.class, trap -> {
                    assertThat(trap.trap()).isEqualTo(Trap.CALL_STACK_EXHAUSTED);
                    assertThat(trap.frames())
                            .extracting(TrapException.Frame::function)
                            .containsExactly(1);
                });
    }

    @Test
    void aBodyThatCannotBeTranslatedLeavesAWorkingStore() {
        Instance instance = new Guest()
                .function("bad", Guest.NOTHING, () -> {
                    throw new InvalidException("type mismatch", 0, 7);
                })
                .function("calls", Guest.NOTHING, 0, w -> {
                    w.write(Op.CALL, 0, 0);
                    w.write(Op.RETURN);
                })
                .function("good", Guest.TO_I32, 1, w -> w.write(Op.RETURN_I, 1))
                .instantiate(store);
        for (String name : List.of("bad", "calls")) {
            assertThatThrownBy(() -> instance.function(name).call()).isInstanceOf(InvalidException.class);
            assertThat(instance.function("good").call()).containsExactly(Value.i32(1));
        }
    }
}
