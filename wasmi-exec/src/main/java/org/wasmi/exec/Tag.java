package org.wasmi.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.RuntimeType;
import org.wasmi.exec.runtime.TagState;

/**
 * A tag (Wasm specification, 4.2 "Tag instances"): what exceptions have in common with the clauses that catch them.
 * Each tag is one of a kind, whatever its type: exceptions of one tag are not caught by clauses of another. Belongs to
 * one {@link Store}. Immutable.
 */
public final class Tag extends TagState implements Extern {
    Tag(Store store, RuntimeType type) {
        super(HostApi.KEY, store, type);
    }

    /**
     * {@return a new tag}
     *
     * @param store where it belongs
     * @param type a function type, whose parameters are what exceptions with the tag carry
     * @throws IllegalArgumentException if the type has results
     * @throws IllegalStateException if the store is closed
     */
    public static Tag create(Store store, FuncType type) {
        if (!type.results().isEmpty()) {
            throw new IllegalArgumentException("the type of a tag has no results: " + type);
        }
        return new Tag(store, store.engine().typeOf(type));
    }

    @Override
    public Store store() {
        return (Store) owner();
    }

    /** {@return whether an import that has a type can be this} */
    boolean matches(RuntimeType required) {
        return runtimeType().equals(required);
    }

    // For exceptions.

    /** {@return the number of slots that the values take which exceptions carry} */
    int slots() {
        return values().slotCount();
    }

    /** Puts values into slots, if they have the types that exceptions carry. */
    void write(Value[] carried, long[] bits, @Nullable Object[] references) {
        ValueSlots.require(values(), carried, store());
        ValueSlots.write(values(), carried, bits, references);
    }

    /** {@return the values in slots} */
    List<Value> read(long[] bits, @Nullable Object[] references) {
        return ValueSlots.read(values(), bits, references);
    }
}
