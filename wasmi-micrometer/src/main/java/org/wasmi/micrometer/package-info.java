/** Counts what guests do, for {@link io.micrometer.core.instrument.MeterRegistry}. */
@NullMarked
package org.wasmi.micrometer;

import org.jspecify.annotations.NullMarked;
