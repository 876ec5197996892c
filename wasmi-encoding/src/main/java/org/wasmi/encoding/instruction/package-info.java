/**
 * Instructions as objects, for tools and tests. {@link org.wasmi.encoding.instruction.Instructions} converts between
 * code and lists of them; {@link org.wasmi.encoding.instruction.InstructionWriter} encodes them one by one.
 */
@NullMarked
package org.wasmi.encoding.instruction;

import org.jspecify.annotations.NullMarked;
