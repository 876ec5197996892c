/** Goals that build WebAssembly modules into Java projects. */
@NullMarked
package org.wasmi.maven;

import org.jspecify.annotations.NullMarked;
