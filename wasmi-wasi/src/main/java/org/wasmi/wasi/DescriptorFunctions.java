package org.wasmi.wasi;

import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.Memory;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Preview;
import org.wasmi.wasi.internal.abi.Rights;
import org.wasmi.wasi.internal.file.Descriptor;
import org.wasmi.wasi.internal.file.Descriptors;
import org.wasmi.wasi.internal.file.DirectoryEntry;
import org.wasmi.wasi.internal.file.OpenDirectory;

/** What is known about descriptors and what they stand for: the rest of {@code fd_*}. */
final class DescriptorFunctions {
    private static final int FDSTAT_SIZE = 24;
    private static final int PRESTAT_SIZE = 8;
    private static final int DIRENT_SIZE = 24;
    private static final int MAX_ADVICE = 5;

    /** What it costs to read an entry from the host. */
    private static final int ENTRY_PRICE = 1_000;

    private final Descriptors descriptors;

    DescriptorFunctions(Descriptors descriptors) {
        this.descriptors = descriptors;
    }

    void define(Definitions definitions) {
        definitions.define("fd_advise", this::advise, I32, I64, I64, I32);
        definitions.define("fd_allocate", this::allocate, I32, I64, I64);
        definitions.define("fd_close", (call, memory) -> descriptors.close(call.i32(0)), I32);
        definitions.define("fd_datasync", (call, memory) -> sync(call, Rights.FD_DATASYNC), I32);
        definitions.define("fd_fdstat_get", this::fdstat, I32, I32);
        definitions.define("fd_fdstat_set_flags", this::setFlags, I32, I32);
        definitions.define("fd_fdstat_set_rights", this::setRights, I32, I64, I64);
        definitions.defineByPreview(
                "fd_filestat_get", preview -> (call, memory) -> filestat(call, memory, preview), I32, I32);
        definitions.define("fd_filestat_set_size", this::setSize, I32, I64);
        definitions.define("fd_filestat_set_times", this::setTimes, I32, I64, I64, I32);
        definitions.define("fd_prestat_get", this::prestat, I32, I32);
        definitions.define("fd_prestat_dir_name", this::prestatName, I32, I32, I32);
        definitions.define("fd_readdir", this::readdir, I32, I32, I32, I64, I32);
        definitions.define("fd_renumber", (call, memory) -> descriptors.renumber(call.i32(0), call.i32(1)), I32, I32);
        definitions.define("fd_sync", (call, memory) -> sync(call, Rights.FD_SYNC), I32);
    }

    private Descriptor descriptor(HostCall call) {
        return descriptors.get(call.i32(0));
    }

    private void advise(HostCall call, GuestMemory memory) {
        int advice = call.i32(3);
        if (advice < 0 || advice > MAX_ADVICE) {
            throw new ErrnoException(Errno.INVAL);
        }
        descriptor(call).advise(call.i64(1), call.i64(2));
    }

    private void allocate(HostCall call, GuestMemory memory) throws IOException {
        descriptor(call).allocate(call.i64(1), call.i64(2));
    }

    private void sync(HostCall call, long right) throws IOException {
        Descriptor descriptor = descriptor(call);
        descriptor.require(right);
        descriptor.sync(right == Rights.FD_SYNC);
    }

    private void fdstat(HostCall call, GuestMemory memory) throws IOException {
        Descriptor descriptor = descriptor(call);
        long result = memory.pointer(1, FDSTAT_SIZE);
        Memory bytes = memory.bytes();
        bytes.putShort(result, (short) descriptor.status().type().code());
        bytes.putShort(result + 2, (short) descriptor.flags());
        bytes.putInt(result + 4, 0);
        bytes.putLong(result + 8, descriptor.rights());
        bytes.putLong(result + 16, descriptor.inheriting());
    }

    private void setFlags(HostCall call, GuestMemory memory) {
        Descriptor descriptor = descriptor(call);
        descriptor.require(Rights.FD_FDSTAT_SET_FLAGS);
        descriptor.setFlags(call.i32(1));
    }

    private void setRights(HostCall call, GuestMemory memory) {
        descriptor(call).setRights(call.i64(1), call.i64(2));
    }

    private void filestat(HostCall call, GuestMemory memory, Preview preview) throws IOException {
        Descriptor descriptor = descriptor(call);
        descriptor.require(Rights.FD_FILESTAT_GET);
        Filestat.put(memory, memory.pointer(1, Filestat.size(preview)), descriptor.status(), preview);
    }

    private void setSize(HostCall call, GuestMemory memory) throws IOException {
        descriptor(call).setSize(call.i64(1));
    }

    private void setTimes(HostCall call, GuestMemory memory) throws IOException {
        descriptor(call).setTimes(Filestat.times(call.i64(1), call.i64(2), call.i32(3)));
    }

    private byte[] preopenName(HostCall call) {
        if (descriptor(call) instanceof OpenDirectory directory
                && directory.preopenName().isPresent()) {
            return directory.preopenName().get().getBytes(StandardCharsets.UTF_8);
        }
        throw new ErrnoException(Errno.BADF);
    }

    private void prestat(HostCall call, GuestMemory memory) {
        int length = preopenName(call).length;
        long result = memory.pointer(1, PRESTAT_SIZE);
        // The first word says that it is a directory, the only kind there is.
        memory.bytes().putInt(result, 0);
        memory.bytes().putInt(result + 4, length);
    }

    private void prestatName(HostCall call, GuestMemory memory) {
        byte[] name = preopenName(call);
        long room = memory.pointer(2);
        if (name.length > room) {
            throw new ErrnoException(Errno.NAMETOOLONG);
        }
        memory.bytes().write(memory.pointer(1), name, 0, name.length);
    }

    /** Stores entries from the cookie on until the buffer is full; the last one may be cut anywhere. */
    private void readdir(HostCall call, GuestMemory memory) throws IOException {
        OpenDirectory directory = descriptors.directory(call.i32(0));
        long room = memory.pointer(2);
        long buffer = memory.pointer(1, room);
        long result = memory.pointer(4, 4);
        long cookie = call.i64(3);
        List<DirectoryEntry> entries = directory.entries(cookie == 0, () -> memory.pay(ENTRY_PRICE));

        long end = buffer + room;
        long at = buffer;
        for (long i = cookie; i >= 0 && i < entries.size() && at < end; i++) {
            int length = memory.putUpTo(at, dirent(entries.get((int) i), i + 1), end - at);
            memory.payForBytes(length);
            at += length;
        }
        memory.bytes().putInt(result, (int) (at - buffer));
    }

    private static byte[] dirent(DirectoryEntry entry, long nextCookie) {
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(DIRENT_SIZE + name.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(nextCookie)
                .putLong(entry.inode())
                .putInt(name.length)
                .putInt(entry.type().code())
                .put(name)
                .array();
    }
}
