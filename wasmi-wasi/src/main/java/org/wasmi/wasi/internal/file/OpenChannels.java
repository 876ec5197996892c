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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Where Linux shows what this process has open: {@code /proc/self/fd/7} leads to what descriptor 7 stands for, and
 * {@code /proc/self/fd/7/name} to what has that name in it, without looking at any other path. So every operation of
 * {@link Files} can be made relative to an open directory, also those that {@link java.nio.file.SecureDirectoryStream}
 * lacks: making directories and links, and reading links.
 *
 * <p>Java does not tell the number of a channel. To find it, the channel is moved to a position at which no other is,
 * and {@code /proc/self/fdinfo} is searched for that. Thread-safe.
 */
final class OpenChannels {
    private static final Path LINKS = Path.of("/proc/self/fd");
    private static final Path DETAILS = Path.of("/proc/self/fdinfo");

    /** Positions are from here on up to twice that: every file system has them, and no listing of a directory gets there. */
    private static final int FIRST_MARK = 1 << 30;

    private static final AtomicInteger MARKS =
            new AtomicInteger(ThreadLocalRandom.current().nextInt());

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
            return find(some, Files::isDirectory).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** {@return the path of what a descriptor stands for; good while the descriptor is open} */
    static Path path(int number) {
        return LINKS.resolve(Integer.toString(number));
    }

    /**
     * {@return the number of the descriptor that a channel has; empty if it cannot be moved}
     *
     * @param channel the channel, which is moved and moved back
     * @param right what the path of the descriptor must fulfil beside
     */
    static OptionalInt find(FileChannel channel, Predicate<Path> right) throws IOException {
        int mark = FIRST_MARK + (MARKS.getAndIncrement() & (FIRST_MARK - 1));
        long position;
        try {
            position = channel.position();
            channel.position(mark);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            return OptionalInt.empty();
        }
        try {
            byte[] line = ("pos:\t" + mark + "\n").getBytes(StandardCharsets.US_ASCII);
            OptionalInt found = search(line, right);
            found.ifPresent(number -> last = number);
            return found;
        } finally {
            channel.position(position);
        }
    }

    private static OptionalInt search(byte[] line, Predicate<Path> right) throws IOException {
        for (Integer number = FREE.pollFirst(); number != null; number = FREE.pollFirst()) {
            if (matches(number, line, right)) {
                return OptionalInt.of(number);
            }
        }
        int next = last + 1;
        if (matches(next, line, right)) {
            return OptionalInt.of(next);
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DETAILS)) {
            for (Path each : all) {
                int number = Integer.parseInt(String.valueOf(each.getFileName()));
                if (matches(number, line, right)) {
                    return OptionalInt.of(number);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return OptionalInt.empty();
    }

    private static boolean matches(int number, byte[] line, Predicate<Path> right) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(line.length);
        try (FileChannel details =
                FileChannel.open(DETAILS.resolve(Integer.toString(number)), StandardOpenOption.READ)) {
            details.read(start);
        } catch (ClosedChannelException | FileSystemException e) {
            if (e instanceof NoSuchFileException) {
                return false;
            }
            throw e;
        } catch (IOException e) {
            // Closed between opening and reading: another's.
            return false;
        }
        return start.flip().equals(ByteBuffer.wrap(line)) && right.test(path(number));
    }

    /** Notes that a descriptor was closed. */
    static void closed(int number) {
        FREE.add(number);
    }
}
