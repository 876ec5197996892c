package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.translate.Translator;

/** A server that keeps many instances of one module, each in a store of its own, and closes them. */
class SoakTest {
    private static final int INSTANCES = 5_000;
    private static final int CALLS_OF_EACH = 100;
    private static final int FUNCTIONS = 50;

    /** What an idle instance with its store may take beside its memory, in bytes. */
    private static final long PER_INSTANCE = 4 << 10;

    /** Sizes of the heap are those of one collection: of some rounds, the least counts. */
    private static final int ROUNDS = 3;

    /** How often the collector is asked for what nothing refers to. */
    private static final int COLLECTIONS = 100;

    /** A module with some of everything, and a memory without pages, so that what is measured lies beside it. */
    private static Program program() {
        ModuleBuilder module = new ModuleBuilder()
                .importFunction("host", "plus", "i32 i32 -> i32")
                .memory("memory", Limits.atLeast(0))
                .table(new TableType(RefType.FUNCREF, Limits.atLeast(10)))
                .elements(0, code -> code.i32Const(0), 2)
                .global("total", new GlobalType(NumType.I32, true), code -> code.i32Const(0))
                .function("add", "i32 -> i32", code -> code.globalGet(0)
                        .localGet(0)
                        .i32Const(0)
                        .callIndirect(0, "i32 i32 -> i32")
                        .globalSet(0)
                        .globalGet(0));
        module.function("i32 i32 -> i32", code -> code.localsGet(0, 1).call(0));
        for (int i = 0; i < FUNCTIONS; i++) {
            module.function("f" + i, "i32 -> i32", code -> code.localGet(0));
        }
        return Translator.translate(module.build());
    }

    private static List<Instance> open(Engine engine, Linker linker, Program program) {
        List<Instance> instances = new ArrayList<>(INSTANCES);
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(linker.instantiate(engine.newStore(), program));
        }
        for (int call = 1; call <= CALLS_OF_EACH; call++) {
            for (Instance instance : instances) {
                instance.function("add").newInvocation().pass(0, Value.i32(1)).call();
            }
        }
        for (Instance instance : instances) {
            assertThat(instance.global("total").get()).isEqualTo(Value.i32(CALLS_OF_EACH));
        }
        return instances;
    }

    /** {@return what shows whether instances and stores are still there} */
    private static List<WeakReference<?>> close(List<Instance> instances) {
        List<WeakReference<?>> closed = new ArrayList<>();
        for (Instance each : instances) {
            closed.add(new WeakReference<>(each));
            closed.add(new WeakReference<>(each.store()));
            each.store().close();
        }
        instances.clear();
        return closed;
    }

    private static void assertCollected(List<WeakReference<?>> references) throws InterruptedException {
        for (int i = 0; i < COLLECTIONS && !references.isEmpty(); i++) {
            System.gc();
            Thread.sleep(10);
            references.removeIf(each -> each.get() == null);
        }
        assertThat(references)
                .as("instances and stores that are still reachable")
                .isEmpty();
    }

    private static long heap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            System.gc();
            long now = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            if (now >= used) {
                break;
            }
            used = now;
        }
        return used;
    }

    @Test
    void instancesAreSmallAndLeaveNothingBehind() throws InterruptedException {
        Engine engine = Engine.create();
        Program program = program();
        Linker linker = new Linker()
                .function(
                        "host",
                        "plus",
                        ModuleBuilder.signature("i32 i32 -> i32"),
                        call -> call.returnI32(call.i32(0) + call.i32(1)));
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = heap();
            List<Instance> instances = open(engine, linker, program);
            least = Math.min(least, (heap() - before) / INSTANCES);
            assertCollected(close(instances));
        }
        System.getLogger(SoakTest.class.getName())
                .log(System.Logger.Level.INFO, "{0} bytes for an idle instance and its store", least);
        assertThat(least).isBetween(1L, PER_INSTANCE);
        // What is still used here, or the collector might have had the closed instances for another reason.
        assertThat(linker.instantiate(engine.newStore(), program).function("f0").call(Value.i32(7)))
                .containsExactly(Value.i32(7));
    }
}
