/** Writes the few class files that are made at run time; it knows nothing of what they are for. */
@NullMarked
package org.wasmi.exec.internal.bind;

import org.jspecify.annotations.NullMarked;
