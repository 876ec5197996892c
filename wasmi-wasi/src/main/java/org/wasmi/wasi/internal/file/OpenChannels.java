package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where Linux shows what this process has open: {@code /proc/self/fd/7} leads to what descriptor 7 stands for, and
 * {@code /proc/self/fd/7/name} to what has that name in it, without looking at any other path. So every operation of
 * {@link Files} can be made relative to an open directory, also those that {@link java.nio.file.SecureDirectoryStream}
 * lacks: making directories and links, and reading links.
 *
 * <p>Java does not tell the number of a channel. To find it, the channel is moved to a random position, and
 * {@code /proc/self/fdinfo} is searched for that; then once more, since a guest may have moved a file there by chance.
 * Thread-safe.
 */
final class OpenChannels {
    private static final Path LINKS = Path.of("/proc/self/fd");
    private static final Path DETAILS = Path.of("/proc/self/fdinfo");

    /** Every file system has positions up to here. */
    private static final int POSITIONS = Integer.MAX_VALUE;

    /** Numbers that may have become free, which the host hands out again from the lowest on. Only hints. */
    private static final NavigableSet<Integer> FREE = new ConcurrentSkipListSet<>();

    /** The number found last; the next one is likely when none has become free. A hint, too. */
    private static volatile int last;

    /** Whether this host shows descriptors so. */
    static final boolean AVAILABLE = isAvailable();

    private OpenChannels() {}

    private static boolean isAvailable() {
        if (!Files.isDirectory(DETAILS)) {
            return false;
        }
        try (FileChannel some = FileChannel.open(LINKS, StandardOpenOption.READ)) {
            return find(some).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** {@return the path of what a descriptor stands for; good while the descriptor is open} */
    static Path path(int number) {
        return LINKS.resolve(Integer.toString(number));
    }

    /** {@return the number of the descriptor that a channel has; empty if the channel cannot be moved} */
    static OptionalInt find(FileChannel channel) throws IOException {
        long position;
        try {
            position = channel.position();
            channel.position(POSITIONS);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            return OptionalInt.empty();
        }
        try {
            byte[] line = move(channel);
            for (OptionalInt found = search(line); found.isPresent(); found = search(line)) {
                int number = found.getAsInt();
                line = move(channel);
                if (isAt(number, line)) {
                    last = number;
                    return found;
                }
            }
            return OptionalInt.empty();
        } finally {
            channel.position(position);
        }
    }

    /** {@return how the channel's new position is shown} */
    private static byte[] move(FileChannel channel) throws IOException {
        int position = ThreadLocalRandom.current().nextInt(POSITIONS);
        channel.position(position);
        return ("pos:\t" + position + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static OptionalInt search(byte[] line) throws IOException {
        for (Integer number = FREE.pollFirst(); number != null; number = FREE.pollFirst()) {
            if (isAt(number, line)) {
                return OptionalInt.of(number);
            }
        }
        int next = last + 1;
        if (isAt(next, line)) {
            return OptionalInt.of(next);
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DETAILS)) {
            for (Path each : all) {
                int number = Integer.parseInt(String.valueOf(each.getFileName()));
                if (isAt(number, line)) {
                    return OptionalInt.of(number);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return OptionalInt.empty();
    }

    private static boolean isAt(int number, byte[] line) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(line.length);
        try (FileChannel details =
                FileChannel.open(DETAILS.resolve(Integer.toString(number)), StandardOpenOption.READ)) {
            details.read(start);
        } catch (NoSuchFileException e) {
            return false;
        } catch (ClosedChannelException | FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // Closed between opening and reading, so it was another's.
            return false;
        }
        return start.flip().equals(ByteBuffer.wrap(line));
    }

    /** Notes that a descriptor was closed. */
    static void closed(int number) {
        FREE.add(number);
    }
}
