package org.wasmi.wasi;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A directory given to a guest, with everything below it.
 *
 * @param host where it is; symbolic links up to and including it are followed when {@link Wasi} is made
 * @param guest what the guest calls it, such as {@code /data} or {@code .}
 * @param readOnly whether the guest must not change anything in it
 */
public record PreopenedDirectory(Path host, String guest, boolean readOnly) {

    /** Refuses nulls. */
    public PreopenedDirectory {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(guest, "guest");
    }
}
