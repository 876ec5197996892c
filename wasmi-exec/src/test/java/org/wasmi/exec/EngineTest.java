package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

class EngineTest {

    /** The reference executor, counting what it links. */
    private static final class Counting implements Executor {
        final AtomicInteger links = new AtomicInteger();
        private final Executor executor = Executors.named(Executors.SWITCH);

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            links.incrementAndGet();
            return executor.link(request);
        }

        @Override
        public void run(Machine machine, int base) {
            executor.run(machine, base);
        }
    }

    private final Counting counting = new Counting();
    private final Engine engine = Engine.create(EngineConfig.DEFAULT, counting);
    private final AtomicInteger translations = new AtomicInteger();

    private Program program() {
        Code code = Guest.code(new FrameShape(0, 1, 0, 1, false), w -> w.write(Op.RETURN_I, 3));
        return new Guest()
                .function("three", Guest.TO_I32, () -> {
                    translations.incrementAndGet();
                    return code;
                })
                .function("unused", Guest.TO_I32, () -> {
                    throw new AssertionError("never called");
                })
                .build();
    }

    @Test
    void theReferenceExecutorIsTheDefaultWhereThereIsNoBetterOne() {
        assertThat(Executors.preferred()).isEqualTo(Executors.SWITCH);
        assertThat(Engine.create().config().executor()).isEqualTo(Executors.SWITCH);
    }

    @Test
    void aFunctionIsLinkedWhenItIsFirstCalledAndOnceForAllInstances() {
        Program program = program();
        for (int i = 0; i < 3; i++) {
            Instance instance = new Linker().instantiate(engine.newStore(), program);
            assertThat(counting.links.get()).isEqualTo(Math.min(i, 1));
            assertThat(instance.function("three").call()).containsExactly(Value.i32(3));
        }
        assertThat(counting.links.get()).isEqualTo(1);
        assertThat(translations.get()).isEqualTo(1);
    }

    @Test
    void equalConstantsAreLinkedOnce() {
        Program program = new Guest()
                .global("a", true, Guest.i32(1))
                .global("b", true, Guest.i32(1))
                .global("c", true, Guest.i32(2))
                .build();
        for (int i = 0; i < 2; i++) {
            Instance instance = new Linker().instantiate(engine.newStore(), program);
            assertThat(instance.global("b").get()).isEqualTo(Value.i32(1));
            assertThat(instance.global("c").get()).isEqualTo(Value.i32(2));
        }
        assertThat(counting.links.get()).isEqualTo(2);
    }

    @Test
    void threadsShareAnEngine() throws Exception {
        Program program = new Guest()
                .function("depth", Guest.I32_TO_I32, 2, w -> Guest.recurse(w, 0))
                .build();
        Linker linker = new Linker();
        CyclicBarrier start = new CyclicBarrier(4);
        Callable<Integer> work = () -> {
            start.await();
            int sum = 0;
            for (int i = 0; i < 50; i++) {
                Instance instance = linker.instantiate(engine.newStore(), program);
                sum += instance.function("depth")
                        .newInvocation()
                        .passI32(0, 100)
                        .call()
                        .i32(0);
            }
            return sum;
        };
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FutureTask<Integer> task = new FutureTask<>(work);
            tasks.add(task);
            new Thread(task).start();
        }
        for (FutureTask<Integer> each : tasks) {
            assertThat(each.get()).isEqualTo(5000);
        }
        assertThat(counting.links.get()).isBetween(1, 4);
    }

    @Test
    void anEngineKeepsNoProgramAlive() throws InterruptedException {
        List<WeakReference<Program>> references = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Program program = program();
            new Linker()
                    .instantiate(engine.newStore(), program)
                    .function("three")
                    .call();
            references.add(new WeakReference<>(program));
        }
        for (int i = 0; i < 50 && references.stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(references).allSatisfy(each -> assertThat(each.get() == null).isTrue());
        assertThat(engine.config().executor()).isEqualTo("counting");
    }
}
