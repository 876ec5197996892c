/**
 * A debugger of guests. {@link org.wasmi.debug.DebugAdapter} serves an editor over the Debug Adapter Protocol, and runs
 * the guest on an executor of its own, so that guests on other executors pay nothing for it.
 */
@NullMarked
package org.wasmi.debug;

import org.jspecify.annotations.NullMarked;
