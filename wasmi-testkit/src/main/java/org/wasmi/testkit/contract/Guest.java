package org.wasmi.testkit.contract;

import java.util.Arrays;
import java.util.List;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Value;

/**
 * An instance with short ways to call it. Arguments are {@code Integer}, {@code Long}, {@code Float}, {@code Double} or
 * {@link Value}.
 */
record Guest(Instance instance) {

    /** {@return the results of an exported function} */
    List<Value> call(String function, Object... arguments) {
        Value[] values = new Value[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = valueOf(arguments[i]);
        }
        return instance.function(function).call(values);
    }

    /** {@return the only result} */
    Value value(String function, Object... arguments) {
        List<Value> results = call(function, arguments);
        if (results.size() != 1) {
            throw new AssertionError(function + " returned " + results);
        }
        return results.get(0);
    }

    int i32(String function, Object... arguments) {
        return ((Value.I32) value(function, arguments)).value();
    }

    long i64(String function, Object... arguments) {
        return ((Value.I64) value(function, arguments)).value();
    }

    /** Checks that a call traps for a reason. */
    TrapException assertTraps(Trap trap, String function, Object... arguments) {
        List<Value> results;
        try {
            results = call(function, arguments);
        } catch (TrapException thrown) {
            if (thrown.trap() != trap) {
                throw new AssertionError(function + " trapped by " + thrown.trap() + ", not " + trap, thrown);
            }
            return thrown;
        }
        throw new AssertionError(function + " returned " + results + " and did not trap by " + trap);
    }

    static Value valueOf(Object value) {
        if (value instanceof Integer i32) {
            return Value.i32(i32);
        } else if (value instanceof Long i64) {
            return Value.i64(i64);
        } else if (value instanceof Float f32) {
            return Value.f32(f32);
        } else if (value instanceof Double f64) {
            return Value.f64(f64);
        }
        return (Value) value;
    }

    static List<Value> values(Object... values) {
        return Arrays.stream(values).map(Guest::valueOf).toList();
    }
}
