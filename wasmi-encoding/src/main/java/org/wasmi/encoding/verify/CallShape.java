package org.wasmi.encoding.verify;

import java.util.List;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;

/**
 * What a call has to know of a function type, counted once.
 *
 * @param type the type
 * @param params the number of slots of the parameters
 * @param results the number of slots of the results
 * @param paramsHaveReferences whether a parameter is a reference
 * @param resultsHaveReferences whether a result is a reference
 * @param resultTypes a number that two signatures share if their results have the same types
 */
record CallShape(
        FuncType type,
        int params,
        int results,
        boolean paramsHaveReferences,
        boolean resultsHaveReferences,
        int resultTypes) {

    static CallShape of(FuncType type, int resultTypes) {
        return new CallShape(
                type,
                type.paramSlots(),
                type.resultSlots(),
                haveReferences(type.params()),
                haveReferences(type.results()),
                resultTypes);
    }

    /** {@return the signature of a constant expression, which nothing calls} */
    static CallShape ofConstant(ValType type) {
        return of(new FuncType(List.of(), List.of(type)), -1);
    }

    private static boolean haveReferences(List<ValType> types) {
        return types.stream().anyMatch(ValType::isReference);
    }
}
