package org.wasmi.wasi.internal.abi;

/**
 * The versions of WASI that are modules of functions. They have the same functions of the same types, and differ in
 * what {@code fd_filestat_get}, {@code path_filestat_get}, {@code fd_seek} and {@code poll_oneoff} find or leave in
 * memory.
 */
public enum Preview {
    /** Preview 0, which compilers of 2019 produced. */
    ZERO("wasi_unstable"),

    /** Preview 1. */
    ONE("wasi_snapshot_preview1");

    private final String module;

    Preview(String module) {
        this.module = module;
    }

    /** {@return the module from which guests import its functions} */
    public String module() {
        return module;
    }
}
