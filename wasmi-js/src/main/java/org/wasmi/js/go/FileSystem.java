package org.wasmi.js.go;

import java.nio.ByteBuffer;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wasmi.js.JsArray;
import org.wasmi.js.JsBytes;
import org.wasmi.js.JsException;
import org.wasmi.js.JsFunction;
import org.wasmi.js.JsObject;
import org.wasmi.js.Undefined;
import org.wasmi.wasi.GuestFileException;
import org.wasmi.wasi.GuestFiles;

/**
 * {@code fs} of Node.js as Go's package {@code syscall} uses it, on the guest's files. Each function calls its last
 * argument at once, with an error or null, and the result.
 */
final class FileSystem {
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_EXCL = 0x80;
    private static final int O_TRUNC = 0x200;
    private static final int O_APPEND = 0x400;
    private static final int O_DIRECTORY = 0x10000;

    private static final double BLOCK_BYTES = 4096;
    private static final double BYTES_PER_BLOCK = 512;

    private @Nullable GuestFiles files;

    /** Sets the files, once the program has them. */
    void attach(GuestFiles opened) {
        files = opened;
    }

    GuestFiles files() {
        if (files == null) {
            throw new JsException(error("ENOSYS"));
        }
        return files;
    }

    /** What a function does: it returns its result, null if it has none. */
    private interface Body {
        @Nullable
        Object run(Arguments arguments) throws GuestFileException;
    }

    /** What a function without a result does. */
    private interface Action {
        void run(Arguments arguments) throws GuestFileException;
    }

    JsObject object() {
        JsObject constants = new JsObject()
                .with("O_WRONLY", (double) O_WRONLY)
                .with("O_RDWR", (double) O_RDWR)
                .with("O_CREAT", (double) O_CREAT)
                .with("O_EXCL", (double) O_EXCL)
                .with("O_TRUNC", (double) O_TRUNC)
                .with("O_APPEND", (double) O_APPEND)
                .with("O_DIRECTORY", (double) O_DIRECTORY);
        JsObject fs = new JsObject().with("constants", constants);
        defineDescriptors(fs);
        definePaths(fs);
        return fs;
    }

    private void defineDescriptors(JsObject fs) {
        define(fs, "close", arguments -> files().close(arguments.number(0)));
        define(fs, "fsync", arguments -> files().sync(arguments.number(0)));
        define(fs, "ftruncate", arguments -> files().setSize(arguments.number(0), arguments.size(1)));
        defineResult(fs, "fstat", arguments -> status(files().status(arguments.number(0))));
        defineResult(fs, "read", this::read);
        defineResult(fs, "write", this::write);
        // Files have no modes and owners here: a change succeeds if there is something to change.
        define(fs, "fchmod", arguments -> files().status(arguments.number(0)));
        define(fs, "fchown", arguments -> files().status(arguments.number(0)));
    }

    private void definePaths(JsObject fs) {
        defineResult(fs, "open", this::open);
        defineResult(fs, "stat", arguments -> status(files().status(arguments.text(0), true)));
        defineResult(fs, "lstat", arguments -> status(files().status(arguments.text(0), false)));
        defineResult(fs, "readdir", arguments -> new JsArray(files().list(arguments.text(0))));
        defineResult(fs, "readlink", arguments -> files().readLink(arguments.text(0)));
        define(fs, "mkdir", arguments -> files().createDirectory(arguments.text(0)));
        define(fs, "rmdir", arguments -> files().removeDirectory(arguments.text(0)));
        define(fs, "unlink", arguments -> files().unlink(arguments.text(0)));
        define(fs, "rename", arguments -> files().rename(arguments.text(0), arguments.text(1)));
        define(fs, "link", arguments -> files().link(arguments.text(0), arguments.text(1)));
        define(fs, "symlink", arguments -> files().symlink(arguments.text(0), arguments.text(1)));
        define(fs, "truncate", this::truncate);
        define(fs, "utimes", arguments -> files().setTimes(arguments.text(0), arguments.time(1), arguments.time(2)));
        define(fs, "chmod", arguments -> files().status(arguments.text(0), true));
        define(fs, "chown", arguments -> files().status(arguments.text(0), true));
        define(fs, "lchown", arguments -> files().status(arguments.text(0), false));
    }

    private static void define(JsObject fs, String name, Action action) {
        defineResult(fs, name, arguments -> {
            action.run(arguments);
            return Undefined.UNDEFINED;
        });
    }

    private static void defineResult(JsObject fs, String name, Body body) {
        fs.with(name, (self, values) -> {
            Arguments arguments = new Arguments(values);
            @Nullable Object error = null;
            @Nullable Object result = Undefined.UNDEFINED;
            try {
                result = body.run(arguments);
            } catch (GuestFileException e) {
                error = error(e.code());
            } catch (IllegalArgumentException e) {
                error = error("EINVAL");
            }
            arguments.callBack(error, result);
            return Undefined.UNDEFINED;
        });
    }

