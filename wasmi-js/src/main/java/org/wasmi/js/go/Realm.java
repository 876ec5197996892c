package org.wasmi.js.go;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wasmi.js.JsArray;
import org.wasmi.js.JsBytes;
import org.wasmi.js.JsException;
import org.wasmi.js.JsFunction;
import org.wasmi.js.JsObject;
import org.wasmi.js.Undefined;
import org.wasmi.wasi.GuestFileException;
import org.wasmi.wasi.GuestFiles;
import org.wasmi.wasi.WasiConfig;

/** JavaScript's global object as Go programs need it: constructors, {@code fs}, {@code process}, {@code path}. */
final class Realm {
    private static final int MAX_BYTES = 1 << 30;

    private final WasiConfig config;
    private final JsObject global = new JsObject();
    private final FileSystem fileSystem = new FileSystem();

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
        global.set("fs", fileSystem.object());
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

    /** Sets the files, once the program has them. */
    void attach(GuestFiles files) {
        fileSystem.attach(files);
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
                .with("cwd", (self, arguments) -> fileSystem.files().workingDirectory())
                .with("chdir", (self, arguments) -> changeDirectory(JsFunction.argument(arguments, 0)));
    }

    private Object changeDirectory(@Nullable Object path) {
        try {
            fileSystem.files().changeDirectory(String.valueOf(path));
            return Undefined.UNDEFINED;
        } catch (GuestFileException e) {
            throw new JsException(FileSystem.error(e.code()));
        }
    }

    /** {@return the absolute path to which some lead, each from where the one before does} */
    private String resolve(List<@Nullable Object> arguments) {
        String path = fileSystem.files().workingDirectory();
        for (Object each : arguments) {
            String part = String.valueOf(each);
            path = part.startsWith("/") ? part : path + "/" + part;
        }
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return "/" + String.join("/", names);
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
            throw new JsException(FileSystem.error("EIO"));
        }
        return Undefined.UNDEFINED;
    }
}
