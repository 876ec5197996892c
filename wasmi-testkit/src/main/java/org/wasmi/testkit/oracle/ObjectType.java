package org.wasmi.testkit.oracle;

import java.util.List;

/**
 * The type of a structure or an array. Storage types are the bytes that stand for them (Wasm specification, 5.3), of
 * references the first.
 *
 * @param isArray whether it is that of an array, of which the one field is what each element is
 * @param fields the types of the fields
 * @param supertype the index of the type that it is declared to be a subtype of, or {@link #NO_SUPERTYPE}
 */
record ObjectType(boolean isArray, List<Integer> fields, int supertype) implements OracleType {
    static final int NO_SUPERTYPE = -1;

    int field(int index) {
        return fields.get(isArray ? 0 : index);
    }
}
