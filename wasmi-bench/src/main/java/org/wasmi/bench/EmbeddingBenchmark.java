package org.wasmi.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.IntBinaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.Limits;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Invocation;
import org.wasmi.exec.LinkedProgram;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/**
 * What a program pays at the border to its guests, next to the same with Endive's interpreter: calls of a function that
 * adds two numbers, calls of a function that has its host add them, and instantiation of their module. With
 * {@code -prof gc}, what is allocated for that. {@link SnapshotBenchmark} has the same for guests that initialise
 * themselves.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"}) // or the kernel's pages count
public class EmbeddingBenchmark {
    private static final String ADD = "i32 i32 -> i32";

    private static byte[] module() {
        return new ModuleBuilder()
                .importFunction("host", "add", ADD)
                .memory(Limits.between(1, 1))
                .function("add", ADD, code -> code.localGet(0).localGet(1).op("i32.add"))
                .function(
                        "add_on_host", ADD, code -> code.localGet(0).localGet(1).call(0))
                .build();
    }

    /** Ours. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // set up before the first run
    public static class Ours {
        private final Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(Executors.SWITCH));
        private Program program;
        private Linker linker;
        private LinkedProgram linked;
        private Invocation raw;
        private IntBinaryOperator typed;
        private Invocation rawOnHost;
        private Invocation rawOnLambda;
        private int number = 40;

        /** Instantiates the module, once with a function and once with a lambda of the host. */
        @Setup
        public void instantiate() {
            program = Translator.translate(module());
            linker = new Linker()
                    .function(
                            "host",
                            "add",
                            ModuleBuilder.signature(ADD),
                            call -> call.returnI32(call.i32(0) + call.i32(1)));
            linked = linker.link(program);
            Instance instance = linked.instantiate(engine.newStore());
            raw = instance.function("add").newInvocation();
            typed = instance.function("add").as(IntBinaryOperator.class);
            rawOnHost = instance.function("add_on_host").newInvocation();
            rawOnLambda = new Linker()
                    .function("host", "add", org.wasmi.exec.HostFunction.of((int a, int b) -> a + b))
                    .instantiate(engine.newStore(), program)
                    .function("add_on_host")
                    .newInvocation();
        }
    }

    /** Endive's. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // set up before the first run
    public static class Endive {
        private WasmModule parsed;
        private ImportValues imports;
        private ExportFunction add;
        private ExportFunction addOnHost;
        private int number = 40;

        /** Instantiates the module. */
        @Setup
        public void instantiate() {
            parsed = Parser.parse(module());
            ValType[] one = {ValType.I32};
            ValType[] two = {ValType.I32, ValType.I32};
            imports = ImportValues.builder()
                    .addFunction(new HostFunction("host", "add", FunctionType.of(two, one), (instance, arguments) ->
                            new long[] {(int) arguments[0] + (int) arguments[1]}))
                    .build();
            run.endive.runtime.Instance instance = build();
            add = instance.export("add");
            addOnHost = instance.export("add_on_host");
        }

        private run.endive.runtime.Instance build() {
            return run.endive.runtime.Instance.builder(parsed)
                    .withImportValues(imports)
                    .build();
        }
    }

    /** {@return a sum, through an {@link Invocation}} */
    @Benchmark
    public int call(Ours ours) {
        return ours.raw.passI32(0, ours.number).passI32(1, 2).call().i32(0);
    }

    /** {@return a sum, through an interface} */
    @Benchmark
    public int callTyped(Ours ours) {
        return ours.typed.applyAsInt(ours.number, 2);
    }

    /** {@return a sum, by Endive} */
    @Benchmark
    public long callEndive(Endive endive) {
        return endive.add.apply(endive.number, 2)[0];
    }

    /** {@return a sum, which the guest has computed by its host} */
    @Benchmark
    public int host(Ours ours) {
        return ours.rawOnHost.passI32(0, ours.number).passI32(1, 2).call().i32(0);
    }

    /** {@return a sum, which the guest has computed by a lambda} */
    @Benchmark
    public int hostLambda(Ours ours) {
        return ours.rawOnLambda.passI32(0, ours.number).passI32(1, 2).call().i32(0);
    }

    /** {@return a sum, which Endive's guest has computed by its host} */
    @Benchmark
    public long hostEndive(Endive endive) {
        return endive.addOnHost.apply(endive.number, 2)[0];
    }

    /** {@return an instance in a store of its own} */
    @Benchmark
    public Instance instantiate(Ours ours) {
        try (Store store = ours.engine.newStore()) {
            return ours.linker.instantiate(store, ours.program);
        }
    }

    /** {@return an instance in a store of its own, of a program that is linked already} */
    @Benchmark
    public Instance instantiateLinked(Ours ours) {
        try (Store store = ours.engine.newStore()) {
            return ours.linked.instantiate(store);
        }
    }

    /** {@return an instance of Endive's} */
    @Benchmark
    public run.endive.runtime.Instance instantiateEndive(Endive endive) {
        return endive.build();
    }
}
