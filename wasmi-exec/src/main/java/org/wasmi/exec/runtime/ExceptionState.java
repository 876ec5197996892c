package org.wasmi.exec.runtime;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.GuestException;
import org.wasmi.exec.internal.store.HostApi;

/**
 * An exception instance (Wasm specification, 4.2 "Exception instances"): a tag, and the halves of the slots that the
 * values take which it carries. Reference halves of slots hold it, and executors let it pass, with the position of the
 * instruction saved that throws it, as they do with traps: the machine unwinds its frames to a handler. The host API
 * extends this class, and nothing else can. Immutable, but for its backtrace.
 */
public abstract class ExceptionState extends GuestException {
    private static final long serialVersionUID = 1;

    /** None if it comes from Java serialization, like all that is transient. */
    private final transient @Nullable TagState tag;

    private final transient long[] bits;
    private final transient @Nullable Object[] references;

    /**
     * Makes an exception of halves of slots, which are not copied.
     *
     * @param key what the host API has
     * @param tag the tag
     * @param bits the numeric halves
     * @param references the reference halves
     */
    protected ExceptionState(HostApi key, TagState tag, long[] bits, @Nullable Object[] references) {
        super("an exception of WebAssembly", null);
        this.tag = tag;
        this.bits = bits;
        this.references = references;
    }

    /**
     * {@return the tag}
     *
     * @throws IllegalStateException if the exception comes from Java serialization
     */
    protected TagState tag() {
        if (tag == null) {
            throw new IllegalStateException("the exception comes from Java serialization");
        }
        return tag;
    }

    /** {@return the numeric halves of the slots of its values} */
    protected final long[] bits() {
        return bits;
    }

    /** {@return the reference halves of the slots of its values} */
    protected final @Nullable Object[] references() {
        return references;
    }
}
