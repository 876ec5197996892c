package org.wasmi.js.go;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wasmi.js.JsArray;
import org.wasmi.js.JsBytes;
import org.wasmi.js.JsException;
import org.wasmi.js.JsFunction;
import org.wasmi.js.JsObject;
import org.wasmi.js.Undefined;
import org.wasmi.wasi.WasiConfig;

/** JavaScript's global object as Go programs need it: constructors, {@code fs}, {@code process}, {@code path}. */
final class Realm {
    /** What {@code fs} cannot do. */
    private static final List<String> UNSUPPORTED = List.of(
            "chmod",
            "chown",
            "fchmod",
            "fchown",
            "ftruncate",
            "lchown",
            "link",
            "lstat",
            "mkdir",
            "open",
            "readdir",
            "readlink",
            "rename",
            "rmdir",
            "stat",
            "symlink",
            "truncate",
            "unlink",
            "utimes");

    private static final List<String> OPEN_FLAGS =
            List.of("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", "O_EXCL", "O_DIRECTORY");

    private static final int MAX_BYTES = 1 << 30;

    /** A character device, as terminals are. */
    private static final double CHARACTER_DEVICE = 0020000 | 0666;

    private final WasiConfig config;
    private final JsObject global = new JsObject();

    Realm(WasiConfig config) {
        this.config = config;
        global.set("globalThis", global);
        constructor("Object", arguments -> new JsObject(), value -> value instanceof JsObject);
        constructor("Array", JsArray::new, value -> value instanceof JsArray);
        constructor("Uint8Array", Realm::newBytes, value -> value instanceof JsBytes);
        constructor("Uint8ClampedArray", Realm::newBytes, value -> false);
        constructor("Error", Realm::newError, Realm::isError);
        constructor("Date", arguments -> newDate(), value -> false);
        constructor("Promise", arguments -> new JsObject(), value -> false);
        global.set("fs", fs());
        global.set("process", process());
        global.set("path", new JsObject().with("resolve", (self, arguments) -> resolve(arguments)));
        global.set("crypto", crypto());
        global.set("console", new JsObject().with("log", (self, arguments) -> print(arguments)));
        global.set(
                "performance",
                new JsObject()
                        .with("now", (self, arguments) -> config.nanoTime().getAsLong() / 1e6));
    }

    JsObject global() {
        return global;
    }

    private interface Maker {
        JsObject make(List<@Nullable Object> arguments);
    }

    private void constructor(String name, Maker maker, Predicate<@Nullable Object> isInstance) {
        global.set(name, new JsFunction((self, arguments) -> maker.make(arguments)) {
            @Override
            public boolean isInstance(@Nullable Object value) {
                return isInstance.test(value);
            }
        });
    }

    private static JsBytes newBytes(List<@Nullable Object> arguments) {
        Object length = JsFunction.argument(arguments, 0);
        if (!(length instanceof Number number) || !(number.doubleValue() >= 0 && number.doubleValue() <= MAX_BYTES)) {
            throw JsException.rangeError("an array of " + length + " bytes");
        }
        return new JsBytes(new byte[number.intValue()]);
    }

    private static JsObject newError(List<@Nullable Object> arguments) {
        return JsException.error(String.valueOf(JsFunction.argument(arguments, 0)));
    }

    private static boolean isError(@Nullable Object value) {
        return value instanceof JsObject object && object.get("message") != Undefined.UNDEFINED;
    }

    private JsObject newDate() {
        double offset = -config.clock()
                        .getZone()
                        .getRules()
                        .getOffset(config.clock().instant())
                        .getTotalSeconds()
                / 60.0;
        return new JsObject().with("getTimezoneOffset", (self, arguments) -> offset);
    }

    private JsObject process() {
        JsObject process = new JsObject().with("pid", 1.0).with("ppid", 0.0);
        for (String each : List.of("getuid", "getgid", "geteuid", "getegid")) {
            process.with(each, (self, arguments) -> -1.0);
        }
        return process.with("getgroups", (self, arguments) -> new JsArray(List.of()))
                .with("umask", (self, arguments) -> 18.0)
                .with("cwd", (self, arguments) -> "/")
                .with("chdir", (self, arguments) -> {
                    throw new JsException(error("ENOSYS"));
                });
    }

    private static String resolve(List<@Nullable Object> arguments) {
        StringBuilder path = new StringBuilder();
        for (Object each : arguments) {
            String part = String.valueOf(each);
            if (part.startsWith("/")) {
                path.setLength(0);
            } else if (path.length() > 0) {
                path.append('/');
            }
            path.append(part);
        }
        return path.toString();
    }

