package org.wasmi.js;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JavaScript array. */
public final class JsArray extends JsObject {
    private final List<@Nullable Object> elements;

    /** Makes an array with the elements of a list, which is copied. */
    public JsArray(List<? extends @Nullable Object> elements) {
        this.elements = new ArrayList<>(elements);
    }

    /** {@return the elements, which may be changed} */
    public List<@Nullable Object> elements() {
        return elements;
    }

    /** {@return a property; {@code length} and the decimal indices are the array's own} */
    @Override
    public @Nullable Object get(String name) {
        if (name.equals("length")) {
            return (double) elements.size();
        }
        int index = index(name);
        return index < 0 ? super.get(name) : get(index);
    }

    /** {@return an element, {@link Undefined#UNDEFINED} beyond the length} */
    public @Nullable Object get(int index) {
        return index >= 0 && index < elements.size() ? elements.get(index) : Undefined.UNDEFINED;
    }

    /**
     * Sets an element, the next one at most.
     *
     * @throws JsException with a {@code RangeError} if that would leave a hole
     */
    public void put(long index, @Nullable Object value) {
        if (index < 0 || index > elements.size()) {
            throw JsException.rangeError("arrays with holes are not supported");
        } else if (index == elements.size()) {
            elements.add(value);
        } else {
            elements.set((int) index, value);
        }
    }

    private static int index(String name) {
        if (name.isEmpty() || name.length() > 9) {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < name.length(); i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            index = index * 10 + digit;
        }
        return index;
    }
}
