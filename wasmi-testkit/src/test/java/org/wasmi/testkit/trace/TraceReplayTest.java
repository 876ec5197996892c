package org.wasmi.testkit.trace;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.exec.Engine;
import org.wasmi.testkit.RealModule;
import org.wasmi.testkit.SharedData;

/** Replays the traces of real programs that lie beside the repository, or in {@code -Dwasmi.traces=DIR}. */
class TraceReplayTest {
    @TestFactory
    Stream<DynamicTest> theModuleDoesWhatItDidInTheTrace() {
        return replays((trace, wasm) -> TraceReplayer.replay(trace, wasm, Engine.create()));
    }

    @TestFactory
    Stream<DynamicTest> soDoInstancesThatBeginFromSnapshots() {
        return replays((trace, wasm) -> TraceReplayer.replayFromSnapshots(trace, wasm, Engine.create(), 5));
    }

    @TestFactory
    Stream<DynamicTest> soDoCallsThatAreSuspendedAndResumed() {
        return replays((trace, wasm) -> TraceReplayer.replayResumed(trace, wasm, Engine.create(), 1_000));
    }

    private static Stream<DynamicTest> replays(BiConsumer<Trace, byte[]> way) {
        Path folder = SharedData.folder("wasmi.traces", "shared/traces");
        return Arrays.stream(RealModule.values())
                .filter(module -> Files.exists(file(folder, module)))
                .map(module ->
                        dynamicTest(module.id(), () -> way.accept(Trace.read(file(folder, module)), module.bytes())));
    }

    private static Path file(Path folder, RealModule module) {
        return folder.resolve(module.id() + ".trace.json.gz");
    }
}
