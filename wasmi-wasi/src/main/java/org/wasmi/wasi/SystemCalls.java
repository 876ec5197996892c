package org.wasmi.wasi;

import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Memory;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Filetype;
import org.wasmi.wasi.internal.abi.Flags;
import org.wasmi.wasi.internal.abi.Preview;
import org.wasmi.wasi.internal.abi.Rights;
import org.wasmi.wasi.internal.file.Descriptor;
import org.wasmi.wasi.internal.file.Descriptors;
import org.wasmi.wasi.internal.file.DirectoryEntry;
import org.wasmi.wasi.internal.file.FileStatus;
import org.wasmi.wasi.internal.file.FileTimes;
import org.wasmi.wasi.internal.file.GuestPath;
import org.wasmi.wasi.internal.file.OpenDirectory;
import org.wasmi.wasi.internal.file.Whence;

/**
 * The system calls of Linux that musl makes in Emscripten's version of it, on the descriptors of a {@link Wasi}.
 * Optional arguments lie in memory, where the last parameter says.
 */
final class SystemCalls {
    private static final int CALL_PRICE = 100;
    private static final int PATH_CALL_PRICE = 5_000;
    private static final int COMPONENT_PRICE = 2_000;
    private static final int ENTRY_PRICE = 1_000;
    private static final int MAX_PATH = WorkingDirectory.MAX_PATH;

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_REMOVEDIR = 0x200;

    private static final int O_ACCMODE = 3;
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_EXCL = 0x80;
    private static final int O_TRUNC = 0x200;
    private static final int O_APPEND = 0x400;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_DIRECTORY = 0x10000;
    private static final int O_NOFOLLOW = 0x20000;

    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;

    private static final int TCGETS = 0x5401;
    private static final int TIOCGWINSZ = 0x5413;
    private static final int TERMIOS_BYTES = 60;
    private static final int ROWS = 24;
    private static final int COLUMNS = 80;

    private static final int DIRENT_BYTES = 280;
    private static final int NAME_BYTES = 256;

    private static final int UTIME_NOW = 0x3FFFFFFF;
    private static final int UTIME_OMIT = 0x3FFFFFFE;
    private static final int BLOCK_BYTES = 4096;
    private static final int POLLFD_BYTES = 8;
    private static final int POLL_READY = 0x5;

    private final Descriptors descriptors;
    private final StatLayout layout;
    private final boolean pairs;
    private final Map<String, HostFunction.Typed> functions = new LinkedHashMap<>();
    /** How many entries of a directory have been read. */
    private final IdentityHashMap<OpenDirectory, Integer> positions = new IdentityHashMap<>();

    private final WorkingDirectory workingDirectory;

    /** What a call does: it returns a number from 0, or throws what its error number is derived from. */
    @FunctionalInterface
    private interface Body {
        int serve(HostCall call, GuestMemory memory) throws IOException;
    }

    SystemCalls(Descriptors descriptors, List<Integer> preopened, StatLayout layout, boolean pairs) {
        this.descriptors = descriptors;
        this.workingDirectory = new WorkingDirectory(descriptors, preopened);
        this.layout = layout;
        this.pairs = pairs;
        definePaths();
        defineDescriptors();
        if (pairs) {
            define("fd_seek", CALL_PRICE, this::seek, 1, I32, I32, I32, I32, I32);
        }
    }

    Map<String, HostFunction.Typed> functions() {
        return Collections.unmodifiableMap(functions);
    }

