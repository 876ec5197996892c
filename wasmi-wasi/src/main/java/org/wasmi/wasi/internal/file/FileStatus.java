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
    private static final int MODE_BLOCK_DEVICE = 0x6000;
    private static final int MODE_SOCKET = 0xC000;

    /** {@return the status of something that is not in a file system} */
    static FileStatus ofStream(Filetype type) {
        return new FileStatus(0, 0, type, 1, 0, EPOCH, EPOCH, EPOCH);
    }

    /** {@return the status of a file; of the link itself where it is a symbolic link} */
    static FileStatus of(Path path) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            Map<String, Object> unix =
                    Files.readAttributes(path, "unix:dev,ino,nlink,mode,ctime", LinkOption.NOFOLLOW_LINKS);
            return new FileStatus(
                    number(unix, "dev"),
                    number(unix, "ino"),
                    type(basic, (int) number(unix, "mode")),
                    number(unix, "nlink"),
                    basic.size(),
                    basic.lastAccessTime(),
                    basic.lastModifiedTime(),
                    unix.get("ctime") instanceof FileTime time ? time : basic.lastModifiedTime());
        }
        Object key = basic.fileKey();
        return new FileStatus(
                0,
                key == null ? path.toString().hashCode() : key.hashCode(),
                type(basic, 0),
                1,
                basic.size(),
                basic.lastAccessTime(),
                basic.lastModifiedTime(),
                basic.lastModifiedTime());
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static Filetype type(BasicFileAttributes attributes, int mode) {
        if (attributes.isRegularFile()) {
            return Filetype.REGULAR_FILE;
        } else if (attributes.isDirectory()) {
            return Filetype.DIRECTORY;
        } else if (attributes.isSymbolicLink()) {
            return Filetype.SYMBOLIC_LINK;
        }
        return switch (mode & MODE_TYPE) {
            case MODE_CHARACTER_DEVICE -> Filetype.CHARACTER_DEVICE;
            case MODE_BLOCK_DEVICE -> Filetype.BLOCK_DEVICE;
            case MODE_SOCKET -> Filetype.SOCKET_STREAM;
            default -> Filetype.UNKNOWN;
        };
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
