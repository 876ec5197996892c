package org.wasmi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.text.Wat;

/** The debugger as a process, with the arguments that the extension for VS Code gives it. */
class DebugCommandTest {
    private static String message(int number, String command, String arguments) {
        String text = "{\"seq\":" + number + ",\"type\":\"request\",\"command\":\"" + command + "\",\"arguments\":"
                + arguments + "}";
        return "Content-Length: " + text.getBytes(UTF_8).length + "\r\n\r\n" + text;
    }

    @Test
    void anEditorLaunchesAFunctionThroughPipes() throws Exception {
        String launch = "{\"program\":\"" + Cli.root("examples/fib.wasm").toAbsolutePath()
                + "\",\"invoke\":\"fib\",\"args\":[\"10\"]}";
        assertThat(session(launch)).contains("\"initialized\"", "\"output\":\"55", "\"exitCode\":0");
    }

    @Test
    void programsOfGoRunByTheirRuntime(@TempDir Path folder) throws Exception {
        Path program = folder.resolve("go.wasm");
        Files.write(program, Wat.parse("""
                (module
                  (import "gojs" "runtime.wasmExit" (func $exit (param i32)))
                  (memory (export "mem") 1)
                  (func (export "getsp") (result i32) (i32.const 20000))
                  (func (export "run") (param $argc i32) (param i32)
                    (i32.store (i32.const 20008) (local.get $argc))
                    (call $exit (i32.const 20000)))
                  (func (export "resume")))
                """));
        String launch = "\"" + program.toString().replace("\\", "\\\\") + "\"";
        assertThat(session("{\"program\":" + launch + ",\"args\":[\"a\",\"b\"]}"))
                .contains("\"exitCode\":3");
    }

    /** {@return what the debugger sends for a launch, until the guest has ended} */
    private static String session(String launch) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        JsonNode extension = new ObjectMapper()
                .readTree(Cli.root("wasmi-debug/vscode/package.json").toFile());
        extension.at("/contributes/debuggers/0/args").forEach(each -> command.add(each.asText()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        StringBuilder output = new StringBuilder();
        try (OutputStream in = process.getOutputStream()) {
            in.write((message(1, "initialize", "{}")
                            + message(2, "launch", launch)
                            + message(3, "configurationDone", "{}"))
                    .getBytes(UTF_8));
            in.flush();
            byte[] buffer = new byte[1 << 12];
            while (output.indexOf("\"terminated\"") < 0) {
                int count = process.getInputStream().read(buffer);
                assertThat(count).as(output.toString()).isPositive();
                output.append(new String(buffer, 0, count, UTF_8));
            }
            in.write(message(4, "disconnect", "{}").getBytes(UTF_8));
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output.toString();
    }
}