    private void definePaths() {
        definePath("openat", this::open, I32, I32, I32, I32);
        definePath("stat64", (call, memory) -> stat(memory, at(memory, AT_FDCWD, 0, true), 1), I32, I32);
        definePath("lstat64", (call, memory) -> stat(memory, at(memory, AT_FDCWD, 0, false), 1), I32, I32);
        definePath("newfstatat", this::statAt, I32, I32, I32, I32);
        definePath("faccessat", this::access, I32, I32, I32, I32);
        definePath("mkdirat", this::makeDirectory, I32, I32, I32);
        definePath("rmdir", (call, memory) -> removeDirectory(at(memory, AT_FDCWD, 0, false)), I32);
        definePath("unlinkat", this::unlink, I32, I32, I32);
        definePath("renameat", this::rename, I32, I32, I32, I32);
        definePath("linkat", this::link, I32, I32, I32, I32, I32);
        definePath("symlinkat", this::symlink, I32, I32, I32);
        definePath("readlinkat", this::readLink, I32, I32, I32, I32);
        definePath("utimensat", this::setTimes, I32, I32, I32, I32);
        definePath("chdir", this::changeDirectory, I32);
        definePath("getcwd", this::workingDirectory, I32, I32);
        // Files have no modes and owners here: a change succeeds if there is something to change.
        definePath("chmod", (call, memory) -> exists(at(memory, AT_FDCWD, 0, true)), I32, I32);
        definePath("fchmodat2", (call, memory) -> exists(at(memory, call.i32(0), 1, true)), I32, I32, I32, I32);
        definePath("fchownat", (call, memory) -> exists(at(memory, call.i32(0), 1, true)), I32, I32, I32, I32, I32);
    }

    private void defineDescriptors() {
        define("fstat64", this::statDescriptor, I32, I32);
        define("fcntl64", this::control, I32, I32, I32);
        define("ioctl", this::controlDevice, I32, I32, I32);
        define("getdents64", this::entries, I32, I32, I32);
        define("ftruncate64", this::truncate, pairs ? new NumType[] {I32, I32, I32} : new NumType[] {I32, I64});
        define("fdatasync", this::syncData, I32);
        define("fchmod", this::isOpen, I32, I32);
        define("fchown32", this::isOpen, I32, I32, I32);
        define("poll", this::poll, I32, I32, I32);
    }

    private void define(String name, Body body, NumType... params) {
        define("__syscall_" + name, CALL_PRICE, body, -1, params);
    }

    private void definePath(String name, Body body, NumType... params) {
        define("__syscall_" + name, PATH_CALL_PRICE, body, -1, params);
    }

    /** Defines a function whose error numbers have the given sign. */
    private void define(String name, int price, Body body, int sign, NumType... params) {
        FuncType type = new FuncType(List.of(params), List.of(I32));
        functions.put(name, new HostFunction.Typed(type, call -> {
            call.consumeFuel(price);
            int[] result = new int[1];
            Syscall serve = (callAgain, memory) -> result[0] = body.serve(callAgain, memory);
            Errno errno = serve.errno(call);
            call.returnI32(errno == Errno.SUCCESS ? result[0] : sign * errno.code());
        }));
    }

    /** {@return the path that a parameter points to, of a length that a host would allow} */
    private static String text(GuestMemory memory, int param) {
        long start = memory.pointer(param);
        Memory bytes = memory.bytes();
        int length = 0;
        while (bytes.getByte(start + length) != 0) {
            length++;
            if (length > MAX_PATH) {
                throw new ErrnoException(Errno.NAMETOOLONG);
            }
        }
        return bytes.getUtf8(start, (long) length);
    }

    private WorkingDirectory.At at(GuestMemory memory, int directory, int pathParam, boolean follow) {
        return at(memory, directory, text(memory, pathParam), follow);
    }

    private WorkingDirectory.At at(GuestMemory memory, int directory, String path, boolean follow) {
        Runnable checkpoint = () -> memory.pay(COMPONENT_PRICE);
        if (!path.isEmpty() && !path.startsWith("/") && directory != AT_FDCWD) {
            return new WorkingDirectory.At(descriptors.directory(directory), new GuestPath(path, follow, checkpoint));
        }
        return workingDirectory.at(path, follow, checkpoint);
    }

    private int open(HostCall call, GuestMemory memory) throws IOException {
        int flags = call.i32(2);
        WorkingDirectory.At at = at(memory, call.i32(0), 1, (flags & O_NOFOLLOW) == 0);
        int mode = flags & O_ACCMODE;
        long rights = Rights.ALL;
        if (mode == 0) {
            rights &= ~Rights.WRITING;
        } else if (mode == O_WRONLY) {
            rights &= ~(Rights.FD_READ | Rights.FD_READDIR);
        }
        int oflags = ((flags & O_CREAT) != 0 ? Flags.OPEN_CREAT : 0)
                | ((flags & O_EXCL) != 0 ? Flags.OPEN_EXCL : 0)
                | ((flags & O_TRUNC) != 0 ? Flags.OPEN_TRUNC : 0)
                | ((flags & O_DIRECTORY) != 0 ? Flags.OPEN_DIRECTORY : 0);
        return descriptors.add(at.directory().open(at.path(), oflags, rights, Rights.ALL, descriptorFlags(flags)));
    }

