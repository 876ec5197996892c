package org.wasmi.encoding.type;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A type that a program has defined, apart from the program (Wasm specification, 2.3 "defined types"). Engines make
 * them, one object for all equal types, so that equality is identity. Immutable.
 */
public abstract non-sealed class DefinedType implements HeapType {
    private static final AtomicLong SERIALS = new AtomicLong();

    private final long serial = SERIALS.getAndIncrement();
    private final AbstractHeapType abstractType;

    /** Its supertypes by depth, itself last. */
    private final DefinedType[] display;

    /**
     * Makes a type.
     *
     * @param abstractType what it is one of: {@link AbstractHeapType#FUNC}, {@link AbstractHeapType#STRUCT}, {@link
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
     * {@return what it is one of: {@link AbstractHeapType#FUNC}, {@link AbstractHeapType#STRUCT}, {@link
     * AbstractHeapType#ARRAY}}
     */
    public final AbstractHeapType abstractType() {
        return abstractType;
    }

    /**
     * {@return whether it is a type or declared to be a subtype of it, at any number of removes (Wasm specification,
     * 3.3.3)}
     */
    public final boolean isSubtypeOf(DefinedType type) {
        int depth = type.display.length - 1;
        return depth < display.length && display[depth].equals(type);
    }

    /** {@return a number that no other type of this JVM has} */
    final long serial() {
        return serial;
    }

    /** {@return a name without a meaning: what the type is may refer to it} */
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
