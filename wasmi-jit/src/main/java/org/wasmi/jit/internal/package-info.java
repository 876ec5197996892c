/** The compiler: from code to classes. */
@NullMarked
package org.wasmi.jit.internal;

import org.jspecify.annotations.NullMarked;
