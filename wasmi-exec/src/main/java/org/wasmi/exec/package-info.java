/** Runs programs: engine, store, instances, memories and the executors. */
@NullMarked
package org.wasmi.exec;

import org.jspecify.annotations.NullMarked;
