/**
 * Runs modules that Emscripten has built for JavaScript: what their glue code gives them, in Java.
 *
 * <p>{@link org.wasmi.emscripten.Emscripten} instantiates a program with the functions that it imports, and returns an
 * {@link org.wasmi.emscripten.EmscriptenModule}, which calls its functions by their names in C. Release builds have
 * short names for all imports and exports; the package's JavaScript file, given as a text, tells which function each
 * of them is. Nothing of that file is run.
 *
 * <p>The guest's files, streams, variables and clocks are those of a {@link org.wasmi.wasi.WasiConfig}; by default it
 * sees none. Functions that the runtime does not have throw a {@link
 * org.wasmi.emscripten.MissingFunctionException} when the guest calls them.
 */
@NullMarked
package org.wasmi.emscripten;

import org.jspecify.annotations.NullMarked;