    /** The arguments of a call; those of another type end in {@link IllegalArgumentException}. */
    private record Arguments(List<@Nullable Object> values) {
        private @Nullable Object value(int index) {
            return JsFunction.argument(values, index);
        }

        private String text(int index) {
            if (value(index) instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException("no text");
        }

        private int number(int index) {
            if (value(index) instanceof Number number && number.doubleValue() == number.intValue()) {
                return number.intValue();
            }
            throw new IllegalArgumentException("no whole number");
        }

        private long size(int index) {
            if (value(index) instanceof Number number && number.doubleValue() == number.longValue()) {
                return number.longValue();
            }
            throw new IllegalArgumentException("no size");
        }

        private FileTime time(int index) {
            if (value(index) instanceof Number seconds && Math.abs(seconds.doubleValue()) < Integer.MAX_VALUE * 4.0) {
                return FileTime.fromMillis(Math.round(seconds.doubleValue() * 1000));
            }
            throw new IllegalArgumentException("no time");
        }

        /** {@return the bytes that argument 1, an array, has from argument 2 on, as many as argument 3 says} */
        private JsBytes bytes() {
            if (!(value(1) instanceof JsBytes bytes)) {
                throw new IllegalArgumentException("no bytes");
            }
            if (value(2) == Undefined.UNDEFINED) {
                return bytes;
            }
            int offset = number(2);
            int length = number(3);
            if (offset < 0 || length < 0 || length > bytes.length() - offset) {
                throw new IllegalArgumentException("not within the array");
            }
            return bytes.slice(offset, length);
        }

        private boolean hasPosition() {
            return value(4) instanceof Number;
        }

        /** Calls the last of them, as functions of {@code fs} do at their end. */
        private void callBack(@Nullable Object error, @Nullable Object result) {
            if (!values.isEmpty() && values.get(values.size() - 1) instanceof JsFunction function) {
                function.call(Undefined.UNDEFINED, Arrays.asList(error, result));
            }
        }
    }

    private Object open(Arguments arguments) throws GuestFileException {
        int flags = arguments.number(1);
        Set<StandardOpenOption> options = EnumSet.noneOf(StandardOpenOption.class);
        if ((flags & O_WRONLY) == 0) {
            options.add(StandardOpenOption.READ);
        }
        add(options, flags, O_WRONLY | O_RDWR, StandardOpenOption.WRITE);
        add(options, flags, O_CREAT, StandardOpenOption.CREATE);
        add(options, flags, O_TRUNC, StandardOpenOption.TRUNCATE_EXISTING);
        add(options, flags, O_APPEND, StandardOpenOption.APPEND);
        if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL)) {
            options.add(StandardOpenOption.CREATE_NEW);
        }
        if ((flags & O_DIRECTORY) != 0) {
            files().list(arguments.text(0)); // which fails if it is none
        }
        return (double) files().open(arguments.text(0), options);
    }

    private static void add(Set<StandardOpenOption> options, int flags, int any, StandardOpenOption option) {
        if ((flags & any) != 0) {
            options.add(option);
        }
    }

    private void truncate(Arguments arguments) throws GuestFileException {
        int descriptor = files().open(arguments.text(0), Set.of(StandardOpenOption.WRITE));
        try {
            files().setSize(descriptor, arguments.size(1));
        } finally {
            files().close(descriptor);
        }
    }

    private Object read(Arguments arguments) throws GuestFileException {
        ByteBuffer target = arguments.bytes().buffer();
        int descriptor = arguments.number(0);
        return (double)
                (arguments.hasPosition()
                        ? files().read(descriptor, target, arguments.size(4))
                        : files().read(descriptor, target));
    }

    private Object write(Arguments arguments) throws GuestFileException {
        ByteBuffer source = arguments.bytes().buffer();
        int length = source.remaining();
        int descriptor = arguments.number(0);
        if (arguments.hasPosition()) {
            files().write(descriptor, source, arguments.size(4));
        } else {
            files().write(descriptor, source);
        }
        return (double) length;
    }

    private static JsObject status(GuestFiles.Status status) {
        return new JsObject()
                .with("dev", (double) status.device())
                .with("ino", (double) status.inode())
                .with("mode", (double) status.mode())
                .with("nlink", (double) status.links())
                .with("uid", 0.0)
                .with("gid", 0.0)
                .with("rdev", 0.0)
                .with("size", (double) status.size())
                .with("blksize", BLOCK_BYTES)
                .with("blocks", Math.ceil(status.size() / BYTES_PER_BLOCK))
                .with("atimeMs", (double) status.accessed().toMillis())
                .with("mtimeMs", (double) status.modified().toMillis())
                .with("ctimeMs", (double) status.changed().toMillis())
                .with("isDirectory", (self, arguments) -> status.isDirectory());
    }

    /** {@return an error of {@code fs}} */
    static JsObject error(String code) {
        return JsException.error(code).with("code", code);
    }
}
