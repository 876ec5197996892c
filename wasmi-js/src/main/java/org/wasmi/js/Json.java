package org.wasmi.js;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code JSON.parse} and {@code JSON.stringify}. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    /**
     * {@return the value that a text stands for}
     *
     * @throws JsException with a {@code SyntaxError} if the text is not JSON
     */
    public static @Nullable Object parse(String text) {
        try {
            return value(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new JsException(
                    new JsObject().with("name", "SyntaxError").with("message", String.valueOf(e.getOriginalMessage())));
        }
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isObject()) {
            JsObject object = new JsObject();
            node.properties().forEach(each -> object.set(each.getKey(), value(each.getValue())));
            return object;
        } else if (node.isArray()) {
            List<@Nullable Object> elements = new ArrayList<>();
            node.forEach(each -> elements.add(value(each)));
            return new JsArray(elements);
        } else if (node.isNumber()) {
            return node.doubleValue();
        } else if (node.isBoolean()) {
            return node.booleanValue();
        } else if (node.isTextual()) {
            return node.textValue();
        }
        return null;
    }

    /**
     * {@return the JSON text for a value; {@link Undefined#UNDEFINED} if there is none, as for functions}
     *
     * @throws JsException with a {@code TypeError} if objects contain themselves or are nested over 1,000 deep
     */
    public static Object stringify(@Nullable Object value) {
        @Nullable JsonNode node = node(value, 0);
        return node == null ? Undefined.UNDEFINED : node.toString();
    }

    private static @Nullable JsonNode node(@Nullable Object value, int depth) {
        if (depth > 1_000) {
            throw JsException.typeError("cyclic object value");
        }
        if (value == null) {
            return NODES.nullNode();
        } else if (value == Undefined.UNDEFINED || value instanceof JsFunction) {
            return null;
        } else if (value instanceof Boolean bool) {
            return NODES.booleanNode(bool);
        } else if (value instanceof Number number) {
            return number(number.doubleValue());
        } else if (value instanceof String text) {
            return NODES.textNode(text);
        } else if (value instanceof JsArray array) {
            var node = NODES.arrayNode();
            for (Object each : array.elements()) {
                JsonNode element = node(each, depth + 1);
                node.add(element == null ? NODES.nullNode() : element);
            }
            return node;
        }
        var node = NODES.objectNode();
        if (value instanceof JsObject object) {
            object.properties().forEach((name, each) -> {
                JsonNode property = node(each, depth + 1);
                if (property != null) {
                    node.set(name, property);
                }
            });
        }
        return node;
    }

    private static JsonNode number(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return NODES.nullNode();
        }
        return number == Math.rint(number) && Math.abs(number) < 1L << 53
                ? NODES.numberNode((long) number)
                : NODES.numberNode(number);
    }
}
