package org.wasmi.emscripten;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.exec.Engine;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.wasi.StatLayout;
import org.wasmi.wasi.Wasi;
import org.wasmi.wasi.WasiConfig;

/** The system calls of musl, called with each argument as a guest has it. */
class SystemCallsTest {
    private static final int CWD = -100;
    private static final int ENOENT = -44;
    private static final int TEXT = 4096;
    private static final int BUFFER = 8192;

    private final Store store = Engine.create().newStore();
    private final List<Wasi> systems = new ArrayList<>();
    private Memory memory = Memory.create(
            store, Modules.fromText("(module (memory 1))").memories().get(0));
    private Instance guest = new Linker().instantiate(store, Modules.fromText("(module)"));

    @TempDir
    Path folder;

    @AfterEach
    void close() throws IOException {
        for (Wasi each : systems) {
            each.close();
        }
        store.close();
    }

    private void start(WasiConfig config) throws IOException {
        start(config, StatLayout.BYTES_96, false);
    }

    /** Instantiates a module that exports all system calls again, each as a function that calls the import. */
    private void start(WasiConfig config, StatLayout layout, boolean pairs) throws IOException {
        Wasi system = new Wasi(config);
        systems.add(system);
        Map<String, HostFunction.Typed> calls = system.systemCalls(layout, pairs);
        Linker linker = system.addTo(new Linker());
        StringBuilder imports = new StringBuilder();
        StringBuilder functions = new StringBuilder();
        calls.forEach((name, function) -> {
            linker.function("env", name, function);
            String params = "";
            String gets = "";
            for (int i = 0; i < function.type().params().size(); i++) {
                params += " " + function.type().params().get(i);
                gets += " (local.get " + i + ")";
            }
            imports.append("(import \"env\" \"%s\" (func $%s (param%s) (result i32)))\n".formatted(name, name, params));
            functions.append("(func (export \"%s\") (param%s) (result i32) (call $%s%s))\n"
                    .formatted(name.replace("__syscall_", ""), params, name, gets));
        });
        guest = linker.instantiate(
                store, Modules.fromText("(module " + imports + "(memory (export \"memory\") 1)" + functions + ")"));
        memory = guest.memory("memory");
    }