    private static int descriptorFlags(int flags) {
        return ((flags & O_APPEND) != 0 ? Flags.FD_APPEND : 0) | ((flags & O_NONBLOCK) != 0 ? Flags.FD_NONBLOCK : 0);
    }

    private int statAt(HostCall call, GuestMemory memory) throws IOException {
        int flags = call.i32(3);
        if (text(memory, 1).isEmpty()) { // AT_EMPTY_PATH
            return put(memory, 2, descriptors.get(call.i32(0)).status());
        }
        return stat(memory, at(memory, call.i32(0), 1, (flags & AT_SYMLINK_NOFOLLOW) == 0), 2);
    }

    private int stat(GuestMemory memory, WorkingDirectory.At at, int bufferParam) throws IOException {
        return put(memory, bufferParam, at.directory().status(at.path()));
    }

    private int statDescriptor(HostCall call, GuestMemory memory) throws IOException {
        return put(memory, 1, descriptors.get(call.i32(0)).status());
    }

    private int put(GuestMemory memory, int bufferParam, FileStatus status) {
        long buffer = memory.pointer(bufferParam, layout.bytes());
        Memory bytes = memory.bytes();
        bytes.putBytes(buffer, new byte[layout.bytes()]);
        bytes.putInt(buffer, (int) status.device());
        bytes.putInt(buffer + layout.mode(), GuestFiles.mode(status.type()));
        bytes.putInt(buffer + layout.mode() + 4, (int) status.links());
        bytes.putLong(buffer + layout.size(), status.size());
        bytes.putInt(buffer + layout.size() + 8, BLOCK_BYTES);
        bytes.putInt(buffer + layout.size() + 12, (int) ((status.size() + 511) / 512));
        long time = buffer + layout.size() + 16;
        for (FileTime each : List.of(status.accessed(), status.modified(), status.changed())) {
            Instant instant = each.toInstant();
            if (layout.timeBytes() == 8) {
                bytes.putInt(time, (int) instant.getEpochSecond());
                bytes.putInt(time + 4, instant.getNano());
            } else {
                bytes.putLong(time, instant.getEpochSecond());
                bytes.putInt(time + 8, instant.getNano());
            }
            time += layout.timeBytes();
        }
        bytes.putLong(buffer + layout.inode(), status.inode());
        return 0;
    }

    private static int exists(WorkingDirectory.At at) throws IOException {
        at.directory().status(at.path());
        return 0;
    }

    private int access(HostCall call, GuestMemory memory) throws IOException {
        return exists(at(memory, call.i32(0), 1, true));
    }

    private int isOpen(HostCall call, GuestMemory memory) {
        descriptors.get(call.i32(0));
        return 0;
    }

    private int makeDirectory(HostCall call, GuestMemory memory) throws IOException {
        WorkingDirectory.At at = at(memory, call.i32(0), 1, false);
        at.directory().createDirectory(at.path());
        return 0;
    }

    private static int removeDirectory(WorkingDirectory.At at) throws IOException {
        at.directory().removeDirectory(at.path());
        return 0;
    }

    private int unlink(HostCall call, GuestMemory memory) throws IOException {
        WorkingDirectory.At at = at(memory, call.i32(0), 1, false);
        if ((call.i32(2) & AT_REMOVEDIR) != 0) {
            return removeDirectory(at);
        }
        at.directory().unlinkFile(at.path());
        return 0;
    }

    private int rename(HostCall call, GuestMemory memory) throws IOException {
        WorkingDirectory.At from = at(memory, call.i32(0), 1, false);
        WorkingDirectory.At to = at(memory, call.i32(2), 3, false);
        from.directory().rename(from.path(), to.directory(), to.path());
        return 0;
    }

