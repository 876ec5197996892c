package org.wasmi.testkit.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The list of known failures. Each line has a script's name, optionally a colon and a line number, then the reason
 * behind blanks: {@code core/elem:700 function-references}. A line without a number stands for all failures in the
 * script. Empty lines and lines that start with {@code #} are ignored. Immutable.
 */
public final class KnownFailures {

    /** The empty list. */
    public static final KnownFailures NONE = new KnownFailures(Map.of());

    private static final Pattern ENTRY = Pattern.compile("(?<script>[^\\s:]+)(:(?<line>\\d{1,9}))?\\s+(?<reason>.*)");
    private static final int WHOLE_SCRIPT = 0;
    private static final String INCLUDE = "include ";

    /** For each script, the reasons by line. */
    private final Map<String, Map<Integer, String>> reasons;

    private KnownFailures(Map<String, Map<Integer, String>> reasons) {
        this.reasons = reasons;
    }

    /**
     * {@return the list of this testkit for an executor: {@code known-failures/<executor>.txt}, or none.
     * A line {@code include} with the name of another executor includes that executor's list.}
     */
    public static KnownFailures of(String executor) {
        return parse(text(executor));
    }

    private static String text(String executor) {
        try (@Nullable
                InputStream list = KnownFailures.class.getResourceAsStream("known-failures/" + executor + ".txt")) {
            String text = list == null ? "" : new String(list.readAllBytes(), UTF_8);
            return text.lines()
                    .map(line -> line.startsWith(INCLUDE) ? text(line.substring(INCLUDE.length())) : line)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@return the list in a text}
     *
     * @throws IllegalArgumentException if a line has no reason, or a place occurs twice
     */
    public static KnownFailures parse(String text) {
        Map<String, Map<Integer, String>> reasons = new HashMap<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches()) {
                throw new IllegalArgumentException("not a script, perhaps with a line, and a reason: " + line);
            }
            int number = entry.group("line") == null ? WHOLE_SCRIPT : Integer.parseInt(entry.group("line"));
            Map<Integer, String> ofScript = reasons.computeIfAbsent(entry.group("script"), script -> new TreeMap<>());
            if (ofScript.putIfAbsent(number, entry.group("reason")) != null) {
                throw new IllegalArgumentException("listed twice: " + line);
            }
        }
        return new KnownFailures(reasons);
    }

    /** {@return the names of the scripts that are on the list} */
    public Set<String> scripts() {
        return Set.copyOf(reasons.keySet());
    }

    /**
     * {@return the result adjusted by this list: listed failures become skipped, with the reason from the list, and an
     * entry of the list without a failure becomes a failure}
     *
     * @param result the result of a run; if the whole script was skipped, it is returned unchanged
     */
    public ScriptResult apply(ScriptResult result) {
        Map<Integer, String> ofScript = reasons.getOrDefault(result.script(), Map.of());
        if (ofScript.isEmpty() || result.outcome() == Outcome.SKIPPED) {
            return result;
        }
        List<CommandResult> commands = new ArrayList<>();
        Set<Integer> unused = new HashSet<>(ofScript.keySet());
        for (CommandResult each : result.commands()) {
            int key = ofScript.containsKey(each.line()) ? each.line() : WHOLE_SCRIPT;
            String reason = ofScript.get(key);
            if (each.outcome() == Outcome.FAILED && reason != null) {
                unused.remove(key);
                commands.add(new CommandResult(each.line(), each.type(), Outcome.SKIPPED, reason));
            } else {
                commands.add(each);
            }
        }
        for (int line : unused) {
            commands.add(new CommandResult(
                    line, "known failure", Outcome.FAILED, "nothing fails here any more: " + ofScript.get(line)));
        }
        return new ScriptResult(result.script(), commands);
    }
}
