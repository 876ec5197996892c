package org.wasmi.bench;

import java.util.List;
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
import org.wasmi.encoding.Code;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Invocation;
import org.wasmi.exec.Linker;

/**
 * What one instruction costs, in a loop that repeats it: those of vectors beside those of scalars. The shuffles are of
 * lanes of 32 bits, take bytes in turn, move lanes of 16 bits apart, reverse the bytes of lanes, take every other lane of
 * 16 bits, fill up with a byte, and have no form of their own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class VectorBenchmark {
    private static final int REPEATED = 32;
    private static final int ROUNDS = 1_000;

    /** The executor. */
    @Param({"switch", "indirect", "direct", "tail"})
    public String executor = "";

    /** The instruction: slot 1 has an address, slots 2 to 5 have numbers or two vectors, the result is for slot 6. */
    @Param({
        "i64.add_ss s6, s2, s4",
        "i64.and_ss s6, s2, s4",
        "i64.mul_ss s6, s2, s4",
        "f64.add_ss s6, s2, s4",
        "load64 s6, s1, +16",
        "store64_s s1, +16, s2",
        "i8x16.add_ss s6, s2, s4",
        "i32x4.mul_ss s6, s2, s4",
        "f32x4.add_ss s6, s2, s4",
        "i8x16.shuffle s6, s2, s4, 1374179596836406532, 216736831831411980",
        "i8x16.shuffle s6, s2, s4, 1369958511735279616, 1659319203087586308",
        "i8x16.shuffle s6, s2, s4, 506112976206565648, 1084829943684797716",
        "i8x16.shuffle s6, s2, s4, 289644378169868803, 868365760874482187",
        "i8x16.shuffle s6, s2, s4, 940136352262127872, 2097579117671354640",
        "i8x16.shuffle s6, s2, s4, 117835012, 0",
        "i8x16.shuffle s6, s2, s4, 1008833851601851143, 2237166486598452757",
        "i8x16.swizzle_ss s6, s2, s4",
        "v128.load s6, s1, +16",
        "v128.store_s s1, +16, s2"
    })
    public String instruction = "";

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Invocation invocation;

    /** Instantiates the loop. */
    @Setup
    public void instantiate() {
        Code code = Assembler.assemble("""
                frame params 1, results 1, locals 6, slots 8
                    const32 s1, 64
                    v128.const s2, 4612136378390124954, -4503599627370497
                    v128.const s4, 4657345119416578048, 81985529216486895
                L0:
                %s    i32.add_si s0, s0, -1
                    br_if_nez L0, s0
                    return_s s6
                """.formatted(("    " + instruction + "\n").repeat(REPEATED)));
        Program program = Program.builder()
                .type(new FuncType(List.of(NumType.I32), List.of(NumType.I64)))
                .memory(new MemoryType(Limits.atLeast(1)))
                .function(new Function(0, () -> code))
                .export(new Export("run", ExternKind.FUNC, 0))
                .build();
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
        Instance instance = new Linker().instantiate(engine.newStore(), program);
        invocation = instance.function("run").newInvocation().passI32(0, ROUNDS);
    }

    /** {@return the lower half of the result} */
    @Benchmark
    @OperationsPerInvocation(REPEATED * ROUNDS)
    public long run() {
        return invocation.call().i64(0);
    }
}
