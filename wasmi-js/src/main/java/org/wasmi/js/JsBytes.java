package org.wasmi.js;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A JavaScript {@code Uint8Array}: bytes of its own, or a view of bytes that others change too. */
public final class JsBytes extends JsObject {
    private final ByteBuffer content;

    /** Makes an array of the bytes between a buffer's position and limit, which are shared. */
    public JsBytes(ByteBuffer content) {
        this.content = content.slice();
    }

    /** Makes an array of bytes, which are shared. */
    public JsBytes(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    /** {@return the number of bytes} */
    public int length() {
        return content.limit();
    }

    /** {@return the bytes, shared, from position 0 to the length} */
    public ByteBuffer buffer() {
        return content.duplicate();
    }

    /** {@return a copy of the bytes} */
    public byte[] copy() {
        byte[] bytes = new byte[length()];
        content.get(0, bytes);
        return bytes;
    }

    /**
     * {@return a view of some of the bytes}
     *
     * @throws IndexOutOfBoundsException if it has not so many
     */
    public JsBytes slice(int from, int length) {
        return new JsBytes(content.slice(from, length));
    }

    /** {@return a property; {@code length} and {@code byteLength} are the array's own} */
    @Override
    public @Nullable Object get(String name) {
        return name.equals("length") || name.equals("byteLength") ? (Object) (double) length() : super.get(name);
    }
}
