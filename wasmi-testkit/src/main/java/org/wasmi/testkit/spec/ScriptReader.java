package org.wasmi.testkit.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.wasmi.encoding.type.NumType;
import org.wasmi.text.Wat;

/** Reads the JSON form of a script. What it does not understand ends in {@link IOException}. */
final class ScriptReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private ScriptReader(Path file) {
        this.file = file;
    }

    static List<SpecCommand> read(Path file) throws IOException {
        try {
            return new ScriptReader(file).commands(JSON.readTree(file.toFile()).required("commands"));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private List<SpecCommand> commands(JsonNode nodes) {
        return list(nodes, this::command);
    }

    private SpecCommand command(JsonNode node) {
        int line = node.required("line").intValue();
        String type = text(node, "type");
        return switch (type) {
            case "module" -> new SpecCommand.Module(line, optional(node, "name"), source(node));
            case "module_definition" -> new SpecCommand.ModuleDefinition(line, optional(node, "name"), source(node));
            case "module_instance" ->
                new SpecCommand.ModuleInstance(line, optional(node, "instance"), optional(node, "module"));
            case "register" -> new SpecCommand.Register(line, optional(node, "name"), text(node, "as"));
            case "action" -> new SpecCommand.Perform(line, action(node));
            case "assert_return" ->
                new SpecCommand.AssertReturn(line, action(node), list(node.required("expected"), this::value));
            case "assert_trap" -> new SpecCommand.AssertTrap(line, action(node), text(node, "text"));
            case "assert_exhaustion" -> new SpecCommand.AssertExhaustion(line, action(node));
            case "assert_exception" -> new SpecCommand.AssertException(line, action(node));
            case "assert_malformed",
                    "assert_malformed_custom",
                    "assert_invalid",
                    "assert_invalid_custom",
                    "assert_unlinkable",
                    "assert_uninstantiable" ->
                new SpecCommand.AssertRejected(line, rejection(type), source(node), text(node, "text"));
            case "thread" ->
                new SpecCommand.StartThread(
                        line, text(node, "name"), optional(node, "shared_module"), commands(node.required("commands")));
            case "wait" -> new SpecCommand.Wait(line, text(node, "thread"));
            default -> throw new IllegalArgumentException("line " + line + ": unknown command '" + type + "'");
        };
    }

    private static SpecCommand.Rejection rejection(String type) {
        return SpecCommand.Rejection.valueOf(type.substring("assert_".length()).toUpperCase(Locale.ROOT));
    }

    private SpecCommand.Source source(JsonNode node) {
        String name = text(node, "filename");
        boolean text = optional(node, "module_type")
                .map("text"::equals)
                .orElse(name.endsWith(".wat")); // older converters leave it out
        return new ModuleFile(file.resolveSibling(name), text);
    }

    /** A module in a file of its own. */
    record ModuleFile(Path file, boolean isText) implements SpecCommand.Source {
        @Override
        public byte[] bytes() throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            return isText ? Wat.parse(bytes) : bytes;
        }
    }

    private SpecAction action(JsonNode node) {
        JsonNode action = node.required("action");
        Optional<String> instance = optional(action, "module");
        String field = text(action, "field");
        String type = text(action, "type");
        return switch (type) {
            case "invoke" -> new SpecAction.Invoke(instance, field, list(action.required("args"), this::value));
            case "get" -> new SpecAction.Get(instance, field);
            default -> throw new IllegalArgumentException("unknown action '" + type + "'");
        };
    }

    private SpecValue value(JsonNode node) {
        String type = text(node, "type");
        return switch (type) {
            case "either" -> new SpecValue.Either(list(node.required("values"), this::value));
            case "v128" -> {
                String lane = text(node, "lane_type");
                yield new SpecValue.Vector(lane, list(node.required("value"), each -> lane(lane, each.asText())));
            }
            case "i32", "i64", "f32", "f64" -> number(numType(type), text(node, "value"));
            default -> reference(type, optional(node, "value"));
        };
    }

    private static SpecValue lane(String type, String value) {
        return number(type.equals("i8") || type.equals("i16") ? NumType.I32 : numType(type), value);
    }

    private static SpecValue number(NumType type, String value) {
        return switch (value) {
            case "nan:canonical" -> new SpecValue.Nan(type, true);
            case "nan:arithmetic" -> new SpecValue.Nan(type, false);
            default -> new SpecValue.Num(type, Long.parseUnsignedLong(value));
        };
    }

    private static SpecValue reference(String type, Optional<String> value) {
        if (value.isEmpty()) {
            return new SpecValue.NonNull(type);
        }
        return value.get().equals("null")
                ? new SpecValue.Null(type)
                : new SpecValue.Host(type, Long.parseLong(value.get()));
    }

    private static NumType numType(String name) {
        return NumType.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).asText();
    }

    private static Optional<String> optional(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(JsonNode::textValue);
    }

    private static <T> List<T> list(JsonNode nodes, Function<JsonNode, T> each) {
        List<T> list = new ArrayList<>();
        nodes.forEach(node -> list.add(each.apply(node)));
        return list;
    }
}
