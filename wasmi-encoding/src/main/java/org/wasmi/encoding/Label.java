package org.wasmi.encoding;

/**
 * A target of branches, which may be used before its position is known. Created by {@link
 * InstructionEncoder#newLabel()}, bound once, and valid only for that encoder.
 *
 * @param id the number of the label, which its encoder counts from 0
 */
public record Label(int id) {}
