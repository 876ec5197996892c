/**
 * The {@code wasmi} command: each command is a class of its name, and {@link org.wasmi.cli.Main} is the entry point.
 */
@NullMarked
package org.wasmi.cli;

import org.jspecify.annotations.NullMarked;
