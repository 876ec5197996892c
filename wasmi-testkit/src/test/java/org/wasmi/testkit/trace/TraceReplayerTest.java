package org.wasmi.testkit.trace;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Engine;
import org.wasmi.testkit.ModuleBuilder;

/** Replays short traces of our own: right ones, and ones with a mistake that must be found. */
class TraceReplayerTest {
    private static final byte[] WASM = new ModuleBuilder()
            .importFunction("host", "ask", "i32 f64 -> i64")
            .importFunction("host", "keep", "externref -> externref")
            .importFunction("host", "ask", "i32 f64 -> i64")
            .importMemory("host", "memory", Limits.between(1, 2))
            .importTable("host", "table", new TableType(RefType.FUNCREF, Limits.atLeast(1)))
            .function(
                    "ask",
                    "i32 -> i64",
                    code -> code.localGet(0).f64Const(0.1).call(0).i64Const(1).op("i64.add"))
            .function("load", "i32 -> i32", code -> code.localGet(0).op("i32.load8_u"))
            .function("half", "f32 -> f32", code -> code.localGet(0).f32Const(2).op("f32.div"))
            .export("keep", ExternKind.FUNC, 1)
            .export("again", ExternKind.FUNC, 2)
            .elements(0, code -> code.i32Const(0), 4)
            .build();

    private final Path folder;

    TraceReplayerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private void replay(String events) throws IOException {
        replay(sha256(WASM), events);
    }

    private void replay(String module, String events) throws IOException {
        Path file = folder.resolve("trace.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            String json = "{'sha256': '" + module + "', 'importedMemoryPages': 1, 'importedTables': {'host.table': 2}, "
                    + "'events': [" + events + "]}";
            out.write(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        }
        Trace trace = Trace.read(file);
        TraceReplayer.replay(trace, WASM, Engine.create());
        TraceReplayer.replayFromSnapshots(
                trace, WASM, Engine.create(), trace.events().size());
        TraceReplayer.replayResumed(trace, WASM, Engine.create(), 1);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every JVM has SHA-256", e);
        }
    }

    private void assertPasses(String events) {
        assertThatCode(() -> replay(events)).doesNotThrowAnyException();
    }

    private void assertFails(String events, String message) {
        assertThatThrownBy(() -> replay(events))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message);
    }

    @Test
    void callsWithinHostCallsAreReplayed() {
        assertPasses("['i'], ['c','ask',[5]], ['h','host.ask',[5,'f64:3fb999999999999a']], ['c','load',[0]], ['r',0],"
                + "['w',0,'2a'], ['c','load',[0]], ['r',42], ['hr','41n'], ['r','42n']");
    }

    @Test
    void anImportMayBeDeclaredTwice() {
        assertPasses("['i'], ['c','again',[1,2.5]], ['h','host.ask',[1,2.5]], ['hr','7n'], ['r','7n']");
    }

    @Test
    void floatsAndReferencesAndTheTableAreReplayed() {
        assertPasses("['i'], ['c','half',[3]], ['r','f64:3ff8000000000000'], ['c',{'table':0},[0]], ['r',0],"
                + "['c','keep',['ref:1']], ['h','host.keep',['ref:1']], ['hr','ref:2'], ['r','ref:2'],"
                + "['c','keep',['null']], ['h','host.keep',['null']], ['hr','null'], ['r','null']");
    }

    @Test
    void trapsAndHostExceptionsAreReplayed() {
        assertPasses("['i'], ['c','load',[-1]], ['x','out of bounds'],"
                + "['c','ask',[5]], ['h','host.ask',[5,'f64:3fb999999999999a']], ['hx','no'], ['x','no']");
    }

    @Test
    void memoryIsWrittenBeforeInstantiationAndCompared() {
        byte[] bytes = new byte[2 * 65_536];
        bytes[7] = 1;
        assertPasses("['w',7,'01'], ['i'], ['g',1], ['m',2,'" + sha256(bytes) + "']");
        assertFails("['w',8,'01'], ['i'], ['g',1], ['m',2,'" + sha256(bytes) + "']", "event 3");
        assertFails("['w',7,'01'], ['i'], ['m',2,'" + sha256(bytes) + "']", "1 pages");
        assertFails("['i'], ['g',2]", "does not grow");
    }

    @Test
    void everyDifferenceIsFound() {
        assertFails("['i'], ['c','load',[0]], ['r',1]", "event 2");
        assertFails("['i'], ['c','load',[0]], ['x','trap']", "event 2");
        assertFails("['i'], ['c','load',[-1]], ['r',0]", "event 2");
        assertFails("['i'], ['c','half',[3]], ['r',2]", "event 2");
        assertFails("['i'], ['c','ask',[5]], ['r','1n']", "event 2");
        assertFails("['i'], ['c','ask',[5]], ['h','host.keep',[5]], ['hr','41n'], ['r','42n']", "event 2");
        assertFails("['i'], ['c','ask',[5]], ['h','host.ask',[6,'f64:3fb999999999999a']], ['hr','41n']", "event 2");
        assertFails(
                "['i'], ['c','ask',[5]], ['h','host.ask',[5,'f64:3fb999999999999a']], ['hr','41n'], ['r','43n']",
                "event 4");
        assertFails("['i'], ['c','keep',['ref:1']], ['h','host.keep',['ref:2']]", "event 2");
        assertFails("['c','load',[0]], ['r',0]", "nothing is instantiated");
        assertFails("['i'], ['c','load',[0]]", "the trace ends");
        assertFails("['i'], ['r',0]", "nothing was called");
    }

    @Test
    void aTraceOfAnotherModuleIsRefused() {
        assertThatThrownBy(() -> replay("00", "['i']")).isInstanceOf(AssertionError.class);
    }

    @Test
    void whatIsNoTraceIsAnIoException() {
        assertThatThrownBy(() -> replay("['q']"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'q'");
    }
}
