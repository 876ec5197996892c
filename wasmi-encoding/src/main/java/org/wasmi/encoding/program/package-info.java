/**
 * A module after translation, {@link org.wasmi.encoding.program.Program}, and the types of the Wasm specification that it
 * speaks of. All of it is immutable and safe to share between threads.
 */
@NullMarked
package org.wasmi.encoding.program;

import org.jspecify.annotations.NullMarked;
