package org.wasmi.encoding.type;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A type that a program has defined, independent of that program (Wasm specification, 2.3 "defined types"). An engine
 * creates one object for all equal types, so that equality is identity. Immutable.
 */
public abstract non-sealed class DefinedType implements HeapType {
    private static final AtomicLong SERIALS = new AtomicLong();

    private final long serial = SERIALS.getAndIncrement();
    private final AbstractHeapType abstractType;

    /** Its supertypes by depth, itself last. */
    private final DefinedType[] display;

    /**
     * Creates a type.
     *
     * @param abstractType its abstract type: {@link AbstractHeapType#FUNC}, {@link AbstractHeapType#STRUCT}, {@link
     *     AbstractHeapType#ARRAY}
     * @param supertype the type that it is declared to be a subtype of
     */
    protected DefinedType(AbstractHeapType abstractType, Optional<DefinedType> supertype) {
        this.abstractType = abstractType;
        DefinedType[] above = supertype.isPresent() ? supertype.get().display : new DefinedType[0];
        display = Arrays.copyOf(above, above.length + 1);
        display[above.length] = this;
    }

    /**
     * {@return its abstract type: {@link AbstractHeapType#FUNC}, {@link AbstractHeapType#STRUCT}, {@link
     * AbstractHeapType#ARRAY}}
     */
    public final AbstractHeapType abstractType() {
        return abstractType;
    }

    /**
     * {@return whether it is a given type or one of its declared subtypes, direct or indirect (Wasm specification,
     * 3.3.3)}
     */
    public final boolean isSubtypeOf(DefinedType type) {
        int depth = type.display.length - 1;
        return depth < display.length && display[depth].equals(type);
    }

    /** {@return a number that is unique in this JVM} */
    final long serial() {
        return serial;
    }

    /** {@return an arbitrary name, since the type's definition may refer to itself} */
    @Override
    public final String toString() {
        return abstractType + "#" + serial;
    }

    @Override
    public final boolean equals(Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(serial);
    }
}
