package org.wasmi.testkit.oracle;

import java.util.IdentityHashMap;
import java.util.List;
import org.wasmi.testkit.oracle.OracleValue.Copy;

/**
 * Copies values with all the objects that they lead to, so that two graphs of objects are equal if their copies are.
 * For one list of values.
 */
final class Copier {
    private final OracleModule module;
    private final IdentityHashMap<OracleValue, Integer> numbers = new IdentityHashMap<>();

    Copier(OracleModule module) {
        this.module = module;
    }

    List<OracleValue> copies(List<OracleValue> values) {
        return values.stream().map(this::copy).toList();
    }

    private OracleValue copy(OracleValue value) {
        Integer known = numbers.get(value);
        if (known != null) {
            return new OracleValue.Again(known);
        } else if (value instanceof OracleValue.Aggregate object) {
            numbers.put(object, numbers.size());
            boolean array = module.types.object(object.type).isArray();
            return new Copy(array ? Copy.Kind.ARRAY : Copy.Kind.STRUCT, -1, copies(object.values));
        } else if (value instanceof OracleValue.Thrown exception) {
            numbers.put(exception, numbers.size());
            return new Copy(Copy.Kind.EXCEPTION, module.visible(exception.tag), copies(exception.values));
        }
        return value;
    }
}
