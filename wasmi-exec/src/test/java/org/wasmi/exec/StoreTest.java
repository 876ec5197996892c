package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.runtime.Inside;

@ParameterizedClass
@MethodSource("org.wasmi.exec.Guest#executors")
class StoreTest {
    private static final FuncType OBJECT_TO_OBJECT =
            new FuncType(List.of(RefType.EXTERNREF), List.of(RefType.EXTERNREF));

    private final Store store;
    private final Linker linker = new Linker();

    StoreTest(String executor) {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
    }

    private Instance callingHost(FuncType type, HostFunction host) {
        linker.function("m", "host", type, host);
        return linker.instantiate(
                store,
                new Guest()
                        .imports("m", "host", type)
                        .function("run", type, 8, w -> {
                            w.write(Op.COPY_SPAN_REFS, 2, 0, 1);
                            w.write(Op.CALL_IMPORT, 0, 2);
                            w.write(Op.RETURN_SPAN_REFS, 2, type.resultSlots());
                        })
                        .build());
    }

    @Test
    void aThreadMayTakeTheStoreForSeveralCalls() throws Exception {
        Invocation invocation =
                callingHost(Guest.NOTHING, call -> {}).function("run").newInvocation();
        assertThatIllegalStateException().isThrownBy(invocation::exit).withMessageContaining("has not entered");
        FutureTask<Invocation> other = new FutureTask<>(invocation::call);
        invocation.enter();
        invocation.call();
        new Thread(other).start();
        assertThatThrownBy(other::get).hasCauseInstanceOf(IllegalStateException.class);
        invocation.exit();
        FutureTask<Invocation> later = new FutureTask<>(invocation::call);
        new Thread(later).start();
        assertThat(later.get()).isSameAs(invocation);
    }

    @Test
    void twoThreadsAtOnceAreNamed() throws Exception {
        Memory memory = Memory.create(store, new MemoryType(Limits.atLeast(1)));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Instance instance = callingHost(Guest.NOTHING, call -> {
            inside.countDown();
            try {
                done.await();
            } catch (InterruptedException error) {
                throw new IllegalStateException(error);
            }
        });
        WasmFunction run = instance.function("run");
        FutureTask<List<Value>> task = new FutureTask<>(run::call);
        Thread first = new Thread(task, "first");
        first.start();
        inside.await();
        String message = "the store is in use by thread 'first', so that thread '"
                + Thread.currentThread().getName() + "' cannot use it";
        assertThatIllegalStateException().isThrownBy(run::call).withMessage(message);
        assertThatIllegalStateException()
                .isThrownBy(() -> linker.instantiate(store, new Guest().build()))
                .withMessage(message);
        assertThatIllegalStateException().isThrownBy(store::close);
        assertThatIllegalStateException().isThrownBy(() -> store.addFuel(1)).withMessage(message);
        assertThatIllegalStateException().isThrownBy(() -> store.consumeFuel(1)).withMessage(message);
        assertThatIllegalStateException()
                .isThrownBy(() -> store.deadline(Duration.ZERO))
                .withMessage(message);
        assertThatIllegalStateException().isThrownBy(store::clearDeadline).withMessage(message);
        assertThatIllegalStateException().isThrownBy(() -> memory.grow(1)).withMessage(message);
        done.countDown();
        assertThat(task.get()).isEmpty();
        assertThat(run.call()).isEmpty();
    }

    /** Wherever in a call, or in leaving the store after it, the stack comes to its end. */
    @Test
    void aFullStackDoesNotLockTheStore() throws Exception {
        for (int frames = 0; frames < 5; frames++) {
            Store other = store.engine().newStore();
            WasmFunction depth = new Guest()
                    .function("depth", Guest.I32_TO_I32, 2, w -> Guest.recurse(w, 0))
                    .instantiate(other)
                    .function("depth");
            Attempts attempts = new Attempts(() -> depth.call(Value.i32(1)));
            int first = frames;
            Thread deep = new Thread(null, () -> attempts.pad(first), "deep", 256 << 10);
            deep.start();
            deep.join();
            assertThat(attempts.count).isPositive();
            assertThat(depth.call(Value.i32(3))).containsExactly(Value.i32(3));
            other.close();
        }
    }

    /** Calls again and again close to the end of the stack. */
    private static final class Attempts {
        private final Runnable call;
        private int count;

        Attempts(Runnable call) {
            this.call = call;
        }

