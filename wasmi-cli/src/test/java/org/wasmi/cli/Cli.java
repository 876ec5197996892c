package org.wasmi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;

/**
 * What a run of the command line came to.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
record Cli(int code, String out, String err) {

    /** {@return a file of the repository} */
    static Path root(String path) {
        return Path.of(System.getProperty("wasmi.root")).resolve(path).normalize();
    }

    static Cli run(Object... arguments) {
        return withInput("", arguments);
    }

    static Cli withInput(String input, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(new ByteArrayInputStream(input.getBytes(UTF_8)), out, err, false);
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int code = Main.run(streams, texts);
        return new Cli(code, out.toString(UTF_8), err.toString(UTF_8));
    }
}
