package org.wasmi.testkit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * HotSpot compiles a long function without a call left in it: a JVM of its own says what it inlines. The text is that of
 * diagnostic options, of JDK 17 and later.
 */
class InliningTest {
    /** A line for a compilation by C2: time, number, marks, tier 4, the method; perhaps entered in a loop. */
    private static final Pattern BY_C2 = Pattern.compile("^\\s*\\d+\\s+\\d+[\\s%sbn!]+4\\s+F1::f\\b.*bytes\\).*");

    /** A line for a call, in the tree of those that a compilation looks at. */
    private static final Pattern CALL = Pattern.compile("^[\\s!sb%n]*@ -?\\d+ .*");

    /** An access to memory that is inlined, there are as many as the function has. */
    private static final Pattern INLINED_ACCESS = Pattern.compile(".*VarHandle\\S*::[gs]et .*inline.*");

    private static final int ACCESSES = 3 * 26;

    /** What C2 says of a call that it leaves because the method has become too long or too large with others. */
    private static final Pattern TOO_LONG = Pattern.compile(".*(DesiredMethodLimit|NodeCountInliningCutoff).*");

    /** What is called where a trap leaves the function, which nobody wants to have inlined. */
    private static final Pattern LEAVING = Pattern.compile(".*internal\\.Context::leave .*");

    /** {@return the lines for calls in the last compilation by C2} */
    private static List<String> callsSeenByC2(List<String> lines) {
        List<String> calls = new ArrayList<>();
        boolean within = false;
        for (String line : lines) {
            if (BY_C2.matcher(line).matches() && !line.contains("made ")) {
                calls.clear();
                within = true;
            } else if (within && CALL.matcher(line).matches()) {
                calls.add(line);
            } else if (!line.contains("made ")) {
                within = false;
            }
        }
        return calls;
    }

    @Test
    void noHelperIsCalledInALongFunction() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xbatch", // so that the number of calls alone decides what is compiled
                "-XX:+PrintCompilation",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+PrintInlining",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.add(KeccakGuest.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(() -> String.join("\n", lines)).isZero();
        assertThat(lines).anyMatch(each -> each.startsWith("done "));
        List<String> calls = callsSeenByC2(lines);
        assertThat(calls.stream().filter(each -> INLINED_ACCESS.matcher(each).matches()))
                .hasSizeGreaterThanOrEqualTo(ACCESSES);
        assertThat(calls)
                .noneMatch(each -> TOO_LONG.matcher(each).matches()
                        && !LEAVING.matcher(each).matches());
    }
}
