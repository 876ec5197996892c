package org.wasmi.wasi.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathResolverTest {

    /** A link may be as long as a path, and there may be forty of them. */
    @Test
    void theGuestsEndIsLookedForAtEachStep(@TempDir Path dir) throws IOException {
        Files.createDirectories(dir.resolve("d"));
        Files.createSymbolicLink(dir.resolve("link"), Path.of("d/../".repeat(400) + "d"));
        try (HostDirectory directory = HostDirectory.of(dir)) {
            AtomicInteger looks = new AtomicInteger();
            String text = "link/../".repeat(10) + "d";
            try (Place place = PathResolver.resolve(directory, new GuestPath(text, false, looks::incrementAndGet))) {
                assertThat(place.isDirectory()).isTrue();
            }
            assertThat(looks).hasValueGreaterThanOrEqualTo(10 * 801);

            RuntimeException end = new IllegalStateException("the end");
            assertThatThrownBy(() -> PathResolver.resolve(directory, new GuestPath(text, false, () -> {
                        if (looks.incrementAndGet() % 1000 == 0) {
                            throw end;
                        }
                    })))
                    .isSameAs(end);
        }
    }

    @Test
    void theGuestsEndIsLookedForAtEachEntry(@TempDir Path dir) throws IOException {
        for (int i = 0; i < 50; i++) {
            Files.createFile(dir.resolve("f" + i));
        }
        OpenDirectory directory = OpenDirectory.preopen(dir, "/", false);
        AtomicInteger looks = new AtomicInteger();
        assertThat(directory.entries(true, looks::incrementAndGet)).hasSize(52);
        assertThat(looks).hasValueGreaterThanOrEqualTo(50);
        directory.close();
    }
}
