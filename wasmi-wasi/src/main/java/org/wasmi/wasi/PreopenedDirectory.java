package org.wasmi.wasi;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A directory given to a guest, with everything below it.
 *
 * @param host the directory of the host; symbolic links in the path, the last component included, are followed when
 *     {@link Wasi} is created
 * @param guest the name by which the guest opens it, such as {@code /data} or {@code .}
 * @param readOnly whether the guest must not change anything in it
 */
public record PreopenedDirectory(Path host, String guest, boolean readOnly) {

    /** Checks for nulls. */
    public PreopenedDirectory {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(guest, "guest");
    }
}
