/** Benchmarks; not published. */
@NullMarked
package org.wasmi.bench;

import org.jspecify.annotations.NullMarked;
