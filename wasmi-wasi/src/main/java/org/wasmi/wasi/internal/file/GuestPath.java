package org.wasmi.wasi.internal.file;

/**
 * A path as a guest gives it.
 *
 * @param text the path, relative to a directory
 * @param follow whether to follow a symbolic link in the last place
 * @param checkpoint called between steps, since following a path can take long; ends the call by an exception
 */
public record GuestPath(String text, boolean follow, Runnable checkpoint) {

    /** {@return whether it can only mean a directory} */
    boolean endsInSlash() {
        return text.endsWith("/");
    }

    @Override
    public String toString() {
        return text;
    }
}
