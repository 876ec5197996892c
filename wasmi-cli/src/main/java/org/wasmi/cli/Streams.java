package org.wasmi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.wasmi.wasi.WasiConfig;

/** Where a command reads and writes. Text and the guest's bytes share one buffered standard output. */
final class Streams {
    private static final int BUFFER_SIZE = 1 << 16;

    private final InputStream in;
    private final Output output;
    private final OutputStream out;
    private final OutputStream err;
    private final PrintWriter outText;
    private final PrintWriter errText;
    private final boolean terminal;

    /**
     * Makes streams.
     *
     * @param terminal whether a person is at them
     */
    Streams(InputStream in, OutputStream out, OutputStream err, boolean terminal) {
        this.in = in;
        this.output = new Output(out);
        this.out = new BufferedOutputStream(output, BUFFER_SIZE);
        this.err = err;
        this.outText = new PrintWriter(new OutputStreamWriter(this.out, UTF_8), false);
        this.errText = new PrintWriter(new OutputStreamWriter(err, UTF_8), true);
        this.terminal = terminal;
    }

    /** {@return the process's own, without the buffers of {@code System}} */
    static Streams ofProcess() {
        WasiConfig process = WasiConfig.DEFAULT.inheritStdio();
        return new Streams(process.stdin(), process.stdout(), process.stderr(), isTerminal());
    }

    /** From Java 22 on there may be a console that is no terminal, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    InputStream in() {
        return in;
    }

    /** {@return standard output for bytes; buffered} */
    OutputStream out() {
        return out;
    }

    /** {@return standard error for bytes; not buffered} */
    OutputStream err() {
        return err;
    }

    /** {@return standard output for text; buffered} */
    PrintWriter outText() {
        return outText;
    }

    /** {@return standard error for text; flushed at the end of each line} */
    PrintWriter errText() {
        return errText;
    }

    boolean terminal() {
        return terminal;
    }

    /** Replaces the line that says where a command is, by nothing if the text is empty; for people only. */
    void progress(String text) {
        if (terminal) {
            errText.print("\r\u001b[K" + text);
            errText.flush();
        }
    }

    /** Flushes both. What standard output does not take is its failure. */
    void flush() {
        errText.flush();
        outText.flush();
        try {
            out.flush();
        } catch (IOException e) {
            output.failed(e);
        }
    }

    /** {@return why standard output has not taken all that was written, or null if it has so far} */
    @Nullable
    IOException failure() {
        return output.failure;
    }

    /** Standard output, which remembers the first failure: text writers keep silent about it, and guests may. */
    private static final class Output extends FilterOutputStream {
        private volatile @Nullable IOException failure;

        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw failed(e);
            }
        }

        IOException failed(IOException e) {
            if (failure == null) {
                failure = e;
            }
            return e;
        }
    }
}
