/**
 * What file descriptors stand for, without anything of WebAssembly: streams, files, directories, and the resolution of
 * paths that keeps a guest within the directories given to it.
 */
@NullMarked
package org.wasmi.wasi.internal.file;

import org.jspecify.annotations.NullMarked;
