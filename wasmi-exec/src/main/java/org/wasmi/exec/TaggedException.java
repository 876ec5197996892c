package org.wasmi.exec;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.ExceptionState;

/**
 * An exception of WebAssembly (Wasm specification, 4.2 "Exception instances"): a tag, and values of the types that it
 * has. Guests throw and catch such exceptions, and so can the host: what no guest has caught ends the call from the
 * host, and what a host function throws is caught by the guest that has called it if that has a handler. Traps and
 * other exceptions of the host are never caught by guests.
 *
 * <p>Where guests refer to an exception, to throw it again, it is this object. Exceptions of another store are not
 * caught: there, they are like any other exception of the host.
 *
 * <p>Has no Java stack trace. The frames of guests that it leaves are added to its backtrace when it leaves all frames
 * of a call from the host; an exception that is thrown again and again collects those of each time.
 *
 * <p>Java serialization keeps the message and the backtrace, but neither tag nor values.
 */
public final class TaggedException extends ExceptionState {
    private static final long serialVersionUID = 1;

    private static final int MOST_OF_MESSAGE = 8;

    /** What it is, if it comes from Java serialization. */
    private transient @Nullable String message;

    /**
     * Makes an exception.
     *
     * @param tag its tag
     * @param values the values that it carries, of the types that the tag has
     * @throws IllegalArgumentException if a value is of another type or store, or if there are too few or too many
     */
    public TaggedException(Tag tag, Value... values) {
        this(tag, new long[tag.slots()], new @Nullable Object[tag.slots()]);
        tag.write(values, bits(), references());
    }

    /** Makes an exception of halves of slots, which are not copied. */
    TaggedException(Tag tag, long[] bits, @Nullable Object[] references) {
        super(HostApi.KEY, tag, bits, references);
    }

    /**
     * {@return the tag}
     *
     * @throws IllegalStateException if the exception comes from Java serialization
     */
    @Override
    public Tag tag() {
        return (Tag) super.tag();
    }

    /**
     * {@return the values that it carries}
     *
     * @throws IllegalStateException if the exception comes from Java serialization
     */
    public List<Value> values() {
        return List.copyOf(tag().read(bits(), references()));
    }

    /** {@return what it is, with the first values that it carries: numbers, and the types of others} */
    @Override
    public String getMessage() {
        String known = message;
        return known != null ? known : describe();
    }

    private String describe() {
        List<Value> values = values();
        return values.stream()
                .limit(MOST_OF_MESSAGE)
                .map(TaggedException::describe)
                .collect(Collectors.joining(
                        ", ", "an exception of WebAssembly (", values.size() > MOST_OF_MESSAGE ? ", ...)" : ")"));
    }

    private static String describe(Value value) {
        if (value instanceof Value.I32 i32) {
            return "i32 " + i32.value();
        } else if (value instanceof Value.I64 i64) {
            return "i64 " + i64.value();
        } else if (value instanceof Value.F32 f32) {
            return "f32 " + f32.value();
        } else if (value instanceof Value.F64 f64) {
            return "f64 " + f64.value();
        }
        return value.type().toString();
    }

    private void writeObject(ObjectOutputStream to) throws IOException {
        to.defaultWriteObject();
        to.writeObject(getMessage());
    }

    private void readObject(ObjectInputStream from) throws IOException, ClassNotFoundException {
        from.defaultReadObject();
        message = (String) from.readObject();
    }
}
