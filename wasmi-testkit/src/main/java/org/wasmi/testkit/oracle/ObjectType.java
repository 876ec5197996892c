package org.wasmi.testkit.oracle;

import java.util.List;

/**
 * The type of a structure or an array. Storage types are the bytes that stand for them (Wasm specification, 5.3), of
 * references the first.
 *
 * @param isArray whether it is that of an array, of which the one field is what each element is
 * @param fields the types of the fields
 */
record ObjectType(boolean isArray, List<Integer> fields) implements OracleType {

    int field(int index) {
        return fields.get(isArray ? 0 : index);
    }
}
