package org.wasmi.js;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JavaScript object with named properties, in the order in which they were set. Confined to one thread at a time. */
public class JsObject {
    private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();

    /** Makes an object without properties. */
    public JsObject() {}

    /** {@return the value of a property, {@link Undefined#UNDEFINED} if there is none} */
    public @Nullable Object get(String name) {
        return properties.containsKey(name) ? properties.get(name) : Undefined.UNDEFINED;
    }

    /** Sets the value of a property. */
    public void set(String name, @Nullable Object value) {
        properties.put(name, value);
    }

    /** Removes a property if there is one. */
    public void delete(String name) {
        properties.remove(name);
    }

    /** {@return this object, once a property has the given value} */
    public JsObject with(String name, @Nullable Object value) {
        set(name, value);
        return this;
    }

    /** {@return this object, once a property is a function with the given body} */
    public JsObject with(String name, JsFunction.Body body) {
        return with(name, new JsFunction(body));
    }

    /** {@return the properties that were set, a view} */
    public final Map<String, @Nullable Object> properties() {
        return Collections.unmodifiableMap(properties);
    }

    /**
     * Calls a method.
     *
     * @return its result
     * @throws JsException if the property is not a function, or if the function throws
     */
    public final @Nullable Object call(String name, @Nullable Object... arguments) {
        if (get(name) instanceof JsFunction function) {
            return function.call(this, Arrays.asList(arguments));
        }
        throw JsException.typeError(name + " is not a function");
    }
}
