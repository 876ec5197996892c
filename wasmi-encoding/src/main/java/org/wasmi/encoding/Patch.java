package org.wasmi.encoding;

/**
 * A 32-bit operand whose value is set later, such as the fuel of a basic block. Created by {@link
 * InstructionEncoder#patch()}, and valid only for that encoder.
 *
 * @param id the number of the patch, which its encoder counts from 0
 */
public record Patch(int id) {}
