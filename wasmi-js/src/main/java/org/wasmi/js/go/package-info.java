/**
 * What Go's {@code wasm_exec.js} gives a program that was compiled with {@code GOOS=js GOARCH=wasm}: {@link
 * org.wasmi.js.go.Go} runs it as a command.
 */
@NullMarked
package org.wasmi.js.go;

import org.jspecify.annotations.NullMarked;
