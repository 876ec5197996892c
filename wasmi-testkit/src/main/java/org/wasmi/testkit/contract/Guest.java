package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.wasmi.encoding.Trap;
import org.wasmi.encoding.TrapException;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Value;

/**
 * An instance with short ways to call it. Arguments are {@code Integer}, {@code Long}, {@code Float}, {@code Double} or
 * {@link Value}.
 */
record Guest(Instance instance) {

    /** {@return the results of an exported function} */
    List<Value> call(String function, Object... arguments) {
        return instance.function(function)
                .call(Arrays.stream(arguments).map(Guest::valueOf).toArray(Value[]::new));
    }

    /** {@return the only result} */
    Value value(String function, Object... arguments) {
        List<Value> results = call(function, arguments);
        Assertions.assertThat(results).hasSize(1);
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
        TrapException thrown = catchThrowableOfType(TrapException.class, () -> call(function, arguments));
        Assertions.assertThat(thrown).as(function).isNotNull();
        Assertions.assertThat(thrown.trap()).as(function).isEqualTo(trap);
        return thrown;
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
