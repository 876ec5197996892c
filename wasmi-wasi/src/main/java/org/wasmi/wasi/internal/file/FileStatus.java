package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.wasmi.wasi.internal.abi.Filetype;

/**
 * What the host knows about a file.
 *
 * @param device the device that holds it, 0 where the host does not tell
 * @param inode its number on the device, or one derived from the host's own key
 * @param type its kind
 * @param links the number of hard links to it
 * @param size its size in bytes
 * @param accessed when it was last read
 * @param modified when its contents last changed
 * @param changed when its contents or its metadata last changed
 */
public record FileStatus(
        long device,
        long inode,
        Filetype type,
        long links,
        long size,
        FileTime accessed,
        FileTime modified,
        FileTime changed) {

    private static final FileTime EPOCH = FileTime.fromMillis(0);

    private static final int MODE_TYPE = 0xF000;
    private static final int MODE_CHARACTER_DEVICE = 0x2000;
    private static final int MODE_DIRECTORY = 0x4000;
    private static final int MODE_BLOCK_DEVICE = 0x6000;
    private static final int MODE_REGULAR_FILE = 0x8000;
    private static final int MODE_SYMBOLIC_LINK = 0xA000;
    private static final int MODE_SOCKET = 0xC000;

    /** All in one question, so that the answers are about one file. */
    private static final String UNIX_ATTRIBUTES = "unix:dev,ino,mode,nlink,size,lastAccessTime,lastModifiedTime,ctime";

    /** {@return the status of something that is not in a file system} */
    static FileStatus ofStream(Filetype type) {
        return new FileStatus(0, 0, type, 1, 0, EPOCH, EPOCH, EPOCH);
    }

    /** {@return the status of what a path leads to} */
    static FileStatus of(Path path) throws IOException {
        return read(path);
    }

    /** {@return the status of what is named; of the link itself where it is a symbolic link} */
    static FileStatus ofEntry(Path path) throws IOException {
        return read(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static FileStatus read(Path path, LinkOption... options) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            Map<String, Object> unix = Files.readAttributes(path, UNIX_ATTRIBUTES, options);
            return new FileStatus(
                    number(unix, "dev"),
                    number(unix, "ino"),
                    type((int) number(unix, "mode")),
                    number(unix, "nlink"),
                    number(unix, "size"),
                    time(unix, "lastAccessTime"),
                    time(unix, "lastModifiedTime"),
                    time(unix, "ctime"));
        }
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, options);
        Object key = basic.fileKey();
        return new FileStatus(
                0,
                key == null ? path.toString().hashCode() : key.hashCode(),
                type(basic),
                1,
                basic.size(),
                basic.lastAccessTime(),
                basic.lastModifiedTime(),
                basic.lastModifiedTime());
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static FileTime time(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof FileTime time ? time : EPOCH;
    }

    private static Filetype type(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return Filetype.REGULAR_FILE;
        } else if (attributes.isDirectory()) {
            return Filetype.DIRECTORY;
        }
        return attributes.isSymbolicLink() ? Filetype.SYMBOLIC_LINK : Filetype.UNKNOWN;
    }

    private static Filetype type(int mode) {
        return switch (mode & MODE_TYPE) {
            case MODE_REGULAR_FILE -> Filetype.REGULAR_FILE;
            case MODE_DIRECTORY -> Filetype.DIRECTORY;
            case MODE_SYMBOLIC_LINK -> Filetype.SYMBOLIC_LINK;
            case MODE_CHARACTER_DEVICE -> Filetype.CHARACTER_DEVICE;
            case MODE_BLOCK_DEVICE -> Filetype.BLOCK_DEVICE;
            case MODE_SOCKET -> Filetype.SOCKET_STREAM;
            default -> Filetype.UNKNOWN;
        };
    }

    boolean isRegularFile() {
        return type == Filetype.REGULAR_FILE;
    }

    boolean isDirectory() {
        return type == Filetype.DIRECTORY;
    }

    boolean isSymbolicLink() {
        return type == Filetype.SYMBOLIC_LINK;
    }

    boolean sameFile(FileStatus that) {
        return device == that.device && inode == that.inode && type == that.type;
    }

    FileStatus withSize(long newSize) {
        return new FileStatus(device, inode, type, links, newSize, accessed, modified, changed);
    }

    FileStatus withoutLinks() {
        return new FileStatus(device, inode, type, 0, size, accessed, modified, changed);
    }
}
