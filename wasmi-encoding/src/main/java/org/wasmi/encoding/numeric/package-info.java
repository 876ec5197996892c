/**
 * The meaning of the numeric operators.
 *
 * <pre>{@code
 * import org.wasmi.encoding.error.TrapException;
 * import org.wasmi.encoding.numeric.Numerics;
 *
 * public class Operators {
 *     public static void main(String[] args) {
 *         System.out.println(Numerics.i32DivS(-7, 2)); // i32.div_s
 *         System.out.println(Numerics.i32DivU(-7, 2)); // i32.div_u
 *         System.out.println(Numerics.f64Min(0.0, -0.0)); // f64.min
 *         System.out.println(Numerics.i32TruncSatF64S(1e10)); // i32.trunc_sat_f64_s
 *         try {
 *             Numerics.i32DivS(1, 0);
 *         } catch (TrapException trap) {
 *             System.out.println(trap.getMessage());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * -3
 * 2147483644
 * -0.0
 * 2147483647
 * integer divide by zero
 * }</pre>
 */
@NullMarked
package org.wasmi.encoding.numeric;

import org.jspecify.annotations.NullMarked;
