package org.wasmi.exec.runtime;

import org.wasmi.encoding.type.TagType;
import org.wasmi.exec.internal.store.HostApi;

/**
 * A tag instance (Wasm specification, 4.2 "Tag instances"): what exceptions and the clauses that catch them have in
 * common. The host API extends this class, and nothing else can. Belongs to one store. Immutable.
 */
public abstract class TagState {
    private final StoreState store;
    private final RuntimeType type;

    /**
     * Makes a tag.
     *
     * @throws IllegalStateException if the store is closed
     */
    protected TagState(HostApi key, StoreState store, RuntimeType type) {
        store.requireOpen();
        this.store = store;
        this.type = type;
    }

    /** {@return the type} */
    public TagType type() {
        return new TagType(type.signature().type());
    }

    /** {@return the type, as an object of the engine} */
    protected final RuntimeType runtimeType() {
        return type;
    }

    /** {@return the values that exceptions carry} */
    protected final Signature.Group values() {
        return type.signature().params();
    }

    /** {@return the store that it belongs to} */
    protected final StoreState owner() {
        return store;
    }
}
