/** The contract: the instruction set, its encoder and decoder, programs and the meaning of operators. */
@NullMarked
package org.wasmi.encoding;

import org.jspecify.annotations.NullMarked;
