/**
 * The executor {@code naive}: instruction objects run by loop and match over an enum, which is what Wasmi moved away
 * from. It is here to be measured against; the fallback, {@code switch}, must never be slower.
 */
@NullMarked
package org.wasmi.bench.baseline;

import org.jspecify.annotations.NullMarked;