    private int link(HostCall call, GuestMemory memory) throws IOException {
        WorkingDirectory.At from = at(memory, call.i32(0), 1, false);
        WorkingDirectory.At to = at(memory, call.i32(2), 3, false);
        from.directory().link(from.path(), to.directory(), to.path());
        return 0;
    }

    private int symlink(HostCall call, GuestMemory memory) throws IOException {
        WorkingDirectory.At at = at(memory, call.i32(1), 2, false);
        at.directory().symlink(text(memory, 0), at.path());
        return 0;
    }

    private int readLink(HostCall call, GuestMemory memory) throws IOException {
        WorkingDirectory.At at = at(memory, call.i32(0), 1, false);
        long room = memory.pointer(3);
        long buffer = memory.pointer(2, room);
        byte[] text = at.directory().readlink(at.path()).getBytes(StandardCharsets.UTF_8);
        return memory.putUpTo(buffer, text, room);
    }

    private int setTimes(HostCall call, GuestMemory memory) throws IOException {
        WorkingDirectory.At at = at(memory, call.i32(0), 1, (call.i32(3) & AT_SYMLINK_NOFOLLOW) == 0);
        long times = memory.pointer(2);
        FileTimes set = times == 0
                ? new FileTimes(Optional.of(now()), Optional.of(now()))
                : new FileTimes(time(memory, times), time(memory, times + layout.timeBytes()));
        at.directory().setTimes(at.path(), set);
        return 0;
    }

    private static FileTime now() {
        return FileTime.from(Instant.now());
    }

    private Optional<FileTime> time(GuestMemory memory, long address) {
        Memory bytes = memory.bytes();
        boolean wide = layout.timeBytes() == 16;
        int nanos = bytes.getInt(address + (wide ? 8 : 4));
        if (nanos == UTIME_OMIT) {
            return Optional.empty();
        } else if (nanos == UTIME_NOW) {
            return Optional.of(now());
        }
        long seconds = wide ? bytes.getLong(address) : bytes.getInt(address);
        if (nanos < 0 || nanos >= TimeUnit.SECONDS.toNanos(1) || Math.abs(seconds) > Integer.MAX_VALUE * 4L) {
            throw new ErrnoException(Errno.INVAL);
        }
        return Optional.of(FileTime.from(Instant.ofEpochSecond(seconds, nanos)));
    }

    private int changeDirectory(HostCall call, GuestMemory memory) throws IOException {
        workingDirectory.change(text(memory, 0), () -> memory.pay(COMPONENT_PRICE));
        return 0;
    }

    /** Stores the path with its NUL, and returns the size of both. */
    private int workingDirectory(HostCall call, GuestMemory memory) {
        byte[] text = (workingDirectory.path() + "\0").getBytes(StandardCharsets.UTF_8);
        long room = memory.pointer(1);
        if (room == 0) {
            throw new ErrnoException(Errno.INVAL);
        }
        if (room < text.length) {
            throw new ErrnoException(Errno.RANGE);
        }
        memory.putUpTo(memory.pointer(0, text.length), text, room);
        return text.length;
    }

    private int control(HostCall call, GuestMemory memory) {
        Descriptor descriptor = descriptors.get(call.i32(0));
        switch (call.i32(1)) {
            case 1, 2, 6, 7, 13, 14 -> { // F_GETFD, F_SETFD, and locks, of which nobody else has any
                return 0;
            }
            case 5, 12 -> { // F_GETLK
                memory.bytes().putShort(argument(memory), (short) 2); // F_UNLCK
                return 0;
            }
            case F_GETFL -> {
                boolean reads = (descriptor.rights() & Rights.FD_READ) != 0;
                boolean writes = (descriptor.rights() & Rights.FD_WRITE) != 0;
                return (writes ? (reads ? O_RDWR : O_WRONLY) : 0)
                        | ((descriptor.flags() & Flags.FD_APPEND) != 0 ? O_APPEND : 0)
                        | ((descriptor.flags() & Flags.FD_NONBLOCK) != 0 ? O_NONBLOCK : 0);
            }
            case F_SETFL -> {
                int kept = descriptor.flags() & ~(Flags.FD_APPEND | Flags.FD_NONBLOCK);
                descriptor.setFlags(kept | descriptorFlags((int) argument(memory)));
                return 0;
            }
            default -> throw new ErrnoException(Errno.INVAL);
        }
    }

