/** The {@code switch} executor: loop and match over canonical code, the reference and the portable fallback. */
@NullMarked
package org.wasmi.exec.internal.loop;

import org.jspecify.annotations.NullMarked;
