package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Opens files so that nothing that happens after a path was resolved leads out of the sandbox: each directory is opened
 * relative to the one before, and no symbolic link is followed. Hosts without such directories (Java calls them secure)
 * are only asked not to follow a link in the last place.
 */
final class SafeOpen {

    private SafeOpen() {}

    static FileChannel open(Place place, Set<? extends OpenOption> options) throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        try (DirectoryStream<Path> root =
                Files.newDirectoryStream(place.sandbox().root())) {
            if (root instanceof SecureDirectoryStream<Path> secure) {
                SeekableByteChannel channel = walk(secure, place.relative(), all);
                if (channel instanceof FileChannel file) {
                    return file;
                }
                channel.close();
            }
        }
        return FileChannel.open(place.path(), all);
    }

    private static SeekableByteChannel walk(SecureDirectoryStream<Path> directory, Path path, Set<OpenOption> options)
            throws IOException {
        Path name = path.getName(0);
        if (path.getNameCount() == 1) {
            return directory.newByteChannel(name, options);
        }
        try (SecureDirectoryStream<Path> next = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            return walk(next, path.subpath(1, path.getNameCount()), options);
        }
    }
}
