package org.wasmi.bench.compare;

import java.util.function.IntToLongFunction;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;

/** GraalWasm, with or without the Graal compiler. */
final class GraalWasmContender implements Contender {

    /** What Truffle calls a runtime that only interprets. */
    private static final String INTERPRETED = "Interpreted";

    private final boolean compiles;

    /** @param compiles whether the JVM has to have the Graal compiler */
    GraalWasmContender(boolean compiles) {
        this.compiles = compiles;
    }

    @Override
    public IntToLongFunction load(byte[] wasm) {
        Context context = Context.newBuilder("wasm")
                .option("engine.WarnInterpreterOnly", "false")
                .build();
        String runtime = context.getEngine().getImplementationName();
        if (compiles == runtime.equals(INTERPRETED)) {
            throw new IllegalStateException("the runtime on JDK " + Runtime.version() + " is " + runtime);
        }
        Source source =
                Source.newBuilder("wasm", ByteSequence.create(wasm), "workload").buildLiteral();
        Value module = context.eval(source);
        // Since version 25 a source evaluates to a module, before that to its instance.
        Value exports = module.canInstantiate() ? module.newInstance().getMember("exports") : module;
        Value function = exports.getMember("run");
        return size -> function.execute(size).asLong();
    }
}
