/** Line tables of DWARF 2 to 5. */
@NullMarked
package org.wasmi.encoding.internal.dwarf;

import org.jspecify.annotations.NullMarked;
