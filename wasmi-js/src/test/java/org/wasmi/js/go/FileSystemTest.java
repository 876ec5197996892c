package org.wasmi.js.go;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.js.JsArray;
import org.wasmi.js.JsBytes;
import org.wasmi.js.JsException;
import org.wasmi.js.JsFunction;
import org.wasmi.js.JsObject;
import org.wasmi.js.Undefined;
import org.wasmi.wasi.Wasi;
import org.wasmi.wasi.WasiConfig;

/** {@code fs} and {@code process} as Go's package {@code syscall} calls them, on a directory {@code /work}. */
class FileSystemTest {
    private final Path folder;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final WasiConfig config;
    private final Realm realm;
    private final Wasi wasi;
    private int steps;

    FileSystemTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        config = WasiConfig.DEFAULT
                .withDirectory(folder, "/work")
                .withStdin(new ByteArrayInputStream("typed".getBytes(UTF_8)))
                .withStdout(output);
        realm = new Realm(config);
        wasi = new Wasi(config);
    }

    @BeforeEach
    void attach() {
        realm.attach(wasi.files(() -> steps++));
    }

    @AfterEach
    void close() throws IOException {
        wasi.close();
    }

    /** What a function has passed to its callback. */
    private record Answer(@Nullable Object error, @Nullable Object result) {
        private String code() {
            return error instanceof JsObject object ? String.valueOf(object.get("code")) : "none";
        }
    }

    private Answer call(String name, @Nullable Object... arguments) {
        List<Answer> answers = new ArrayList<>();
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.add(new JsFunction((self, passed) -> {
            answers.add(new Answer(passed.get(0), passed.get(1)));
            return Undefined.UNDEFINED;
        }));
        ((JsObject) some(realm.global().get("fs"))).call(name, all.toArray());
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static Object some(@Nullable Object value) {
        if (value == null) {
            throw new AssertionError("null");
        }
        return value;
    }

    private Object result(String name, @Nullable Object... arguments) {
        Answer answer = call(name, arguments);
        assertThat(answer.error()).as(name + ": " + answer.code()).isNull();
        return some(answer.result());
    }

    private double flag(String name) {
        JsObject fs = (JsObject) some(realm.global().get("fs"));
        return (double) some(((JsObject) some(fs.get("constants"))).get(name));
    }

    private Object open(String path, String... flags) {
        return result("open", path, Arrays.stream(flags).mapToDouble(this::flag).sum(), 0.0);
    }

    private static JsBytes bytes(String text) {
        return new JsBytes(text.getBytes(UTF_8));
    }

    @Test
    void filesAreWrittenAndRead() throws IOException {
        Object file = open("/work/a.txt", "O_RDWR", "O_CREAT");
        assertThat(result("write", file, bytes("0123456789"), 2.0, 5.0, null)).isEqualTo(5.0);
        assertThat(result("write", file, bytes("xy"), 0.0, 2.0, 1.0)).isEqualTo(2.0);
        assertThat(Files.readString(folder.resolve("a.txt"))).isEqualTo("2xy56");
        JsBytes target = new JsBytes(new byte[8]);
        assertThat(result("read", file, target, 4.0, 4.0, 0.0)).isEqualTo(4.0);
        assertThat(result("read", file, target, 0.0, 4.0, null))
                .as("at the end")
                .isEqualTo(0.0);
        assertThat(new String(target.copy(), UTF_8)).isEqualTo("\0\0\0\0002xy5");
        result("ftruncate", file, 2.0);
        result("fsync", file);
        assertThat(((JsObject) result("fstat", file)).get("size")).isEqualTo(2.0);
        result("close", file);
        assertThat(call("close", file).code()).isEqualTo("EBADF");
        Object appended = open("/work/a.txt", "O_WRONLY", "O_APPEND");
        result("write", appended, bytes("end"), 0.0, 3.0, null);
        assertThat(call("read", appended, target, 0.0, 4.0, null).code()).isEqualTo("EBADF");
        result("close", appended);
        assertThat(Files.readString(folder.resolve("a.txt"))).isEqualTo("2xend");
        result("truncate", "/work/a.txt", 1.0);
        assertThat(folder.resolve("a.txt")).hasContent("2");
        result("close", open("/work/a.txt", "O_RDWR", "O_TRUNC"));
        assertThat(folder.resolve("a.txt")).isEmptyFile();
    }

    @Test
    void directoriesAreMadeAndListed() throws IOException {
        result("mkdir", "/work/b", 0.0);
        result("close", open("/work/b/one", "O_WRONLY", "O_CREAT"));
        result("rename", "/work/b/one", "/work/two");
        result("link", "/work/two", "/work/three");
        result("symlink", "two", "/work/four");
        assertThat(result("readlink", "/work/four")).isEqualTo("two");
        assertThat(((JsArray) result("readdir", "/work")).elements()).isEqualTo(List.of("b", "four", "three", "two"));
        result("unlink", "/work/four");
        result("utimes", "/work/two", 1000.0, 2000.5);
        JsObject status = (JsObject) result("stat", "/work/two");
        assertThat(status.get("mtimeMs")).isEqualTo(2_000_500.0);
        assertThat(status.get("mode")).isEqualTo((double) 0100_644);
        assertThat(status.call("isDirectory")).isEqualTo(false);
        assertThat(((JsObject) result("lstat", "/work/b")).call("isDirectory")).isEqualTo(true);
        result("chmod", "/work/two", 0.0);
        assertThat(call("rmdir", "/work").code()).isNotEqualTo("none");
        result("rmdir", "/work/b");
        assertThat(folder.resolve("b")).doesNotExist();
        assertThat(steps).as("pays for steps").isGreaterThan(20);
    }

    @Test
    void errorsHaveTheirNames() {
        assertThat(call("open", "/work/missing", 0.0, 0.0).code()).isEqualTo("ENOENT");
        assertThat(call("open", "", 0.0, 0.0).code()).isEqualTo("ENOENT");
        assertThat(call("open", "/work", flag("O_RDWR"), 0.0).code()).isEqualTo("EISDIR");
        assertThat(call("stat", "/etc").code()).isEqualTo("ENOENT");
        assertThat(call("stat", "/work/../etc").code()).isEqualTo("EPERM");
        assertThat(call("stat", "/work/" + "x".repeat(5000)).code()).isEqualTo("ENAMETOOLONG");
        assertThat(call("stat", 1.0).code()).isEqualTo("EINVAL");
        assertThat(call("read", 0.0, new JsBytes(new byte[4]), 2.0, 3.0, null).code())
                .isEqualTo("EINVAL");
        assertThat(call("read", 0.5, new JsBytes(new byte[4]), 0.0, 4.0, null).code())
                .isEqualTo("EINVAL");
        assertThat(call("read", 99.0, new JsBytes(new byte[4]), 0.0, 4.0, null).code())
                .isEqualTo("EBADF");
        result("close", open("/work/once", "O_WRONLY", "O_CREAT"));
        double exclusive = flag("O_WRONLY") + flag("O_CREAT") + flag("O_EXCL");
        assertThat(call("open", "/work/once", exclusive, 0.0).code()).isEqualTo("EEXIST");
        assertThat(call("open", "/work/once", flag("O_DIRECTORY"), 0.0).code()).isEqualTo("ENOTDIR");
        assertThat(call("readdir", "/work/once").code()).isEqualTo("ENOTDIR");
    }

    @Test
    void directoriesAboveAreThere() {
        assertThat(((JsArray) result("readdir", "/")).elements()).isEqualTo(List.of("work"));
        assertThat(((JsObject) result("stat", "/")).call("isDirectory")).isEqualTo(true);
        Object root = open("/", "O_DIRECTORY");
        assertThat(((JsObject) result("fstat", root)).call("isDirectory")).isEqualTo(true);
        assertThat(call("read", root, new JsBytes(new byte[4]), 0.0, 4.0, null).code())
                .isNotEqualTo("none");
        result("close", root);
        assertThat(call("open", "/", flag("O_RDWR"), 0.0).code()).isEqualTo("EISDIR");
        assertThat(call("mkdir", "/other", 0.0).code()).isEqualTo("ENOENT");
        assertThat(call("unlink", "/").code()).isEqualTo("ENOENT");
    }

    @Test
    void streamsAreTheFirstDescriptors() {
        JsBytes target = new JsBytes(new byte[8]);
        assertThat(result("read", 0.0, target, 0.0, 8.0, null)).isEqualTo(5.0);
        assertThat(result("read", 0.0, target, 0.0, 8.0, null)).isEqualTo(0.0);
        result("write", 1.0, bytes("printed"), 0.0, 7.0, null);
        assertThat(output.toString(UTF_8)).isEqualTo("printed");
        assertThat(call("write", 0.0, bytes("x"), 0.0, 1.0, null).code()).isEqualTo("EBADF");
    }

    @Test
    void pathsAreRelativeToTheWorkingDirectory() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/x"), "!");
        JsObject process = (JsObject) some(realm.global().get("process"));
        JsObject path = (JsObject) some(realm.global().get("path"));
        assertThat(process.call("cwd")).isEqualTo("/");
        assertThat(path.call("resolve", "work", "./sub/../a")).isEqualTo("/work/a");
        process.call("chdir", "/work/sub");
        assertThat(process.call("cwd")).isEqualTo("/work/sub");
        assertThat(path.call("resolve", "x")).isEqualTo("/work/sub/x");
        assertThat(((JsObject) result("stat", "x")).get("size")).isEqualTo(1.0);
        assertThatThrownBy(() -> process.call("chdir", "x"))
                .isInstanceOfSatisfying(
                        JsException.class, thrown -> assertThat(((JsObject) some(thrown.value())).get("code"))
                                .isEqualTo("ENOTDIR"));
    }

    @Test
    void checkpointsEndCalls() {
        realm.attach(wasi.files(() -> {
            throw new TrapException(Trap.OUT_OF_FUEL);
        }));
        assertThatThrownBy(() -> call("stat", "/work")).isInstanceOf(TrapException.class);
    }
}
