package org.wasmi.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.LinkedProgram;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.Flags;
import org.wasmi.wasi.internal.abi.Rights;

/**
 * A guest that exports every function of WASI again, each a call of the import with its own arguments, and a memory.
 */
final class Guest implements AutoCloseable {

    /** The functions of preview 1 with their parameters: {@code i} for i32, {@code I} for i64. */
    static final Map<String, String> FUNCTIONS = functions("""
            args_get ii             args_sizes_get ii         environ_get ii             environ_sizes_get ii
            clock_res_get ii        clock_time_get iIi        fd_advise iIIi             fd_allocate iII
            fd_close i              fd_datasync i             fd_fdstat_get ii           fd_fdstat_set_flags ii
            fd_fdstat_set_rights iII fd_filestat_get ii       fd_filestat_set_size iI    fd_filestat_set_times iIIi
            fd_pread iiiIi          fd_prestat_get ii         fd_prestat_dir_name iii    fd_pwrite iiiIi
            fd_read iiii            fd_readdir iiiIi          fd_renumber ii             fd_seek iIii
            fd_sync i               fd_tell ii                fd_write iiii              path_create_directory iii
            path_filestat_get iiiii path_filestat_set_times iiiiIIi path_link iiiiiii   path_open iiiiiIIii
            path_readlink iiiiii    path_remove_directory iii path_rename iiiiii         path_symlink iiiii
            path_unlink_file iii    poll_oneoff iiii          proc_exit i                proc_raise i
            sched_yield -           random_get ii             sock_accept iii            sock_recv iiiiii
            sock_send iiiii         sock_shutdown ii
            """);

    /** Where {@link #put} begins; below it is room for results. */
    private static final int HEAP = 4096;

    private final Wasi wasi;
    private final Store store = Engine.create().newStore();
    private final Instance instance;
    private int heap = HEAP;

    Guest(WasiConfig config) throws IOException {
        this(config, false);
    }

    Guest(WasiConfig config, boolean metered) throws IOException {
        this(config, program(metered, Wasi.MODULE));
    }

    private Guest(WasiConfig config, Program program) throws IOException {
        wasi = new Wasi(config);
        instance = wasi.addTo(new Linker()).instantiate(store, program);
    }

    /** Makes an instance of a program that was linked for any store. */
    Guest(WasiConfig config, LinkedProgram linked) throws IOException {
        wasi = new Wasi(config);
        store.hold(wasi);
        instance = linked.instantiate(store);
    }

    /** {@return a guest that imports the functions of preview 0} */
    static Guest ofPreview0(WasiConfig config) throws IOException {
        return new Guest(config, program(false, "wasi_unstable"));
    }

    private static Map<String, String> functions(String table) {
        Map<String, String> functions = new LinkedHashMap<>();
        String[] words = table.strip().split("\\s+");
        for (int i = 0; i < words.length; i += 2) {
            functions.put(words[i], words[i + 1].replace("-", ""));
        }
        return functions;
    }

    static Program program(boolean metered, String module) {
        Program.Builder program = Program.builder();
        int index = 0;
        for (Map.Entry<String, String> each : FUNCTIONS.entrySet()) {
            List<ValType> params = new ArrayList<>();
            for (char letter : each.getValue().toCharArray()) {
                params.add(letter == 'i' ? NumType.I32 : NumType.I64);
            }
            boolean answers = !each.getKey().equals("proc_exit");
            FuncType type = new FuncType(params, answers ? List.of(NumType.I32) : List.of());
            program.type(type);
            program.imports(new Import(module, each.getKey(), type));
            Code code = forward(index, type);
            program.function(new Function(index, () -> code));
            program.export(new Export(each.getKey(), ExternKind.FUNC, FUNCTIONS.size() + index));
            index++;
        }
        return program.metered(metered)
                .memory(new MemoryType(Limits.between(4, 4)))
                .export(new Export("memory", ExternKind.MEMORY, 0))
                .build();
    }

    /** The arguments lie where the callee expects them, and the result where the caller does. */
    private static Code forward(int function, FuncType type) {
        InstructionEncoder encoder = Encodings.named(Encodings.WORDS).encoder();
        encoder.begin(Op.CALL_IMPORT);
        encoder.operand(function);
        encoder.operand(0);
        encoder.begin(Op.RETURN);
        int slots = Math.max(type.paramSlots(), type.resultSlots());
        return encoder.finish(new FrameShape(type.paramSlots(), type.resultSlots(), type.paramSlots(), slots, false));
    }

