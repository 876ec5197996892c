package org.wasmi.encoding;

/**
 * A 32-bit operand whose value is set later, such as the fuel of a basic block. Made by {@link
 * InstructionEncoder#patch()}
 * and of use only with the encoder that made it.
 *
 * @param id the number of the patch: its encoder counts from 0
 */
public record Patch(int id) {}
