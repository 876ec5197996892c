/**
 * Replays what was recorded between a host and a module elsewhere: {@link org.wasmi.testkit.trace.Trace} reads such a
 * record, {@link org.wasmi.testkit.trace.TraceReplayer} plays the host's part and compares the module's.
 */
@NullMarked
package org.wasmi.testkit.trace;

import org.jspecify.annotations.NullMarked;
