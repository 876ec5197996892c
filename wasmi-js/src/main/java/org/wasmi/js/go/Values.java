package org.wasmi.js.go;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.exec.Memory;
import org.wasmi.js.JsArray;
import org.wasmi.js.JsFunction;
import org.wasmi.js.JsObject;
import org.wasmi.js.Undefined;

/**
 * The values of JavaScript to which a Go program refers, and how it does: by 64 bits, which are a number or, as a NaN
 * with a payload, the number of a value in this table. The program counts its references and says which it has dropped.
 */
final class Values {
    /** Guests choose how many values they keep. */
    private static final int MAX_VALUES = 1 << 20;

    /** The upper half of a reference that is no number. */
    private static final int NAN_HEAD = 0x7FF8_0000;

    private static final int TYPE_OBJECT = 1;
    private static final int TYPE_STRING = 2;
    private static final int TYPE_FUNCTION = 4;

    /** What programs know by their number: NaN, 0, null, true, false, the global object, the system itself. */
    private static final int KNOWN = 7;

    private static final int NULL = 2;

    private final List<@Nullable Object> values;
    private final List<Long> references = new ArrayList<>();
    private final Map<Object, Integer> numbers = new HashMap<>();
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    Values(JsObject global) {
        JsObject system = new JsObject();
        values = new ArrayList<>(Arrays.asList(Double.NaN, 0.0, null, true, false, global, system));
        for (int i = 0; i < KNOWN; i++) {
            references.add(Long.MAX_VALUE / 2);
            if (i > 0 && i != NULL) {
                numbers.put(values.get(i), i);
            }
        }
    }

    /** Lets the program make functions, and find the event for which it was resumed. */
    void attach(EventLoop loop) {
        values.set(KNOWN - 1, new GoSystem(loop));
        numbers.put(values.get(KNOWN - 1), KNOWN - 1);
    }

    /** What Go's JavaScript calls {@code go}. */
    private static final class GoSystem extends JsObject {
        private final EventLoop loop;

        GoSystem(EventLoop loop) {
            this.loop = loop;
            with("_makeFuncWrapper", (self, arguments) -> {
                Object id = JsFunction.argument(arguments, 0);
                return new JsFunction((callee, passed) -> loop.callBack(new JsObject()
                        .with("id", id)
                        .with("this", callee)
                        .with("args", new JsArray(passed))
                        .with("result", Undefined.UNDEFINED)));
            });
        }

        @Override
        public @Nullable Object get(String name) {
            return name.equals("_pendingEvent") ? loop.pendingEvent() : super.get(name);
        }

        @Override
        public void set(String name, @Nullable Object value) {
            if (name.equals("_pendingEvent")) {
                loop.pendingEvent(value);
            } else {
                super.set(name, value);
            }
        }
    }

    @Nullable
    Object load(Memory memory, long address) {
        double number = memory.getDouble(address);
        if (number == 0) {
            return Undefined.UNDEFINED;
        } else if (!Double.isNaN(number)) {
            return number;
        }
        int index = memory.getInt(address);
        if (index < 0 || index >= values.size()) {
            throw new IllegalArgumentException("the guest uses value " + index + ", which it has not");
        }
        return values.get(index);
    }

    List<@Nullable Object> loadAll(Memory memory, long address, long count) {
        List<@Nullable Object> all = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            all.add(load(memory, address + i * Long.BYTES));
        }
        return all;
    }

    void store(Memory memory, long address, @Nullable Object value) {
        if (value == Undefined.UNDEFINED) {
            memory.putDouble(address, 0);
        } else if (value instanceof Number number && number.doubleValue() != 0) {
            double given = number.doubleValue();
            memory.putLong(
                    address, Double.isNaN(given) ? (long) NAN_HEAD << Integer.SIZE : Double.doubleToRawLongBits(given));
        } else {
            int index = number(value instanceof Number ? (Object) 0.0 : value);
            references.set(index, references.get(index) + 1);
            memory.putInt(address, index);
            memory.putInt(address + Integer.BYTES, NAN_HEAD | type(value));
        }
    }

    private static int type(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return 0;
        } else if (value instanceof String) {
            return TYPE_STRING;
        }
        return value instanceof JsFunction ? TYPE_FUNCTION : TYPE_OBJECT;
    }

    private int number(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        Integer known = numbers.get(value);
        if (known != null) {
            return known;
        }
        Integer index = free.poll();
        if (index == null) {
            if (values.size() >= MAX_VALUES) {
                throw new ResourceException("a guest keeps more than " + MAX_VALUES + " values of the host");
            }
            index = values.size();
            values.add(value);
            references.add(0L);
        } else {
            values.set(index, value);
            references.set(index, 0L);
        }
        numbers.put(value, index);
        return index;
    }

    /** Drops a reference. */
    void release(int index) {
        if (index < KNOWN || index >= values.size() || values.get(index) == null) {
            return;
        }
        long left = references.get(index) - 1;
        references.set(index, left);
        if (left == 0) {
            numbers.remove(values.set(index, null));
            free.add(index);
        }
    }
}
