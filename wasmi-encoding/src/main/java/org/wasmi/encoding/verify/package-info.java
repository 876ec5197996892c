/** The check that a program from elsewhere is well-formed, so that it can do no harm to what runs it. */
@NullMarked
package org.wasmi.encoding.verify;

import org.jspecify.annotations.NullMarked;
