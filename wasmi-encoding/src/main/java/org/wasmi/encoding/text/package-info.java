/**
 * Code as text: {@link org.wasmi.encoding.text.Disassembler} prints it, {@link org.wasmi.encoding.text.Assembler}
 * parses it. This is the text of the bytecode; module {@code org.wasmi.text} parses and prints WebAssembly's own text
 * format.
 */
@NullMarked
package org.wasmi.encoding.text;

import org.jspecify.annotations.NullMarked;
