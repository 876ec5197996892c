/** The prices of operators in fuel. */
@NullMarked
package org.wasmi.translate.fuel;

import org.jspecify.annotations.NullMarked;
