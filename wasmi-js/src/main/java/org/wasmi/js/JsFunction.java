package org.wasmi.js;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A JavaScript function whose body is Java. */
public class JsFunction extends JsObject {

    /** What a function does. */
    @FunctionalInterface
    public interface Body {
        /**
         * Runs the function.
         *
         * @param self the value of {@code this}
         * @param arguments the arguments, any number of them; see {@link JsFunction#argument}
         * @return the result, {@link Undefined#UNDEFINED} if there is none
         * @throws JsException to throw a JavaScript value
         */
        @Nullable
        Object call(@Nullable Object self, List<@Nullable Object> arguments);
    }

    private final Body body;

    /** Makes a function. */
    public JsFunction(Body body) {
        this.body = Objects.requireNonNull(body, "body");
    }

    /**
     * Calls the function.
     *
     * @param self the value of {@code this}
     * @param arguments the arguments
     * @return the result
     * @throws JsException if it throws a JavaScript value
     */
    public final @Nullable Object call(@Nullable Object self, List<@Nullable Object> arguments) {
        return body.call(self, arguments);
    }

    /**
     * Calls the function as a constructor.
     *
     * @return the object that it returns, otherwise the new one that it got as {@code this}
     * @throws JsException if it throws a JavaScript value
     */
    public final Object construct(List<@Nullable Object> arguments) {
        JsObject self = new JsObject();
        return call(self, arguments) instanceof JsObject made ? made : self;
    }

    /** {@return whether a value is an instance of this class, if the function is the constructor of one} */
    public boolean isInstance(@Nullable Object value) {
        return false;
    }

    /** {@return an argument, {@link Undefined#UNDEFINED} if there are fewer} */
    public static @Nullable Object argument(List<@Nullable Object> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : Undefined.UNDEFINED;
    }
}
