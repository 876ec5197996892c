package org.wasmi.testkit.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.wasmi.encoding.program.Bytes;

/**
 * A recording of all transitions between a host and a module, in order. The file is gzipped JSON:
 * {@code {"sha256": ..., "importedMemoryPages": 1, "importedTables": {"m.t": 2}, "importedGlobals": {"m.g": 3},
 * "events": [...]}}, where only the events are required. Each event is an array, whose first element is documented at
 * the records in this class.
 *
 * <p>Values are texts whose meaning depends on their type: {@code 5} an i32 or a float, {@code 5n} an
 * i64, {@code f64:HEX} a float by its bits as an f64, {@code ref:5} and {@code null} an externref, {@code null} also
 * nothing.
 *
 * @param sha256 the SHA-256 of the module in hexadecimal
 * @param importedMemoryPages the size of the memory that the host provides, if it provides one
 * @param importedTables the sizes of the tables that the host provides, by module and name with a dot between
 * @param importedGlobals the values of the globals that the host provides, likewise
 * @param events the events
 */
public record Trace(
        String sha256,
        OptionalInt importedMemoryPages,
        Map<String, Integer> importedTables,
        Map<String, String> importedGlobals,
        List<Event> events) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies the collections. */
    public Trace {
        importedTables = Map.copyOf(importedTables);
        importedGlobals = Map.copyOf(importedGlobals);
        events = List.copyOf(events);
    }

    /** An event between host and module. Calls and host calls nest. */
    public sealed interface Event {}

    /** {@code w}: the host wrote bytes into the memory; before {@link Instantiate}, into the one it provides. */
    public record Write(long address, Bytes bytes) implements Event {}

    /** {@code i}: the host instantiated the module. */
    public record Instantiate() implements Event {}

    /** {@code g}: the host grew the memory by some pages. */
    public record Grow(long pages) implements Event {}

    /** {@code c}: the host called an export. */
    public record Call(String export, List<String> arguments) implements Event {}

    /** {@code c}: the host called a function of the table. */
    public record CallTable(int index, List<String> arguments) implements Event {}

    /** {@code r}: the last call that has not ended returned a value or nothing. */
    public record Return(String value) implements Event {}

    /** {@code x}: the last call that has not ended ended with a trap or a host exception. */
    public record Exit(String message) implements Event {}

    /** {@code h}: the module called an import, by module and name with a dot between. */
    public record HostCalled(String function, List<String> arguments) implements Event {}

    /** {@code hr}: the last host call that has not ended returned a value or nothing. */
    public record HostReturn(String value) implements Event {}

    /** {@code hx}: the last host call that has not ended threw an exception. */
    public record HostThrow(String message) implements Event {}

    /** {@code m}: at the end the memory had this size and SHA-256. */
    public record MemoryState(long pages, String sha256) implements Event {}

    /**
     * {@return the trace in a file}
     *
     * @throws IOException if it cannot be read or is not a trace
     */
    public static Trace read(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return trace(JSON.readTree(in));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Trace trace(JsonNode root) {
        JsonNode pages = root.path("importedMemoryPages");
        Map<String, Integer> tables = new HashMap<>();
        root.path("importedTables")
                .properties()
                .forEach(each -> tables.put(each.getKey(), each.getValue().intValue()));
        Map<String, String> globals = new HashMap<>();
        root.path("importedGlobals")
                .properties()
                .forEach(each -> globals.put(each.getKey(), each.getValue().asText()));
        List<Event> events = new ArrayList<>();
        root.required("events").forEach(each -> events.add(event(each)));
        return new Trace(
                root.required("sha256").textValue(),
                pages.isInt() ? OptionalInt.of(pages.intValue()) : OptionalInt.empty(),
                tables,
                globals,
                events);
    }

    private static Event event(JsonNode node) {
        String kind = node.required(0).asText();
        return switch (kind) {
            case "w" ->
                new Write(
                        node.required(1).longValue(),
                        Bytes.wrap(HexFormat.of().parseHex(node.required(2).textValue())));
            case "i" -> new Instantiate();
            case "g" -> new Grow(node.required(1).longValue());
            case "c" -> call(node.required(1), list(node.required(2)));
            case "r" -> new Return(node.required(1).asText());
            case "x" -> new Exit(node.required(1).asText());
            case "h" -> new HostCalled(node.required(1).textValue(), list(node.required(2)));
            case "hr" -> new HostReturn(node.required(1).asText());
            case "hx" -> new HostThrow(node.required(1).asText());
            case "m" ->
                new MemoryState(node.required(1).longValue(), node.required(2).textValue());
            default -> throw new IllegalArgumentException("unknown event '" + kind + "'");
        };
    }

    private static Event call(JsonNode target, List<String> arguments) {
        return target.isTextual()
                ? new Call(target.textValue(), arguments)
                : new CallTable(target.required("table").intValue(), arguments);
    }

    private static List<String> list(JsonNode nodes) {
        List<String> list = new ArrayList<>();
        nodes.forEach(each -> list.add(each.asText()));
        return list;
    }
}
