package org.wasmi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import org.wasmi.wasi.WasiConfig;

/** Where a command reads and writes. Text and the guest's bytes share one buffered standard output. */
final class Streams {
    private static final int BUFFER_SIZE = 1 << 16;

    private final InputStream in;
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
        this.out = new BufferedOutputStream(out, BUFFER_SIZE);
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

    /**
     * Flushes both.
     *
     * @return whether all output so far was taken
     */
    boolean flush() {
        errText.flush();
        outText.flush();
        try {
            out.flush();
            return !outText.checkError();
        } catch (IOException e) {
            return false;
        }
    }
}
