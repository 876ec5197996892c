package org.wasmi.encoding;

/**
 * A place in code that branches refer to, perhaps before it is known. Made by {@link InstructionEncoder#newLabel()},
 * bound
 * once, and of use only with the encoder that made it.
 *
 * @param id the number of the label: its encoder counts from 0
 */
public record Label(int id) {}
