package org.wasmi.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampsTest {
    private final Path folder;
    private final Path made;

    StampsTest(@TempDir Path folder) {
        this.folder = folder;
        made = folder.resolve("made.txt");
    }

    private boolean update(String name, String... input) throws IOException {
        return new Stamps(folder.resolve("state"))
                .update(
                        name,
                        List.of(input).stream()
                                .map(each -> each.getBytes(StandardCharsets.UTF_8))
                                .toList(),
                        () -> List.of(Files.writeString(made, String.join("|", input))));
    }

    @Test
    void workIsDoneOnceForAnInput() throws Exception {
        assertThat(update("a/b", "x", "y")).isTrue();
        assertThat(update("a/b", "x", "y")).isFalse();
        assertThat(update("other", "x", "y")).isTrue();
        assertThat(update("a/b", "xy", "")).isTrue();
        assertThat(update("a/b", "xy", "")).isFalse();
    }

    @Test
    void filesThatChangedOrVanishedAreMadeAgain() throws Exception {
        update("a", "x");
        Files.writeString(made, "y");
        assertThat(update("a", "x")).isTrue();
        assertThat(made).hasContent("x");
        Files.delete(made);
        assertThat(update("a", "x")).isTrue();
        Files.writeString(folder.resolve("state/a.stamp"), "");
        assertThat(update("a", "x")).isTrue();
        assertThat(update("a", "x")).isFalse();
    }

    @Test
    void workThatFailedIsDoneAgain() throws Exception {
        update("a", "x");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Stamps(folder.resolve("state")).update("a", List.of(new byte[1]), () -> {
                    throw new IOException("full");
                }));
        assertThat(update("a", "x")).isTrue();
    }

    @Test
    void aStampStaysValidInAnotherPlace(@TempDir Path other) throws Exception {
        update("a", "x");
        Files.createDirectories(other.resolve("state"));
        Files.copy(folder.resolve("state/a.stamp"), other.resolve("state/a.stamp"));
        Files.copy(made, other.resolve("made.txt"));
        assertThat(new Stamps(other.resolve("state"))
                        .update("a", List.of("x".getBytes(StandardCharsets.UTF_8)), List::of))
                .isFalse();
    }

    @Test
    void filesThatAreNoLongerMadeAreRemoved() throws Exception {
        Path one = folder.resolve("one.txt");
        Path two = folder.resolve("two.txt");
        Stamps stamps = new Stamps(folder.resolve("state"));
        assertThat(stamps.names()).isEmpty();
        stamps.update("a/b", List.of(), () -> List.of(Files.writeString(one, "1"), Files.writeString(two, "2")));
        stamps.update("c", List.of(), () -> List.of(Files.writeString(made, "3")));
        stamps.update("a/b", List.of(new byte[1]), () -> List.of(Files.writeString(two, "2")));
        assertThat(one).doesNotExist();
        assertThat(two).hasContent("2");
        assertThat(stamps.names()).containsExactly("a/b", "c");
        stamps.undo("a/b");
        assertThat(two).doesNotExist();
        assertThat(made).hasContent("3");
        assertThat(stamps.names()).containsExactly("c");
    }
}
