package org.wasmi.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.jit.internal.Loaders;

/** A server that compiles many programs, runs each for a while, and drops it. */
class UnloadingTest {
    /** How many programs there are; 10,000 for a soak: {@code -Dwasmi.jit.programs=10000}. */
    private static final int PROGRAMS = Integer.getInteger("wasmi.jit.programs", 300);

    /** How often the collector is asked for what nothing refers to. */
    private static final int COLLECTIONS = 200;

    static Stream<Executor> executors() {
        return Stream.of(new CompiledExecutor(), new TieredExecutor(1, 5), new TieredExecutor(0, 5));
    }

    /** {@return a program that no other is equal to: a loop that adds, and a call} */
    private static Program program(int number) {
        FuncType type = new FuncType(List.of(NumType.I32), List.of(NumType.I32));
        return Program.builder()
                .type(type)
                .function(new Function(0, () -> Assembler.assemble("""
                        frame params 1, results 1, locals 2, slots 4
                        L0:
                            i32.add_si s1, s1, %d
                            i32.add_si s0, s0, -1
                            br_if_nez L0, s0
                            copy s2, s1
                            call func 1, s2
                            return_s s2
                        """.formatted(number))))
                .function(new Function(0, () -> Assembler.assemble("""
                        frame params 1, results 1, locals 1, slots 1
                            i32.add_si s0, s0, 1
                            return_s s0
                        """)))
                .export(new Export("f", ExternKind.FUNC, 0))
                .build();
    }

    /** {@return what shows whether the classes of a program that has run are still there} */
    private static WeakReference<ClassLoader> classesOf(Engine engine, int number) throws InterruptedException {
        try (Store store = engine.newStore()) {
            Instance instance = new Linker().instantiate(store, program(number));
            LinkedCode code;
            do { // until it is compiled, at once or on another thread
                assertThat(instance.function("f").call(Value.i32(10))).containsExactly(Value.i32(10 * number + 1));
                Thread.sleep(1);
                code = Calls.codeOf((GuestFunction) StoreAccess.functionAt(instance, 0));
            } while (!Loaders.isCompiled(code));
            return new WeakReference<>(Loaders.of(code));
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void classesAreUnloadedWithTheirProgram(Executor executor) throws InterruptedException {
        Engine engine = Engine.create(EngineConfig.DEFAULT, executor);
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < PROGRAMS; i++) {
            loaders.add(classesOf(engine, i));
        }
        assertThat(loaders).hasSize(PROGRAMS);
        for (int i = 0; i < COLLECTIONS && !loaders.isEmpty(); i++) {
            System.gc();
            Thread.sleep(10);
            // The engine lets go of the code of dropped programs when it is used the next time.
            classesOf(engine, PROGRAMS + i);
            loaders.removeIf(each -> each.get() == null);
        }
        assertThat(loaders).as("programs whose classes are still there").isEmpty();
    }
}
