package org.wasmi.bench.compare;

import java.util.function.IntToLongFunction;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;

/** GraalWasm on a JVM without the Graal compiler, so that it interprets. */
final class GraalWasmContender implements Contender {

    @Override
    public IntToLongFunction load(byte[] wasm) {
        Context context = Context.newBuilder("wasm")
                .option("engine.WarnInterpreterOnly", "false")
                .build();
        Source source =
                Source.newBuilder("wasm", ByteSequence.create(wasm), "workload").buildLiteral();
        Value module = context.eval(source);
        // Since version 25 a source evaluates to a module, before that to its instance.
        Value exports = module.canInstantiate() ? module.newInstance().getMember("exports") : module;
        Value function = exports.getMember("run");
        return size -> function.execute(size).asLong();
    }
}
