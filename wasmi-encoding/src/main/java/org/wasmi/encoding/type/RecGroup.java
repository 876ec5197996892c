package org.wasmi.encoding.type;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A recursive group: types that are defined together and may refer to each other (Wasm specification, 2.3 "recursive
 * types"). Two groups define the same types only if the groups are equal as a whole.
 *
 * @param types the types, in the order of their indices
 */
public record RecGroup(List<SubType> types) {

    /** Copies the list. */
    public RecGroup {
        types = List.copyOf(types);
    }

    /** {@return the group of a single type, final and without a supertype} */
    public static RecGroup of(CompositeType type) {
        return new RecGroup(List.of(SubType.of(type)));
    }

    /** {@return the types in the text format, in {@code rec} unless there is only one} */
    @Override
    public String toString() {
        return types.size() == 1
                ? types.get(0).toString()
                : types.stream().map(each -> " " + each).collect(Collectors.joining("", "(rec", ")"));
    }
}
