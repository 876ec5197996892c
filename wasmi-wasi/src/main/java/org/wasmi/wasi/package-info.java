/** WASI preview 1 as host functions. */
@NullMarked
package org.wasmi.wasi;

import org.jspecify.annotations.NullMarked;
