package org.wasmi.js;

import org.jspecify.annotations.Nullable;

/** A JavaScript value that was thrown, by a guest or by a function for it. */
public final class JsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient @Nullable Object value;

    /** Makes an exception. Its message is that of the value if it is an error, or else the value. */
    public JsException(@Nullable Object value) {
        super(message(value));
        this.value = value;
    }

    private static String message(@Nullable Object value) {
        return value instanceof JsObject object && object.get("message") instanceof String message
                ? message
                : String.valueOf(value);
    }

    /** {@return the value} */
    public @Nullable Object value() {
        return value;
    }

    /** {@return a JavaScript {@code Error}} */
    public static JsObject error(String message) {
        return new JsObject().with("name", "Error").with("message", message);
    }

    /** {@return an exception whose value is a JavaScript {@code TypeError}} */
    public static JsException typeError(String message) {
        return new JsException(new JsObject().with("name", "TypeError").with("message", message));
    }

    /** {@return an exception whose value is a JavaScript {@code RangeError}} */
    public static JsException rangeError(String message) {
        return new JsException(new JsObject().with("name", "RangeError").with("message", message));
    }
}
