package org.wasmi.testkit.oracle;

import java.util.List;

/**
 * A function type. Value types are the bytes that stand for them (Wasm specification, 5.3).
 *
 * @param params the types of the parameters
 * @param results the types of the results
 */
record FunctionType(List<Integer> params, List<Integer> results) implements OracleType {}
