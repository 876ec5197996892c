/** What programs that were compiled ahead of time provide; the classes in their jars extend it. */
@NullMarked
package org.wasmi.jit.compiled;

import org.jspecify.annotations.NullMarked;
