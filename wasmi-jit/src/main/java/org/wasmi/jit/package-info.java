/**
 * Executors that compile to JVM bytecode.
 */
@NullMarked
package org.wasmi.jit;

import org.jspecify.annotations.NullMarked;
