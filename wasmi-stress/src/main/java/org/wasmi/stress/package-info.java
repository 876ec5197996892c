/** Races on shared memories, whose outcomes jcstress counts. */
@NullMarked
package org.wasmi.stress;

import org.jspecify.annotations.NullMarked;
