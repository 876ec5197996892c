/** Generates sources from the instruction set while the other modules are built; not published. */
@NullMarked
package org.wasmi.codegen;

import org.jspecify.annotations.NullMarked;
