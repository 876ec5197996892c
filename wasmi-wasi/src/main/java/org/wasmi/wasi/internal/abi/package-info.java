/** The tables of WASI preview 1: error numbers, rights, file types and flags, as its {@code witx} files define them. */
@NullMarked
package org.wasmi.wasi.internal.abi;

import org.jspecify.annotations.NullMarked;
