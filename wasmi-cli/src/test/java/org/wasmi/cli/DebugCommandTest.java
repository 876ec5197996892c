package org.wasmi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The debugger as a process, as editors start it. */
class DebugCommandTest {
    private static String message(int number, String command, String arguments) {
        String text = "{\"seq\":" + number + ",\"type\":\"request\",\"command\":\"" + command + "\",\"arguments\":"
                + arguments + "}";
        return "Content-Length: " + text.getBytes(UTF_8).length + "\r\n\r\n" + text;
    }

    @Test
    void anEditorLaunchesAFunctionThroughPipes() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "debug"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        StringBuilder output = new StringBuilder();
        try (OutputStream in = process.getOutputStream()) {
            String launch = "{\"program\":\"" + Cli.root("examples/fib.wasm").toAbsolutePath()
                    + "\",\"invoke\":\"fib\",\"args\":[\"10\"]}";
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
        assertThat(output).contains("\"initialized\"", "\"output\":\"55", "\"exitCode\":0");
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