    /** {@return the first optional argument, an address or number of 32 bits, of the calls that have theirs at 2} */
    private static long argument(GuestMemory memory) {
        return Integer.toUnsignedLong(memory.bytes().getInt(memory.pointer(2)));
    }

    private int controlDevice(HostCall call, GuestMemory memory) throws IOException {
        if (descriptors.get(call.i32(0)).status().type() != Filetype.CHARACTER_DEVICE) {
            throw new ErrnoException(Errno.NOTTY);
        }
        switch (call.i32(1)) {
            case TCGETS -> memory.bytes().putBytes(argument(memory), new byte[TERMIOS_BYTES]);
            case TIOCGWINSZ -> {
                long size = argument(memory);
                memory.bytes().putShort(size, (short) ROWS);
                memory.bytes().putShort(size + 2, (short) COLUMNS);
                memory.bytes().putInt(size + 4, 0);
            }
            case 0x5402, 0x5403, 0x5404 -> {} // TCSETS and kin
            default -> throw new ErrnoException(Errno.INVAL);
        }
        return 0;
    }

    private int entries(HostCall call, GuestMemory memory) throws IOException {
        OpenDirectory directory = descriptors.directory(call.i32(0));
        long room = memory.pointer(2);
        long buffer = memory.pointer(1, room);
        int position = positions.getOrDefault(directory, 0);
        List<DirectoryEntry> entries = directory.entries(position == 0, () -> memory.pay(ENTRY_PRICE));
        long at = buffer;
        for (; position < entries.size() && at + DIRENT_BYTES <= buffer + room; at += DIRENT_BYTES) {
            DirectoryEntry entry = entries.get(position);
            position++;
            byte[] dirent = new byte[DIRENT_BYTES];
            byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
            System.arraycopy(name, 0, dirent, 19, Math.min(name.length, NAME_BYTES - 1));
            Memory bytes = memory.bytes();
            bytes.putBytes(at, dirent);
            bytes.putLong(at, entry.inode());
            bytes.putLong(at + 8, position);
            bytes.putShort(at + 16, (short) DIRENT_BYTES);
            bytes.putByte(at + 18, (byte) (GuestFiles.mode(entry.type()) >> 12)); // DT_*
            memory.payForBytes(DIRENT_BYTES);
        }
        // At the end, the next call answers with nothing, and the one after that begins at the first entry.
        if (at == buffer) {
            positions.remove(directory);
        } else {
            positions.put(directory, position);
        }
        return (int) (at - buffer);
    }

    /** {@return the second parameter, of 64 bits} */
    private long wide(HostCall call) {
        return pairs ? Integer.toUnsignedLong(call.i32(1)) | (long) call.i32(2) << 32 : call.i64(1);
    }

    private int truncate(HostCall call, GuestMemory memory) throws IOException {
        descriptors.get(call.i32(0)).setSize(wide(call));
        return 0;
    }

    private int seek(HostCall call, GuestMemory memory) throws IOException {
        long result = memory.pointer(4, 8);
        Whence whence = Whence.of(call.i32(3), Preview.ONE);
        memory.bytes().putLong(result, descriptors.get(call.i32(0)).seek(wide(call), whence));
        return 0;
    }

    private int syncData(HostCall call, GuestMemory memory) throws IOException {
        descriptors.get(call.i32(0)).sync(false);
        return 0;
    }

    /** All that is open is ready, as files are. */
    private int poll(HostCall call, GuestMemory memory) {
        long count = memory.pointer(1);
        long at = memory.pointer(0, count * POLLFD_BYTES);
        Memory bytes = memory.bytes();
        for (long i = 0; i < count; i++, at += POLLFD_BYTES) {
            memory.payForItem(i, count, 1);
            descriptors.get(bytes.getInt(at));
            bytes.putShort(at + 6, (short) (bytes.getShort(at + 4) & POLL_READY));
        }
        return (int) count;
    }
}
