/** The encodings that come with the contract. */
@NullMarked
package org.wasmi.encoding.internal;

import org.jspecify.annotations.NullMarked;