    private JsObject crypto() {
        return new JsObject().with("getRandomValues", (self, arguments) -> {
            Object target = JsFunction.argument(arguments, 0);
            if (target instanceof JsBytes bytes) {
                byte[] random = new byte[bytes.length()];
                config.random().nextBytes(random);
                bytes.buffer().put(random);
            }
            return target;
        });
    }

    private Object print(List<@Nullable Object> arguments) {
        List<String> words = new ArrayList<>();
        arguments.forEach(each -> words.add(String.valueOf(each)));
        try {
            config.stdout().write((String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new JsException(error("EIO"));
        }
        return Undefined.UNDEFINED;
    }

    private JsObject fs() {
        JsObject constants = new JsObject();
        OPEN_FLAGS.forEach(each -> constants.set(each, -1.0));
        JsObject fs = new JsObject().with("constants", constants);
        for (String each : UNSUPPORTED) {
            fs.with(each, (self, arguments) -> callBack(arguments, error("ENOSYS")));
        }
        return fs.with("close", (self, arguments) -> done(arguments))
                .with("fsync", (self, arguments) -> done(arguments))
                .with("fstat", (self, arguments) -> callBack(arguments, null, status()))
                .with("read", (self, arguments) -> read(arguments))
                .with("write", (self, arguments) -> write(arguments));
    }

    private static JsObject status() {
        JsObject status = new JsObject().with("mode", CHARACTER_DEVICE);
        for (String each : List.of("dev", "ino", "nlink", "uid", "gid", "rdev", "size", "blksize", "blocks")) {
            status.set(each, 0.0);
        }
        for (String each : List.of("atimeMs", "mtimeMs", "ctimeMs")) {
            status.set(each, 0.0);
        }
        return status.with("isDirectory", (self, arguments) -> false);
    }

    private Object read(List<@Nullable Object> arguments) {
        Part part = part(arguments);
        if (part == null || part.descriptor != 0) {
            return callBack(arguments, error("EBADF"));
        }
        try {
            config.stdout().flush();
            byte[] bytes = new byte[part.bytes.length()];
            int count = Math.max(0, config.stdin().read(bytes));
            part.bytes.buffer().put(bytes, 0, count);
            return callBack(arguments, null, (double) count);
        } catch (IOException e) {
            return callBack(arguments, error("EIO"));
        }
    }

    private Object write(List<@Nullable Object> arguments) {
        Part part = part(arguments);
        if (part == null || (part.descriptor != 1 && part.descriptor != 2)) {
            return callBack(arguments, error("EBADF"));
        }
        OutputStream stream = part.descriptor == 1 ? config.stdout() : config.stderr();
        try {
            stream.write(part.bytes.copy());
            return callBack(arguments, null, (double) part.bytes.length());
        } catch (IOException e) {
            return callBack(arguments, error("EIO"));
        }
    }

    /** What {@code read} and {@code write} work on. */
    private record Part(int descriptor, JsBytes bytes) {}

    private static @Nullable Part part(List<@Nullable Object> arguments) {
        if (JsFunction.argument(arguments, 0) instanceof Number descriptor
                && JsFunction.argument(arguments, 1) instanceof JsBytes bytes
                && JsFunction.argument(arguments, 2) instanceof Number offset
                && JsFunction.argument(arguments, 3) instanceof Number length
                && offset.doubleValue() >= 0
                && length.doubleValue() >= 0
                && offset.doubleValue() + length.doubleValue() <= bytes.length()) {
            return new Part(descriptor.intValue(), bytes.slice(offset.intValue(), length.intValue()));
        } else if (JsFunction.argument(arguments, 0) instanceof Number descriptor
                && JsFunction.argument(arguments, 1) instanceof JsBytes bytes
                && JsFunction.argument(arguments, 2) == Undefined.UNDEFINED) {
            return new Part(descriptor.intValue(), bytes);
        }
        return null;
    }

    private static Object done(List<@Nullable Object> arguments) {
        return callBack(arguments, new @Nullable Object[] {null});
    }

    /** Calls the last argument, as functions of {@code fs} do at their end. */
    private static Object callBack(List<@Nullable Object> arguments, @Nullable Object... results) {
        if (!arguments.isEmpty() && arguments.get(arguments.size() - 1) instanceof JsFunction function) {
            function.call(Undefined.UNDEFINED, Arrays.asList(results));
        }
        return Undefined.UNDEFINED;
    }

    private static JsObject error(String code) {
        return JsException.error(code).with("code", code);
    }
}
