/** The meaning of the numeric operators. */
@NullMarked
package org.wasmi.encoding.numeric;

import org.jspecify.annotations.NullMarked;
