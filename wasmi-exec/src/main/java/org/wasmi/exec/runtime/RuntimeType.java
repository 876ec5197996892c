package org.wasmi.exec.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.DefinedType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.StructLayout;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.ValType;

/**
 * A type that programs define, as one object of an engine for all equal types, whichever programs define them.
 * Immutable once its group is complete.
 */
public final class RuntimeType extends DefinedType {

    /** All types of its group: they live as long as any of them. */
    @SuppressWarnings({"FieldCanBeLocal", "unused"}) // it is there to be reachable
    private final RuntimeType[] group;

    private @Nullable CompositeType composite;
    private @Nullable Signature signature;
    private @Nullable StructLayout layout;
    private int elementSlots;

    RuntimeType(AbstractHeapType abstractType, Optional<DefinedType> supertype, RuntimeType[] group) {
        super(abstractType, supertype);
        this.group = group;
    }

    /** Completes the type, which may refer to itself. */
    void define(CompositeType closed) {
        composite = closed;
        signature = closed instanceof FuncType function ? new Signature(function) : null;
        layout = closed instanceof StructType struct ? StructLayout.of(struct) : null;
        elementSlots = closed instanceof ArrayType array
                ? array.element().storage().unpacked().slots()
                : 0;
    }

    /** {@return what the type is; the types that it refers to are of the same engine} */
    public CompositeType composite() {
        if (composite == null) {
            throw new IllegalStateException("the group of the type is not complete");
        }
        return composite;
    }

    /**
     * {@return where in a frame its parameters and results lie}
     *
     * @throws IllegalStateException if it is no function type
     */
    public Signature signature() {
        if (signature == null) {
            throw new IllegalStateException("no function type: " + composite);
        }
        return signature;
    }

    /** {@return where a structure has its fields, if it is a structure type} */
    StructLayout layout() {
        if (layout == null) {
            throw new IllegalStateException("no structure type: " + composite);
        }
        return layout;
    }

    /** {@return how many elements of a Java array make one of an array of the type: 2 of vectors, 1 of all others} */
    int elementSlots() {
        return elementSlots;
    }

    /** {@return the type of the reference at a place of structures of the type} */
    ValType typeOfReference(int place) {
        StructType struct = (StructType) composite();
        return struct.fields().get(layout().fieldOfReference(place)).storage().unpacked();
    }
}
