/**
 * Where the bytes of memories are: {@link org.wasmi.exec.internal.memory.MemoryStorage}, of one array or of many, and
 * {@link org.wasmi.exec.internal.memory.MemoryImage}, contents that nobody runs on.
 */
@NullMarked
package org.wasmi.exec.internal.memory;

import org.jspecify.annotations.NullMarked;
