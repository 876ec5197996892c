package org.wasmi.debug;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Messages of the protocol: JSON behind a header with its length. Writing is thread-safe. */
final class Wire {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String LENGTH = "content-length:";
    private static final int LONGEST_HEADER = 4_096;
    private static final int LONGEST_MESSAGE = 1 << 26;

    private final InputStream in;
    private final OutputStream out;
    private int sequence;

    Wire(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /**
     * {@return the next message, or nothing at the end} What is not JSON is a missing node.
     *
     * @throws IOException if no message can be told from what follows
     */
    Optional<JsonNode> read() throws IOException {
        int length = 0;
        boolean known = false;
        for (; ; ) {
            Optional<String> line = line();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            if (line.get().isEmpty() && known) {
                break;
            }
            if (line.get().toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = length(line.get());
                known = true;
            }
        }
        if (length < 0 || length > LONGEST_MESSAGE) {
            throw new IOException("a message of " + Integer.toUnsignedLong(length) + " bytes is too long");
        }
        byte[] message = in.readNBytes(length);
        if (message.length < length) {
            throw new IOException("a message ends before its length");
        }
        try {
            return Optional.of(JSON.readTree(message));
        } catch (IOException malformed) {
            return Optional.of(MissingNode.getInstance());
        }
    }

    private static int length(String line) throws IOException {
        try {
            return Integer.parseUnsignedInt(line.substring(LENGTH.length()).strip());
        } catch (NumberFormatException e) {
            throw new IOException("no length: " + line, e);
        }
    }

    private Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return Optional.empty();
            }
            if (line.size() > LONGEST_HEADER) {
                throw new IOException("a header is too long");
            }
            line.write(b);
        }
        return Optional.of(line.toString(StandardCharsets.US_ASCII).strip());
    }

    /** Sends a message, which gets its number here. */
    synchronized void send(ObjectNode message) throws IOException {
        message.put("seq", ++sequence);
        byte[] bytes;
        try {
            bytes = JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree has a text", e);
        }
        out.write(("Content-Length: " + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
    }
}
