/** From the bytes of a module to its sections: reading, and validation of everything but function bodies. */
@NullMarked
package org.wasmi.translate.internal.binary;

import org.jspecify.annotations.NullMarked;
