/** Generates Java interfaces of WebAssembly modules: {@link org.wasmi.generate.Generator} is the way in. */
@NullMarked
package org.wasmi.generate;

import org.jspecify.annotations.NullMarked;