        void pad(int frames) {
            if (frames > 0) {
                pad(frames - 1);
            } else {
                fill();
            }
        }

        @SuppressWarnings("InfiniteRecursion") // that is what is tested
        private void fill() {
            try {
                fill();
            } catch (StackOverflowError | TrapException full) {
                if (count < 200) {
                    count++;
                    call.run();
                }
            }
        }
    }

    @Test
    void theDeepestCallIsThatOfFunctions() {
        Instance guest = new Guest()
                .global("global", false, Guest.i32(1))
                .function("depth", Guest.I32_TO_I32, 2, w -> Guest.recurse(w, 0))
                .instantiate(store);
        assertThat(store.deepestCall()).isZero();
        guest.function("depth").call(Value.i32(2));
        assertThat(store.deepestCall()).isEqualTo(3);

        Instance calling = callingHost(
                Guest.NOTHING, call -> assertThat(store.deepestCall()).isEqualTo(5));
        guest.function("depth").call(Value.i32(4));
        calling.function("run").call();
        assertThat(guest.function("depth")).hasToString("func[0] (i32) -> (i32)");
        assertThat(Inside.functionAt(calling, 0)).hasToString("host function () -> ()");
    }

    @Test
    void anotherThreadMayGoOn() throws ExecutionException, InterruptedException {
        WasmFunction run = new Guest()
                .function("depth", Guest.I32_TO_I32, 2, w -> Guest.recurse(w, 0))
                .instantiate(store)
                .function("depth");
        for (int i = 0; i < 3; i++) {
            FutureTask<List<Value>> task = new FutureTask<>(() -> run.call(Value.i32(1000)));
            new Thread(task).start();
            assertThat(task.get()).containsExactly(Value.i32(1000));
        }
    }

    @Test
    void nothingWorksOnceTheStoreIsClosed() {
        Instance instance = callingHost(
                Guest.NOTHING, call -> assertThatIllegalStateException().isThrownBy(store::close));
        instance.function("run").call();
        store.close();
        store.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> instance.function("run").call())
                .withMessage("the store is closed");
        assertThatIllegalStateException().isThrownBy(() -> linker.instantiate(store, new Guest().build()));
        assertThatIllegalStateException().isThrownBy(() -> Memory.create(store, new MemoryType(Limits.atLeast(1))));
        assertThatIllegalStateException()
                .isThrownBy(() -> Table.create(
                        store, new TableType(RefType.FUNCREF, Limits.atLeast(1)), Value.nullRef(RefType.FUNCREF)));
        assertThatIllegalStateException()
                .isThrownBy(() -> Global.create(store, new GlobalType(NumType.I32, true), Value.i32(1)));
        assertThatIllegalStateException().isThrownBy(() -> BoundHostFunction.create(store, Guest.NOTHING, call -> {}));
    }

    private static void assertCollected(List<? extends WeakReference<?>> references) throws InterruptedException {
        for (int i = 0; i < 50 && references.stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(references)
                .allSatisfy(each -> assertThat((@Nullable Object) each.get()).isNull());
    }

    @Test
    void aStoreKeepsNoReferencesBetweenCalls() throws InterruptedException {
        List<WeakReference<Object>> references = new ArrayList<>();
        boolean[] fail = {false};
        Instance instance = callingHost(OBJECT_TO_OBJECT, call -> {
            Object result = new Object();
            references.add(new WeakReference<>(result));
            call.returnReference(0, result);
            if (fail[0]) {
                throw new IllegalStateException("host");
            }
        });
        WasmFunction run = instance.function("run");
        for (int i = 0; i < 3; i++) {
            Object argument = new Object();
            references.add(new WeakReference<>(argument));
            run.call(Value.externRef(argument));
        }
        fail[0] = true;
        assertThatIllegalStateException().isThrownBy(() -> run.call(Value.externRef("argument")));
        assertThat(references).hasSize(7);
        assertCollected(references);
    }

    @Test
    void aStoreKeepsNoInstanceAlive() throws InterruptedException {
        List<WeakReference<Instance>> references = new ArrayList<>();
        Program deep = new Guest()
                .function("depth", Guest.I32_TO_I32, 2, w -> Guest.recurse(w, 0))
                .build();
        for (int i = 0; i < 3; i++) {
            Instance instance = linker.instantiate(store, deep);
            instance.function("depth").call(Value.i32(500));
            references.add(new WeakReference<>(instance));
        }
        assertCollected(references);
        assertThat(store.fuel()).isEmpty();
    }
}
