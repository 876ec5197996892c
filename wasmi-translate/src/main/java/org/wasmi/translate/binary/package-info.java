/**
 * The binary form of modules: their sections, the positions of sections and function bodies, and limits on their size.
 */
@NullMarked
package org.wasmi.translate.binary;

import org.jspecify.annotations.NullMarked;
