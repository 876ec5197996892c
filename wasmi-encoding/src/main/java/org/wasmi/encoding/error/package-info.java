/**
 * The exceptions of this project, and the data that they carry.
 *
 * <p>Each problem of a module, a link, a guest or a limit is a {@link org.wasmi.encoding.error.WasmException}. A trap
 * has a {@link org.wasmi.encoding.error.Backtrace}, whose frames name functions and, where the module has debug
 * information, lines of source.
 */
@NullMarked
package org.wasmi.encoding.error;

import org.jspecify.annotations.NullMarked;
