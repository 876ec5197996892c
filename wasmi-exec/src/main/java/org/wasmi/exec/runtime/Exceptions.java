package org.wasmi.exec.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.HandlerTable;
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
     * Looks for a handler of an exception in a frame that is not on the machine. If there is one, its number is the
     * result, the exception has been caught, and what the handler's clause puts into slots is there; otherwise the
     * executor {@linkplain Machine#addFrame adds} the frame and lets the exception pass.
     *
     * @param machine where the exception was thrown
     * @param instance that of the frame
     * @param code the frame's code, of which there is room for all slots, and if it touches references, for those
     * @param position in that code: behind the start of the instruction that threw, and not behind its end
     * @param framePointer where the frame begins
     * @param thrown the exception
     * @return the number of the handler in the table of the code, from 0; or -1
     */
    public static int handler(
            Machine machine, InstanceState instance, Code code, int position, int framePointer, Throwable thrown) {
        HandlerTable table = code.handlers();
        if (!(thrown instanceof ExceptionState exception) || !machine.isOfStore(exception)) {
            return -1;
        }
        int number = Unwinding.catching(machine, instance, table, position - 1, exception);
        if (number >= 0) {
            HandlerTable.Handler handler = table.handlers().get(number);
            boolean references = code.frame().references();
            Unwinding.put(machine, framePointer + handler.slot(), references, handler.clause(), exception);
        }
        return number;
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
