package org.wasmi.encoding.type;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * An array type (Wasm specification, 2.3 "Composite types").
 *
 * @param element the type of the elements
 */
public record ArrayType(FieldType element) implements CompositeType {

    /** Checks for nulls. */
    public ArrayType {
        Objects.requireNonNull(element, "element");
    }

    @Override
    public ArrayType closed(IntFunction<? extends DefinedType> defined) {
        return new ArrayType(element.closed(defined));
    }

    /** {@return the type in the text format, such as {@code (array (mut i8))}} */
    @Override
    public String toString() {
        return "(array " + element + ")";
    }
}
