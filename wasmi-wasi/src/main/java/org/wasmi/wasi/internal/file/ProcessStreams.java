package org.wasmi.wasi.internal.file;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The standard streams of the process, without the buffers of {@link System}. If a standard descriptor was closed when
 * the JVM started, the JVM has perhaps opened a file of its own under that number, such as {@code lib/modules} as
 * descriptor 0. The stream then fails as a closed descriptor does. Only Linux shows which file a descriptor stands for.
 */
public final class ProcessStreams {
    private static final Path LINKS = Path.of("/proc/self/fd");

    private ProcessStreams() {}

    /** {@return standard input} */
    public static InputStream in() {
        return isOpen(0) ? new FileInputStream(FileDescriptor.in) : new ClosedInput();
    }

    /** {@return standard output} */
    public static OutputStream out() {
        return isOpen(1) ? new FileOutputStream(FileDescriptor.out) : new ClosedOutput();
    }

    /** {@return standard error} */
    public static OutputStream err() {
        return isOpen(2) ? new FileOutputStream(FileDescriptor.err) : new ClosedOutput();
    }

    private static boolean isOpen(int fd) {
        if (!Files.isDirectory(LINKS)) {
            return true;
        }
        try {
            return !isOfJvm(Files.readSymbolicLink(LINKS.resolve(Integer.toString(fd))));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * {@return whether the JVM reads a file of its own accord: the JDK's classes, or a part of the class or module
     * path}
     */
    private static boolean isOfJvm(Path file) {
        String modules =
                Path.of(System.getProperty("java.home"), "lib", "modules").toString();
        String paths = String.join(
                File.pathSeparator,
                modules,
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""));
        return Stream.of(paths.split(File.pathSeparator))
                .map(Path::of)
                .anyMatch(path -> Files.isRegularFile(path) && isSame(path, file));
    }

    private static boolean isSame(Path path, Path file) {
        try {
            return Files.isSameFile(path, file);
        } catch (IOException e) {
            return false;
        }
    }

    private static IOException closed() {
        return new IOException("Bad file descriptor");
    }

    private static final class ClosedInput extends InputStream {
        @Override
        public int read() throws IOException {
            throw closed();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            throw closed();
        }
    }

    private static final class ClosedOutput extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw closed();
        }
    }
}
