package org.wasmi.exec.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;

/** What the instructions that throw have in common whatever the executor (Wasm specification, 4.6). For executors. */
public final class Exceptions {
    private Exceptions() {}

    /**
     * {@return a new exception, for the executor to throw}
     *
     * @param machine where the frame on top throws it
     * @param tag the index of its tag
     * @param from where the values begin that it carries, in the arrays of slots
     * @param count the number of their slots
     */
    public static RuntimeException thrown(Machine machine, int tag, int from, int count) {
        InstanceState instance = machine.function().instance();
        return instance.newException(
                instance.tagAt(tag),
                Arrays.copyOfRange(machine.slots(), from, from + count),
                Arrays.copyOfRange(machine.references(), from, from + count));
    }

    /**
     * {@return an exception that was caught before, for the executor to throw again}
     *
     * @param exception the exception
     * @throws TrapException with {@link Trap#NULL_EXCEPTION} if it is null
     */
    public static RuntimeException thrownAgain(@Nullable Object exception) {
        if (exception instanceof ExceptionState known) {
            return known;
        }
        throw new TrapException(Trap.NULL_EXCEPTION);
    }
}
