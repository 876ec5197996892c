/** The {@code wasmi} command: each command a class of its name, {@link org.wasmi.cli.Main} the way in. */
@NullMarked
package org.wasmi.cli;

import org.jspecify.annotations.NullMarked;
