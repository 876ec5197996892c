/** The JavaScript glue as a source of names. */
@NullMarked
package org.wasmi.emscripten.internal;

import org.jspecify.annotations.NullMarked;
