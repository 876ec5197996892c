package org.wasmi.wasi;

import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.wasmi.exec.HostCall;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Preview;
import org.wasmi.wasi.internal.file.Descriptor;
import org.wasmi.wasi.internal.file.Descriptors;
import org.wasmi.wasi.internal.file.StandardInput;
import org.wasmi.wasi.internal.file.Whence;

/**
 * Reading and writing: {@code fd_read}, {@code fd_write}, {@code fd_pread}, {@code fd_pwrite}, {@code fd_seek},
 * {@code fd_tell}.
 */
final class TransferFunctions {

    /** An {@code iovec} or {@code ciovec}: address and length. */
    private static final int VECTOR_SIZE = 8;

    /** What a vector costs each time it is looked at; it may be empty. */
    private static final int VECTOR_PRICE = 4;

    private final Descriptors descriptors;
    private final ByteBuffer chunk = ByteBuffer.allocate(1 << 16);

    TransferFunctions(Descriptors descriptors) {
        this.descriptors = descriptors;
    }

    void define(Definitions definitions) {
        definitions.define("fd_read", this::read, I32, I32, I32, I32);
        definitions.define("fd_pread", this::readAt, I32, I32, I32, I64, I32);
        definitions.define("fd_write", this::write, I32, I32, I32, I32);
        definitions.define("fd_pwrite", this::writeAt, I32, I32, I32, I64, I32);
        definitions.defineByPreview(
                "fd_seek", preview -> (call, memory) -> seek(call, memory, preview), I32, I64, I32, I32);
        definitions.define("fd_tell", this::tell, I32, I32);
    }

    /** Moves one chunk between a file and {@link #chunk}; {@code done} bytes have been moved before. */
    @FunctionalInterface
    private interface Transfer {
        int move(ByteBuffer chunk, long done) throws IOException;
    }

    private void read(HostCall call, GuestMemory memory) throws IOException {
        Descriptor descriptor = descriptors.get(call.i32(0));
        boolean stream = descriptor instanceof StandardInput;
        if (stream) {
            descriptors.flushStreams();
        }
        scatter(memory, 3, stream, (bytes, done) -> descriptor.read(bytes));
    }

    private void readAt(HostCall call, GuestMemory memory) throws IOException {
        Descriptor descriptor = descriptors.get(call.i32(0));
        long offset = call.i64(3);
        scatter(memory, 4, false, (bytes, done) -> descriptor.read(bytes, offset + done));
    }

    private void write(HostCall call, GuestMemory memory) throws IOException {
        Descriptor descriptor = descriptors.get(call.i32(0));
        gather(memory, 3, (bytes, done) -> {
            int length = bytes.remaining();
            descriptor.write(bytes);
            return length;
        });
    }

    private void writeAt(HostCall call, GuestMemory memory) throws IOException {
        Descriptor descriptor = descriptors.get(call.i32(0));
        long offset = call.i64(3);
        gather(memory, 4, (bytes, done) -> {
            int length = bytes.remaining();
            descriptor.write(bytes, offset + done);
            return length;
        });
    }

    /**
     * Reads into the vectors of parameters 1 and 2 until there is less than was asked for; from a stream only once,
     * since asking again might wait.
     */
    private void scatter(GuestMemory memory, int resultParam, boolean once, Transfer transfer) throws IOException {
        long count = memory.pointer(2);
        long vectors = checkedVectors(memory, count);
        long result = memory.pointer(resultParam, 4);
        long done = 0;
        boolean more = true;
        for (long i = 0; i < count && more; i++) {
            memory.payForItem(i, count, VECTOR_PRICE);
            long address = address(memory, vectors, i);
            long length = length(memory, vectors, i);
            while (length > 0 && more) {
                chunk.clear().limit((int) Math.min(length, chunk.capacity()));
                int asked = chunk.remaining();
                int moved = transfer.move(chunk, done);
                memory.payForBytes(moved);
                memory.bytes().write(address, chunk.array(), 0, moved);
                address += moved;
                length -= moved;
                done += moved;
                more = moved == asked && !once;
            }
        }
        memory.bytes().putInt(result, (int) done);
    }

    /** Writes all of the vectors of parameters 1 and 2. */
    private void gather(GuestMemory memory, int resultParam, Transfer transfer) throws IOException {
        long count = memory.pointer(2);
        long vectors = checkedVectors(memory, count);
        long result = memory.pointer(resultParam, 4);
        long done = 0;
        for (long i = 0; i < count; i++) {
            memory.payForItem(i, count, VECTOR_PRICE);
            long address = address(memory, vectors, i);
            long length = length(memory, vectors, i);
            while (length > 0) {
                chunk.clear().limit((int) Math.min(length, chunk.capacity()));
                memory.payForBytes(chunk.remaining());
                memory.bytes().read(address, chunk.array(), 0, chunk.remaining());
                int moved = transfer.move(chunk, done);
                address += moved;
                length -= moved;
                done += moved;
            }
        }
        memory.bytes().putInt(result, (int) done);
    }

    /**
     * {@return the address of the vectors, all of which are within the memory and together no larger than i32 can say}
     */
    private static long checkedVectors(GuestMemory memory, long count) {
        long vectors = memory.pointer(1, count * VECTOR_SIZE);
        long total = 0;
        for (long i = 0; i < count; i++) {
            memory.payForItem(i, count, VECTOR_PRICE);
            long length = length(memory, vectors, i);
            memory.check(address(memory, vectors, i), length);
            total += length;
            if (total > Integer.MAX_VALUE) {
                throw new ErrnoException(Errno.INVAL);
            }
        }
        return vectors;
    }

    private static long address(GuestMemory memory, long vectors, long index) {
        return Integer.toUnsignedLong(memory.bytes().getInt(vectors + index * VECTOR_SIZE));
    }

    private static long length(GuestMemory memory, long vectors, long index) {
        return Integer.toUnsignedLong(memory.bytes().getInt(vectors + index * VECTOR_SIZE + 4));
    }

    private void seek(HostCall call, GuestMemory memory, Preview preview) throws IOException {
        Descriptor descriptor = descriptors.get(call.i32(0));
        long result = memory.pointer(3, 8);
        memory.bytes().putLong(result, descriptor.seek(call.i64(1), Whence.of(call.i32(2), preview)));
    }

    private void tell(HostCall call, GuestMemory memory) throws IOException {
        memory.bytes().putLong(memory.pointer(1), descriptors.get(call.i32(0)).tell());
    }
}
