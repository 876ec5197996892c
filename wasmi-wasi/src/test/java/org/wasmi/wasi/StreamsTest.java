package org.wasmi.wasi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.Filetype;
import org.wasmi.wasi.internal.abi.Rights;

class StreamsTest {

    @Test
    void outputGoesToItsStreamInOrder() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (Guest guest = new Guest(WasiConfig.DEFAULT.withStdout(out).withStderr(err))) {
            int hello = guest.put("Hello, ");
            int world = guest.put("world");
            int vectors = guest.vector(hello, 7);
            guest.vector(world, 5);
            assertThat(guest.call("fd_write", 1, vectors, 2, 0)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.i32(0)).isEqualTo(12);
            guest.write(2, "oops");
            guest.write(1, "!");
        }
        assertThat(out.toString(UTF_8)).isEqualTo("Hello, world!");
        assertThat(err.toString(UTF_8)).isEqualTo("oops");
    }

    @Test
    void muchOutputInOneCallArrives() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Guest guest = new Guest(WasiConfig.DEFAULT.withStdout(out))) {
            String text = "0123456789".repeat(20_000);
            guest.write(1, text);
            assertThat(out.toString(UTF_8)).isEqualTo(text);
        }
    }

    @Test
    void inputIsReadUpToItsEnd() throws IOException {
        InputStream in = new ByteArrayInputStream("abcdef".getBytes(UTF_8));
        try (Guest guest = new Guest(WasiConfig.DEFAULT.withStdin(in))) {
            assertThat(guest.read(0, 4)).isEqualTo("abcd");
            assertThat(guest.read(0, 4)).isEqualTo("ef");
            assertThat(guest.read(0, 4)).isEmpty();
        }
    }

    /** A first vector that is filled exactly must not make the call wait for more. */
    @Test
    void aStreamIsReadOncePerCall() throws IOException {
        List<Integer> reads = new ArrayList<>();
        InputStream in = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public int read(byte[] target, int from, int length) {
                reads.add(length);
                return length;
            }
        };
        try (Guest guest = new Guest(WasiConfig.DEFAULT.withStdin(in))) {
            int vectors = guest.vector(guest.room(3), 3);
            guest.vector(guest.room(5), 5);
            assertThat(guest.call("fd_read", 0, vectors, 2, 0)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.i32(0)).isEqualTo(3);
        }
        assertThat(reads).containsExactly(3);
    }

    @Test
    void outputIsFlushedBeforeInputIsAwaited() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> seen = new ArrayList<>();
        InputStream in = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public int read(byte[] target, int from, int length) {
                seen.add(out.toString(UTF_8));
                return -1;
            }
        };
        WasiConfig config = WasiConfig.DEFAULT.withStdin(in).withStdout(new BufferedOutputStream(out));
        try (Guest guest = new Guest(config)) {
            guest.write(1, "name? ");
            assertThat(out.size()).isZero();
            assertThat(guest.read(0, 10)).isEmpty();
        }
        assertThat(seen).containsExactly("name? ");
    }

    @Test
    void aTerminalIsACharacterDeviceAndFlushedAtOnce() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WasiConfig config =
                WasiConfig.DEFAULT.withStdout(new BufferedOutputStream(out)).withTerminal(true);
        try (Guest guest = new Guest(config)) {
            assertThat(guest.call("fd_fdstat_get", 1, 0)).isEqualTo(Errno.SUCCESS);
            assertThat(guest.memory().getByte(0)).isEqualTo((byte) Filetype.CHARACTER_DEVICE.code());
            // C libraries take a stream with these rights for a file.
            assertThat(guest.i64(8) & (Rights.FD_SEEK | Rights.FD_TELL)).isZero();
            guest.write(1, "now");
            assertThat(out.toString(UTF_8)).isEqualTo("now");
        }
    }

    @Test
    void closingFlushesButLeavesTheHostsStreamsOpen() throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        boolean[] closed = new boolean[1];
        OutputStream out = new BufferedOutputStream(sink) {
            @Override
            public void close() throws IOException {
                closed[0] = true;
                super.close();
            }
        };
        try (Guest guest = new Guest(WasiConfig.DEFAULT.withStdout(out))) {
            guest.write(1, "last words");
            guest.closeFd(1);
            assertThat(guest.tryWrite(1, "more")).isEqualTo(Errno.BADF);
        }
        assertThat(sink.toString(UTF_8)).isEqualTo("last words");
        assertThat(closed[0]).isFalse();
    }

    @Test
    void streamsGoOneWayAndHaveNoPosition() throws IOException {
        try (Guest guest = new Guest(WasiConfig.DEFAULT)) {
            assertThat(guest.tryRead(1, 1)).isEqualTo(Errno.BADF);
            assertThat(guest.tryWrite(0, "x")).isEqualTo(Errno.BADF);
            assertThat(guest.call("fd_seek", 1, 0L, 0, 0)).isEqualTo(Errno.SPIPE);
            assertThat(guest.call("fd_tell", 0, 0)).isEqualTo(Errno.SPIPE);
            assertThat(guest.call("fd_readdir", 0, 0, 0, 0L, 0)).isEqualTo(Errno.NOTDIR);
            assertThat(guest.call("fd_prestat_get", 1, 0)).isEqualTo(Errno.BADF);
            assertThat(guest.call("fd_prestat_get", 3, 0)).isEqualTo(Errno.BADF);
        }
    }

    @Test
    void aFailingStreamIsAnErrorOfTheGuest() throws IOException {
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        try (Guest guest = new Guest(WasiConfig.DEFAULT.withStdout(out))) {
            assertThat(guest.tryWrite(1, "x")).isEqualTo(Errno.PIPE);
        }
    }
}
