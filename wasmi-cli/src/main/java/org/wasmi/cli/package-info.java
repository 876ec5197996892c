/** The command line. */
@NullMarked
package org.wasmi.cli;

import org.jspecify.annotations.NullMarked;
