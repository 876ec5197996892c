package org.wasmi.encoding.type;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A structure type (Wasm specification, 2.3 "Composite types").
 *
 * @param fields the types of the fields, first to last
 */
public record StructType(List<FieldType> fields) implements CompositeType {

    /** Copies the list. */
    public StructType {
        fields = List.copyOf(fields);
    }

    @Override
    public StructType closed(IntFunction<? extends DefinedType> defined) {
        return new StructType(fields.stream().map(each -> each.closed(defined)).toList());
    }

    /** {@return the type as in the text format, such as {@code (struct (field i32) (field (mut i8)))}} */
    @Override
    public String toString() {
        return fields.stream().map(each -> " (field " + each + ")").collect(Collectors.joining("", "(struct", ")"));
    }
}
