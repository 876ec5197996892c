/** Parses, validates and translates WebAssembly binaries into programs. */
@NullMarked
package org.wasmi.translate;

import org.jspecify.annotations.NullMarked;