    private int call(String name, Object... arguments) {
        Value[] values = new Value[arguments.length];
        int text = TEXT;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof String path) {
                values[i] = Value.i32(text);
                text += memory.putUtf8(text, path + "\0");
            } else {
                values[i] = arguments[i] instanceof Long wide ? Value.i64(wide) : Value.i32((Integer) arguments[i]);
            }
        }
        return ((Value.I32) guest.function(name).call(values).get(0)).value();
    }

    private WasiConfig withFolder(String name) {
        return WasiConfig.DEFAULT.withDirectory(folder, name);
    }

    @ParameterizedTest
    @CsvSource({"BYTES_88,12,40,52,56,8,80", "BYTES_112,12,40,52,56,16,104", "BYTES_96,4,24,36,40,16,88"})
    void statusHasTheFieldsWhereTheVersionHasThem(
            StatLayout layout, int mode, int size, int blocks, int times, int timeBytes, int inode) throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[1000]);
        Instant time = Instant.parse("2020-02-03T04:05:06.789Z");
        Files.setLastModifiedTime(file, FileTime.from(time));
        start(withFolder("/"), layout, false);
        assertThat(call("stat64", "/file", BUFFER)).isZero();
        assertThat(memory.getInt(BUFFER + mode)).isEqualTo(0100_644);
        assertThat(memory.getInt(BUFFER + mode + 4)).as("links").isEqualTo(1);
        assertThat(memory.getLong(BUFFER + size)).isEqualTo(1000);
        assertThat(memory.getInt(BUFFER + blocks)).isEqualTo(2);
        assertThat(memory.getInt(BUFFER + times + timeBytes)).isEqualTo((int) time.getEpochSecond());
        assertThat(memory.getInt(BUFFER + times + timeBytes + timeBytes / 2)).isEqualTo(time.getNano());
        assertThat(memory.getLong(BUFFER + inode)).isNotZero();

        int descriptor = call("openat", CWD, "file", 0, 0);
        byte[] byName = memory.getBytes(BUFFER, inode + 8);
        assertThat(call("fstat64", descriptor, BUFFER)).isZero();
        assertThat(memory.getBytes(BUFFER, inode + 8)).isEqualTo(byName);
        assertThat(call("stat64", "/", BUFFER)).isZero();
        assertThat(memory.getInt(BUFFER + mode)).isEqualTo(0040_755);
    }

    @Test
    void pathsLeadToTheDirectoryOfTheLongestName(@TempDir Path other) throws IOException {
        Files.writeString(folder.resolve("here"), "");
        Files.writeString(other.resolve("there"), "");
        start(withFolder("/data").withDirectory(other, "/data/more"));
        assertThat(call("faccessat", CWD, "/data/here", 0, 0)).isZero();
        assertThat(call("faccessat", CWD, "/data/more/there", 0, 0)).isZero();
        assertThat(call("faccessat", CWD, "//data/./more//there", 0, 0)).isZero();
        assertThat(call("faccessat", CWD, "/data/there", 0, 0)).isEqualTo(ENOENT);
        assertThat(call("faccessat", CWD, "/database", 0, 0)).isEqualTo(ENOENT);
        assertThat(call("faccessat", CWD, "/", 0, 0)).isEqualTo(ENOENT);
        assertThat(call("faccessat", CWD, "", 0, 0)).isEqualTo(ENOENT);
        assertThat(call("faccessat", CWD, "/" + "x".repeat(5000), 0, 0)).isEqualTo(-37); // ENAMETOOLONG
    }

    @ParameterizedTest
    @CsvSource({"/", ".", "/."})
    void namesOfTheRoot(String name) throws IOException {
        Files.writeString(folder.resolve("file"), "");
        start(withFolder(name));
        assertThat(call("faccessat", CWD, "/file", 0, 0)).isZero();
        assertThat(call("faccessat", CWD, "file", 0, 0)).isZero();
        assertThat(call("faccessat", CWD, "/../file", 0, 0)).isNegative();
    }

    @Test
    void workingDirectoryIsWhereRelativePathsStart() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/file"), "");
        start(withFolder("/"));
        assertThat(call("getcwd", BUFFER, 100)).isEqualTo(2);
        assertThat(memory.getCString(BUFFER)).isEqualTo("/");
        assertThat(call("chdir", "a/b")).isZero();
        assertThat(call("getcwd", BUFFER, 100)).isEqualTo(5);
        assertThat(memory.getCString(BUFFER)).isEqualTo("/a/b");
        assertThat(call("getcwd", BUFFER, 4)).isEqualTo(-68); // ERANGE
        assertThat(call("faccessat", CWD, "../file", 0, 0)).isZero();
        assertThat(call("chdir", "../file")).isEqualTo(-54); // ENOTDIR
        assertThat(call("chdir", "nowhere")).isEqualTo(ENOENT);
    }

    @Test
    void filesAreMadeRenamedLinkedAndRemoved() throws IOException {
        start(withFolder("/"));
        assertThat(call("mkdirat", CWD, "/d", 0755)).isZero();
        int directory = call("openat", CWD, "/d", 0x10000, 0);
        assertThat(directory).isPositive();
        int file = call("openat", directory, "f", 0xC1, 0); // O_CREAT | O_EXCL | O_WRONLY
        assertThat(file).isPositive();
        assertThat(call("openat", directory, "f", 0xC1, 0)).isEqualTo(-20); // EEXIST
        assertThat(call("ftruncate64", file, 100L)).isZero();
        assertThat(Files.size(folder.resolve("d/f"))).isEqualTo(100);
        assertThat(call("renameat", directory, "f", CWD, "/g")).isZero();
        assertThat(call("symlinkat", "g", CWD, "/s")).isZero();
        assertThat(call("linkat", CWD, "g", CWD, "h", 0)).isZero();
        assertThat(call("readlinkat", CWD, "/s", BUFFER, 10)).isEqualTo(1);
        assertThat(memory.getByte(BUFFER)).isEqualTo((byte) 'g');
        assertThat(call("lstat64", "/s", BUFFER)).isZero();
        assertThat(memory.getInt(BUFFER + 4)).isEqualTo(0120_777);
        assertThat(call("newfstatat", CWD, "/s", BUFFER, 0)).isZero();
        assertThat(memory.getInt(BUFFER + 4)).isEqualTo(0100_644);
        assertThat(call("newfstatat", directory, "", BUFFER, 0x1000)).isZero();
        assertThat(memory.getInt(BUFFER + 4)).isEqualTo(0040_755);
        assertThat(call("unlinkat", CWD, "/d", 0)).isEqualTo(-31); // EISDIR
        assertThat(call("unlinkat", CWD, "/d", 0x200)).isZero();
        assertThat(call("unlinkat", CWD, "/s", 0)).isZero();
        assertThat(call("rmdir", "/h")).isEqualTo(-54); // ENOTDIR
        assertThat(folder).isDirectoryContaining("glob:**/g").isDirectoryNotContaining("glob:**/d");
    }

    @Test
    void readOnlyDirectoriesStayAsTheyAre() throws IOException {
        Files.writeString(folder.resolve("f"), "old");
        start(WasiConfig.DEFAULT.withReadOnlyDirectory(folder, "/"));
        assertThat(call("openat", CWD, "/f", 0, 0)).isPositive();
        assertThat(call("openat", CWD, "/f", 1, 0)).isNegative();
        assertThat(call("openat", CWD, "/f", 0x200, 0)).isNegative();
        assertThat(call("openat", CWD, "/new", 0x41, 0)).isNegative();
        assertThat(call("unlinkat", CWD, "/f", 0)).isNegative();
        assertThat(call("mkdirat", CWD, "/d", 0755)).isNegative();
        assertThat(Files.readString(folder.resolve("f"))).isEqualTo("old");
    }

    @Test
    void directoriesAreReadEntryByEntry() throws IOException {
        for (String name : List.of("one", "two", "three")) {
            Files.writeString(folder.resolve(name), "");
        }
        start(withFolder("/"));
        int directory = call("openat", CWD, "/", 0x10000, 0);
        for (int round = 0; round < 2; round++) {
            List<String> names = new ArrayList<>();
            for (int bytes; (bytes = call("getdents64", directory, BUFFER, 600)) > 0; ) {
                for (int at = BUFFER; at < BUFFER + bytes; at += 280) {
                    assertThat(memory.getShort(at + 16)).isEqualTo((short) 280);
                    String name = memory.getCString(at + 19);
                    assertThat(memory.getByte(at + 18)).isEqualTo((byte) (name.startsWith(".") ? 4 : 8));
                    names.add(name);
                }
            }
            assertThat(names).containsExactly(".", "..", "one", "three", "two");
        }
        assertThat(call("getdents64", 0, BUFFER, 600)).isEqualTo(-54);
    }

    @Test
    void timesAreSet() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "");
        FileTime before = Files.getLastModifiedTime(file);
        start(withFolder("/"));
        memory.putLong(BUFFER, 5);
        memory.putInt(BUFFER + 8, 0x3FFFFFFE); // UTIME_OMIT
        memory.putLong(BUFFER + 16, 1_600_000_000L);
        memory.putInt(BUFFER + 24, 0);
        assertThat(call("utimensat", CWD, "/f", BUFFER, 0)).isZero();
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(Instant.ofEpochSecond(1_600_000_000L));
        assertThat(call("utimensat", CWD, "/f", 0, 0)).isZero();
        assertThat(Files.getLastModifiedTime(file)).isGreaterThanOrEqualTo(before);
        memory.putInt(BUFFER + 24, -1);
        assertThat(call("utimensat", CWD, "/f", BUFFER, 0)).isEqualTo(-28); // EINVAL
    }

    @Test
    void descriptorsAreControlled() throws IOException {
        start(withFolder("/"));
        int file = call("openat", CWD, "/f", 0x442, 0); // O_APPEND | O_CREAT | O_RDWR
        assertThat(call("fcntl64", file, 3, 0)).isEqualTo(0x402);
        memory.putInt(BUFFER, 0x800);
        assertThat(call("fcntl64", file, 4, BUFFER)).isZero();
        assertThat(call("fcntl64", file, 3, 0)).isEqualTo(0x802);
        memory.putInt(BUFFER, BUFFER + 16);
        assertThat(call("fcntl64", file, 12, BUFFER)).isZero();
        assertThat(memory.getShort(BUFFER + 16)).as("F_UNLCK").isEqualTo((short) 2);
        assertThat(call("fcntl64", file, 0, BUFFER)).isEqualTo(-28);
        assertThat(call("fcntl64", 99, 3, 0)).isEqualTo(-8); // EBADF
        assertThat(call("ioctl", file, 0x5413, BUFFER)).isEqualTo(-59); // ENOTTY
        assertThat(call("fchmod", file, 0)).isZero();
        assertThat(call("fdatasync", file)).isZero();
        memory.putInt(BUFFER, file);
        memory.putInt(BUFFER + 4, 1);
        assertThat(call("poll", BUFFER, 1, 0)).isEqualTo(1);
        assertThat(memory.getShort(BUFFER + 6)).isEqualTo((short) 1);
        assertThat(call("poll", BUFFER, -1, 0)).isEqualTo(-21); // EFAULT
    }

    @Test
    void terminalsHaveASize() throws IOException {
        start(withFolder("/").withTerminal(true));
        memory.putInt(BUFFER, BUFFER + 16);
        assertThat(call("ioctl", 1, 0x5413, BUFFER)).isZero();
        assertThat(memory.getInt(BUFFER + 16)).isEqualTo(24 | 80 << 16);
        assertThat(call("ioctl", 1, 0x5401, BUFFER)).isZero();
        assertThat(call("ioctl", 1, 1, BUFFER)).isEqualTo(-28);
    }

    @Test
    void wideParametersMayBePairs() throws IOException {
        start(withFolder("/"), StatLayout.BYTES_112, true);
        int file = call("openat", CWD, "/f", 0x42, 0);
        assertThat(call("ftruncate64", file, 7, 0)).isZero();
        assertThat(Files.size(folder.resolve("f"))).isEqualTo(7);
        assertThat(call("fd_seek", file, -3, -1, 2, BUFFER)).isZero();
        assertThat(memory.getLong(BUFFER)).isEqualTo(4);
        assertThat(call("fd_seek", file, 0, 0, 9, BUFFER)).isEqualTo(28);
        assertThat(call("fd_seek", 99, 0, 0, 0, BUFFER)).isEqualTo(8);
    }
}
