/**
 * A reference interpreter: {@link org.wasmi.testkit.oracle.Oracle} interprets Wasm binaries operator by operator, as
 * the specification defines them. It shares no code with translators, executors and the arithmetic of the bytecode, so
 * that a fault in one of those shows as a disagreement. Slow and simple by intent.
 *
 * <pre>{@code
 * import java.util.List;
 * import org.wasmi.testkit.ModuleBuilder;
 * import org.wasmi.testkit.oracle.*;
 *
 * public class Asked {
 *     public static void main(String[] args) {
 *         byte[] wasm = new ModuleBuilder()
 *                 .function("div", "i32 i32 -> i32", code -> code.localsGet(0, 1).op("i32.div_s"))
 *                 .build();
 *         Oracle oracle = Oracle.instantiate(wasm, 1_000); // operators that it may execute
 *         OracleValue seven = new OracleValue.I32(7);
 *         System.out.println(oracle.call("div", List.of(seven, new OracleValue.I32(-2))));
 *         System.out.println(oracle.call("div", List.of(seven, new OracleValue.I32(0))));
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * Returned[results=[I32[value=-3]]]
 * Trapped[trap=INTEGER_DIVIDE_BY_ZERO]
 * }</pre>
 */
@NullMarked
package org.wasmi.testkit.oracle;

import org.jspecify.annotations.NullMarked;