    Store store() {
        return store;
    }

    Memory memory() {
        return instance.memory("memory");
    }

    /** Calls a function with i32 arguments for Integers and i64 arguments for Longs. */
    Errno call(String name, Object... arguments) {
        Value[] values = new Value[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[i] instanceof Integer number ? Value.i32(number) : Value.i64((Long) arguments[i]);
        }
        List<Value> results = instance.function(name).call(values);
        int code = ((Value.I32) results.get(0)).value();
        return Arrays.stream(Errno.values())
                .filter(errno -> errno.code() == code)
                .findAny()
                .orElseThrow();
    }

    /** Stores text and returns its address; its length in bytes is {@link #length}. */
    int put(String text) {
        int address = heap;
        heap += memory().putUtf8(address, text);
        return address;
    }

    static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Stores an {@code iovec} and returns its address. */
    int vector(int address, int length) {
        heap = (heap + 7) & ~7;
        memory().putInt(heap, address);
        memory().putInt(heap + 4, length);
        heap += 8;
        return heap - 8;
    }

    /** Reserves room and returns its address. */
    int room(int size) {
        int address = (heap + 7) & ~7;
        heap = address + size;
        return address;
    }

    int i32(int address) {
        return memory().getInt(address);
    }

    long i64(int address) {
        return memory().getLong(address);
    }

    String text(int address, int length) {
        return memory().getUtf8(address, length);
    }

    // The functions as tests use them most; the first two results of a call are stored at 0 and 8.

    private int opened() {
        return i32(0);
    }

    /** Opens with all rights that there are for the kind of access. */
    Errno tryOpen(int directory, String path, int lookup, int oflags, long rights, int fdflags) {
        return call("path_open", directory, lookup, put(path), length(path), oflags, rights, Rights.ALL, fdflags, 0);
    }

    int open(int directory, String path, int oflags, long rights) {
        assertThat(tryOpen(directory, path, Flags.LOOKUP_SYMLINK_FOLLOW, oflags, rights, 0))
                .as("open %s", path)
                .isEqualTo(Errno.SUCCESS);
        return opened();
    }

    int openDirectory(int directory, String path) {
        return open(directory, path, Flags.OPEN_DIRECTORY, Rights.DIRECTORY);
    }

    /** Calls a function that takes a directory and a path. */
    Errno onPath(String function, int directory, String path) {
        return call(function, directory, put(path), length(path));
    }

    Errno stat(int directory, String path, int lookup) {
        return call("path_filestat_get", directory, lookup, put(path), length(path), 0);
    }

    Errno rename(int directory, String path, int newDirectory, String newPath) {
        return call("path_rename", directory, put(path), length(path), newDirectory, put(newPath), length(newPath));
    }

    Errno symlink(String text, int directory, String path) {
        return call("path_symlink", put(text), length(text), directory, put(path), length(path));
    }

    Errno link(int directory, String path, int newDirectory, String newPath) {
        return call("path_link", directory, 0, put(path), length(path), newDirectory, put(newPath), length(newPath));
    }

    Errno tryWrite(int fd, String text) {
        return call("fd_write", fd, vector(put(text), length(text)), 1, 0);
    }

    void write(int fd, String text) {
        assertThat(tryWrite(fd, text)).isEqualTo(Errno.SUCCESS);
        assertThat(i32(0)).isEqualTo(length(text));
    }

    Errno tryRead(int fd, int size) {
        return call("fd_read", fd, vector(room(size), size), 1, 0);
    }

    String read(int fd, int size) {
        int room = room(size);
        assertThat(call("fd_read", fd, vector(room, size), 1, 0)).isEqualTo(Errno.SUCCESS);
        return text(room, i32(0));
    }

    long seek(int fd, long delta, int whence) {
        assertThat(call("fd_seek", fd, delta, whence, 0)).isEqualTo(Errno.SUCCESS);
        return i64(0);
    }

    void closeFd(int fd) {
        assertThat(call("fd_close", fd)).isEqualTo(Errno.SUCCESS);
    }

    @Override
    public void close() throws IOException {
        wasi.close();
        store.close();
    }
}
