package org.wasmi.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Invocation;
import org.wasmi.exec.Linker;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;

/**
 * Calls across the boundary between host and guest, and a loop of the guest, on every executor. With {@code -prof gc}
 * none of them allocates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CallBenchmark {
    private static final int ITERATIONS = 1000;

    /** The executor. */
    @Param({"naive", "switch", "indirect", "direct", "tail", "compiled", "tiered"})
    public String executor = "";

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Invocation add;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Invocation addOnHost;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Invocation loop;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Invocation passNumber;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Invocation passReference;

    /** Instantiates a module of functions to call. */
    @Setup
    public void instantiate() {
        byte[] wasm = new ModuleBuilder()
                .importFunction("host", "add", "i32 i32 -> i32")
                .function("add", "i32 i32 -> i32", code -> code.localGet(0)
                        .localGet(1)
                        .op("i32.add"))
                .function("add_on_host", "i32 i32 -> i32", code -> code.localGet(0)
                        .localGet(1)
                        .call(0))
                .function("sum", "i32 -> i32", code -> {
                    // Calls add for each number from the argument down to 1.
                    int sum = 1;
                    code.locals(NumType.I32);
                    code.loop().localGet(sum).localGet(0).call(1).localSet(sum);
                    code.localGet(0)
                            .i32Const(1)
                            .op("i32.sub")
                            .localTee(0)
                            .brIf(0)
                            .end();
                    code.localGet(sum);
                })
                .function("number", "i32 i32 i32 -> i32", code -> code.localGet(0)
                        .localGet(1)
                        .op("i32.add"))
                .function("reference", "i32 i32 externref -> i32", code -> code.localGet(0)
                        .localGet(1)
                        .op("i32.add"))
                .function("pass_number", "i32 i32 -> i32", code -> passing(code, 4))
                .function("pass_reference", "i32 externref -> i32", code -> passing(code, 5))
                .build();
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
        Instance instance = new Linker()
                .function(
                        "host",
                        "add",
                        ModuleBuilder.signature("i32 i32 -> i32"),
                        call -> call.returnI32(call.i32(0) + call.i32(1)))
                .instantiate(engine.newStore(), Translator.translate(wasm));
        add = instance.function("add").newInvocation().passI32(0, 2).passI32(1, 40);
        addOnHost =
                instance.function("add_on_host").newInvocation().passI32(0, 2).passI32(1, 40);
        loop = instance.function("sum").newInvocation().passI32(0, ITERATIONS);
        passNumber = instance.function("pass_number")
                .newInvocation()
                .passI32(0, ITERATIONS)
                .passI32(1, 1);
        passReference = instance.function("pass_reference")
                .newInvocation()
                .passI32(0, ITERATIONS)
                .passReference(1, new Object());
    }

    /** Passes the second parameter on to a function, for each number from the first down to 1. */
    private static void passing(CodeBuilder code, int function) {
        int sum = 2;
        code.locals(NumType.I32);
        code.loop().localGet(sum).localGet(0).localGet(1).call(function).localSet(sum);
        code.localGet(0).i32Const(1).op("i32.sub").localTee(0).brIf(0).end();
        code.localGet(sum);
    }

    /** {@return the sum that a guest computes} */
    @Benchmark
    public int hostCallsGuest() {
        return add.call().i32(0);
    }

    /** {@return the sum that a guest has computed by its host} */
    @Benchmark
    public int guestCallsHost() {
        return addOnHost.call().i32(0);
    }

    /** {@return a sum; the time is that of one iteration, in which a guest calls another function of its own} */
    @Benchmark
    @OperationsPerInvocation(ITERATIONS)
    public int guestLoopsAndCallsGuest() {
        return loop.call().i32(0);
    }

    /** {@return a sum; the time is that of one iteration, in which a guest passes three numbers} */
    @Benchmark
    @OperationsPerInvocation(ITERATIONS)
    public int guestPassesNumber() {
        return passNumber.call().i32(0);
    }

    /** {@return a sum; the time is that of one iteration, in which a guest passes two numbers and a reference} */
    @Benchmark
    @OperationsPerInvocation(ITERATIONS)
    public int guestPassesReference() {
        return passReference.call().i32(0);
    }
}
