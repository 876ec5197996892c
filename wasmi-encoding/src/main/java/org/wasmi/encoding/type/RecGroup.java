package org.wasmi.encoding.type;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Types that are defined together and may refer to each other (Wasm specification, 2.3 "recursive types"). Two groups
 * define the same types only if they are the same as a whole.
 *
 * @param types the types, in the order of their indices
 */
public record RecGroup(List<SubType> types) {

    /** Copies the list. */
    public RecGroup {
        types = List.copyOf(types);
    }

    /** {@return the group of a type that is defined alone, final and without a supertype} */
    public static RecGroup of(CompositeType type) {
        return new RecGroup(List.of(SubType.of(type)));
    }

    /** {@return the types as in the text format: in {@code rec}, unless there is one} */
    @Override
    public String toString() {
        return types.size() == 1
                ? types.get(0).toString()
                : types.stream().map(each -> " " + each).collect(Collectors.joining("", "(rec", ")"));
    }
}
