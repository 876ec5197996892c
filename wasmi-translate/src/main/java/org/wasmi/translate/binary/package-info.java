/** The binary form of modules: which sections there are, where they are in a module, and how large they may be. */
@NullMarked
package org.wasmi.translate.binary;

import org.jspecify.annotations.NullMarked;
