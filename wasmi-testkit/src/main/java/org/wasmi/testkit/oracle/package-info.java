/**
 * A second opinion: {@link org.wasmi.testkit.oracle.Oracle} interprets Wasm binaries operator by operator, as the
 * specification writes them down. It shares no code with translators, executors and the arithmetic of the bytecode, so that
 * what is wrong in one of those shows as a disagreement. Slow and simple by intent.
 */
@NullMarked
package org.wasmi.testkit.oracle;

import org.jspecify.annotations.NullMarked;
