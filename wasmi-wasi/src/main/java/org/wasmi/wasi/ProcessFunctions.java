package org.wasmi.wasi;

import static org.wasmi.encoding.type.NumType.I32;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import org.wasmi.exec.HostCall;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;

/** What a process is given and how it ends: {@code args_*}, {@code environ_*}, {@code random_get}, {@code proc_*}. */
final class ProcessFunctions {
    private static final int RANDOM_CHUNK = 1 << 12;

    /** What a random byte costs: secure ones take as long as some operators each. */
    private static final int RANDOM_PRICE = 16;

    private final List<byte[]> arguments;
    private final List<byte[]> environment;
    private final RandomGenerator random;

    ProcessFunctions(WasiConfig config) {
        arguments = config.arguments().stream().map(ProcessFunctions::cString).toList();
        environment = config.environment().entrySet().stream()
                .map(variable -> cString(variable.getKey() + "=" + variable.getValue()))
                .toList();
        random = config.random();
    }

    private static byte[] cString(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    void define(Definitions definitions) {
        definitions.define("args_get", (call, memory) -> get(arguments, memory), I32, I32);
        definitions.define("args_sizes_get", (call, memory) -> sizes(arguments, memory), I32, I32);
        definitions.define("environ_get", (call, memory) -> get(environment, memory), I32, I32);
        definitions.define("environ_sizes_get", (call, memory) -> sizes(environment, memory), I32, I32);
        definitions.define("random_get", this::random, I32, I32);
        definitions.define("sched_yield", ProcessFunctions::yieldProcessor);
        definitions.define("proc_raise", ProcessFunctions::raise, I32);
        definitions.defineWithoutResult("proc_exit", ProcessFunctions::exit, I32);
    }

    private static void sizes(List<byte[]> strings, GuestMemory memory) {
        long count = memory.pointer(0, 4);
        long size = memory.pointer(1, 4);
        memory.bytes().putInt(count, strings.size());
        memory.bytes().putInt(size, totalSize(strings));
    }

    private static int totalSize(List<byte[]> strings) {
        return strings.stream().mapToInt(string -> string.length).sum();
    }

    private static void get(List<byte[]> strings, GuestMemory memory) {
        long pointers = memory.pointer(0, 4L * strings.size());
        long buffer = memory.pointer(1, totalSize(strings));
        for (byte[] string : strings) {
            memory.payForBytes(string.length);
            memory.bytes().putInt(pointers, (int) buffer);
            memory.bytes().write(buffer, string, 0, string.length);
            pointers += 4;
            buffer += string.length;
        }
    }

    private void random(HostCall call, GuestMemory memory) {
        long size = memory.pointer(1);
        long at = memory.pointer(0, size);
        long end = at + size;
        byte[] chunk = new byte[(int) Math.min(size, RANDOM_CHUNK)];
        while (at < end) {
            memory.pay((long) RANDOM_PRICE * chunk.length);
            random.nextBytes(chunk);
            at += memory.putUpTo(at, chunk, end - at);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // the guest asks for just that
    private static void yieldProcessor(HostCall call, GuestMemory memory) {
        Thread.yield();
    }

    private static void raise(HostCall call, GuestMemory memory) {
        throw new ErrnoException(Errno.NOSYS);
    }

    private static void exit(HostCall call) {
        throw new ProcExitException(call.i32(0));
    }
}
