package org.wasmi.wasi.internal.file;

import org.wasmi.wasi.internal.abi.Filetype;

/**
 * One name in a directory.
 *
 * @param name the name
 * @param inode the number of what it names
 * @param type the kind of what it names
 */
public record DirectoryEntry(String name, long inode, Filetype type) {}
