/** The variables of the source from which a module was compiled, for debuggers. */
@NullMarked
package org.wasmi.encoding.source;

import org.jspecify.annotations.NullMarked;
