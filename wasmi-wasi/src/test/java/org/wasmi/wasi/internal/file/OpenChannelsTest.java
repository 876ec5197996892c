package org.wasmi.wasi.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenChannelsTest {
    private Path dir;

    @BeforeEach
    void start(@TempDir Path empty) {
        assumeTrue(OpenChannels.AVAILABLE, "the host does not show descriptors as paths");
        dir = empty;
    }

    @Test
    void everyChannelIsFoundAmongAllOfThem() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));
        List<FileChannel> channels = new ArrayList<>();
        Set<Integer> numbers = new HashSet<>();
        try {
            for (int i = 0; i < 100; i++) {
                Path path = i % 3 == 0 ? dir : file;
                FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                channels.add(channel);
                if (i % 5 == 0) {
                    // One that nobody looks for, and that leaves a gap.
                    channels.add(FileChannel.open(file, StandardOpenOption.READ));
                    channels.remove(i % 7).close();
                }
                if (channel.isOpen()) {
                    channel.position(i);
                    int number = OpenChannels.find(channel).orElseThrow();
                    assertThat(channel.position()).isEqualTo(i);
                    assertThat(OpenChannels.path(number).toRealPath()).isEqualTo(path.toRealPath());
                    numbers.add(number);
                }
            }
            assertThat(numbers).hasSizeGreaterThan(50);
        } finally {
            for (FileChannel each : channels) {
                each.close();
            }
        }
    }

    @Test
    void aDirectoryIsClosedWithItsDescriptor() throws IOException {
        HostDirectory directory = HostDirectory.of(dir);
        Path path = directory.path();
        assertThat(path.toRealPath()).isEqualTo(dir.toRealPath());
        HostDirectory again = directory.open(HostDirectory.SELF);
        assertThat(again.path()).isNotEqualTo(path);
        directory.close();
        assertThat(again.path().toRealPath()).isEqualTo(dir.toRealPath());
        again.close();
    }

    /** A host may close what a guest uses, on another thread; then the number is soon another's. */
    @Test
    void aDirectoryInUseIsClosedAfterwards() throws IOException {
        HostDirectory directory = HostDirectory.of(dir);
        directory.enter();
        directory.close();
        assertThat(directory.path().toRealPath()).isEqualTo(dir.toRealPath());
        assertThatThrownBy(directory::enter).isInstanceOf(ClosedChannelException.class);
        directory.leave();
        assertThatThrownBy(directory::enter).isInstanceOf(ClosedChannelException.class);
        assertThat(directory.path())
                .satisfiesAnyOf(path -> assertThat(path).doesNotExist(), path -> assertThat(path.toRealPath())
                        .isNotEqualTo(dir.toRealPath()));
    }

    /** An interrupt closes a channel, and the descriptor still has it. */
    @Test
    void aFileThatWasClosedIsNotTakenForAnother() throws IOException {
        Files.createFile(dir.resolve("file"));
        try (HostDirectory directory = HostDirectory.of(dir);
                HostFile file = directory.openFile("file", Set.of(StandardOpenOption.READ), Optional.empty())) {
            assertThat(file.status().isRegularFile()).isTrue();
            file.channel().close();
            assertThatThrownBy(file::status).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> file.setTimes(new FileTimes(Optional.empty(), Optional.empty())))
                    .isInstanceOf(ClosedChannelException.class);
        }
    }
}
