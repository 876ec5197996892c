/** From the body of a function to its code: validation and translation, in one pass. */
@NullMarked
package org.wasmi.translate.internal.function;

import org.jspecify.annotations.NullMarked;
