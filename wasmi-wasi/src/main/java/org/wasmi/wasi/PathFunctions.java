package org.wasmi.wasi;

import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.wasmi.exec.HostCall;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Flags;
import org.wasmi.wasi.internal.abi.Preview;
import org.wasmi.wasi.internal.file.Descriptor;
import org.wasmi.wasi.internal.file.Descriptors;
import org.wasmi.wasi.internal.file.GuestPath;
import org.wasmi.wasi.internal.file.OpenDirectory;

/** The functions on paths, each relative to a directory: {@code path_*}. */
final class PathFunctions {

    /** What it costs to follow a component of a path, those of symbolic links included. */
    private static final int COMPONENT_PRICE = 2_000;

    private final Descriptors descriptors;

    PathFunctions(Descriptors descriptors) {
        this.descriptors = descriptors;
    }

    void define(Definitions definitions) {
        definitions.define("path_create_directory", this::createDirectory, I32, I32, I32);
        definitions.defineByPreview(
                "path_filestat_get",
                preview -> (call, memory) -> filestat(call, memory, preview),
                I32,
                I32,
                I32,
                I32,
                I32);
        definitions.define("path_filestat_set_times", this::setTimes, I32, I32, I32, I32, I64, I64, I32);
        definitions.define("path_link", this::link, I32, I32, I32, I32, I32, I32, I32);
        definitions.define("path_open", this::open, I32, I32, I32, I32, I32, I64, I64, I32, I32);
        definitions.define("path_readlink", this::readlink, I32, I32, I32, I32, I32, I32);
        definitions.define("path_remove_directory", this::removeDirectory, I32, I32, I32);
        definitions.define("path_rename", this::rename, I32, I32, I32, I32, I32, I32);
        definitions.define("path_symlink", this::symlink, I32, I32, I32, I32, I32);
        definitions.define("path_unlink_file", this::unlinkFile, I32, I32, I32);
    }

    private OpenDirectory directory(HostCall call, int param) {
        return descriptors.directory(call.i32(param));
    }

    private static boolean follow(HostCall call, int param) {
        int flags = call.i32(param);
        if ((flags & ~Flags.LOOKUP_SYMLINK_FOLLOW) != 0) {
            throw new ErrnoException(Errno.INVAL);
        }
        return flags != 0;
    }

    /** {@return the path that two parameters describe} */
    private static GuestPath path(GuestMemory memory, int addressParam, boolean follow) {
        return new GuestPath(memory.path(addressParam), follow, () -> memory.pay(COMPONENT_PRICE));
    }

    /** {@return the path that two parameters describe, whose last component names a directory entry itself} */
    private static GuestPath path(GuestMemory memory, int addressParam) {
        return path(memory, addressParam, false);
    }

    private void open(HostCall call, GuestMemory memory) throws IOException {
        long result = memory.pointer(8, 4);
        Descriptor opened = directory(call, 0)
                .open(path(memory, 2, follow(call, 1)), call.i32(4), call.i64(5), call.i64(6), call.i32(7));
        memory.bytes().putInt(result, descriptors.add(opened));
    }

    private void filestat(HostCall call, GuestMemory memory, Preview preview) throws IOException {
        long result = memory.pointer(4, Filestat.size(preview));
        Filestat.put(memory, result, directory(call, 0).status(path(memory, 2, follow(call, 1))), preview);
    }

    private void setTimes(HostCall call, GuestMemory memory) throws IOException {
        directory(call, 0)
                .setTimes(path(memory, 2, follow(call, 1)), Filestat.times(call.i64(4), call.i64(5), call.i32(6)));
    }

    private void createDirectory(HostCall call, GuestMemory memory) throws IOException {
        directory(call, 0).createDirectory(path(memory, 1));
    }

    private void removeDirectory(HostCall call, GuestMemory memory) throws IOException {
        directory(call, 0).removeDirectory(path(memory, 1));
    }

    private void unlinkFile(HostCall call, GuestMemory memory) throws IOException {
        directory(call, 0).unlinkFile(path(memory, 1));
    }

    private void rename(HostCall call, GuestMemory memory) throws IOException {
        directory(call, 0).rename(path(memory, 1), directory(call, 3), path(memory, 4));
    }

    private void link(HostCall call, GuestMemory memory) throws IOException {
        directory(call, 0).link(path(memory, 2, follow(call, 1)), directory(call, 4), path(memory, 5));
    }

    private void symlink(HostCall call, GuestMemory memory) throws IOException {
        directory(call, 2).symlink(memory.path(0), path(memory, 3));
    }

    /** Stores as much of the link's text as there is room for. */
    private void readlink(HostCall call, GuestMemory memory) throws IOException {
        long room = memory.pointer(4);
        long buffer = memory.pointer(3, room);
        long result = memory.pointer(5, 4);
        byte[] text = directory(call, 0).readlink(path(memory, 1)).getBytes(StandardCharsets.UTF_8);
        memory.bytes().putInt(result, memory.putUpTo(buffer, text, room));
    }
}
