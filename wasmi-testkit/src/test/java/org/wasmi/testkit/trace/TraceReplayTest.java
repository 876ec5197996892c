package org.wasmi.testkit.trace;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.exec.Engine;
import org.wasmi.testkit.RealModule;
import org.wasmi.testkit.SharedData;

/** Replays the traces of real programs that lie beside the repository, or in {@code -Dwasmi.traces=DIR}. */
class TraceReplayTest {
    private static final Set<RealModule> NEED_SIMD = EnumSet.of(RealModule.LLHTTP_SIMD);

    @TestFactory
    Stream<DynamicTest> theModuleDoesWhatItDidInTheTrace() {
        return replays(0);
    }

    @TestFactory
    Stream<DynamicTest> soDoInstancesThatBeginFromSnapshots() {
        return replays(5);
    }

    private static Stream<DynamicTest> replays(int replacements) {
        Path folder = SharedData.folder("wasmi.traces", "shared/traces");
        return Arrays.stream(RealModule.values())
                .filter(module -> Files.exists(file(folder, module)))
                .map(module -> dynamicTest(module.id(), () -> replay(file(folder, module), module, replacements)));
    }

    private static Path file(Path folder, RealModule module) {
        return folder.resolve(module.id() + ".trace.json.gz");
    }

    private static void replay(Path file, RealModule module, int replacements) throws IOException {
        assumeFalse(NEED_SIMD.contains(module), "proposal not built: simd");
        TraceReplayer.replay(Trace.read(file), module.bytes(), Engine.create(), replacements);
    }
}
