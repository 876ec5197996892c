/**
 * Code as text: {@link org.wasmi.encoding.text.Disassembler} prints it, {@link org.wasmi.encoding.text.Assembler} reads
 * it
 * back. This is the text of our instructions; module {@code org.wasmi.text} reads and prints WebAssembly's own.
 */
@NullMarked
package org.wasmi.encoding.text;

import org.jspecify.annotations.NullMarked;
