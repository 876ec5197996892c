package org.wasmi.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A page with a flame graph. */
final class FlameGraph {
    private static final String DATA = "\"@DATA@\"";

    private FlameGraph() {}

    static void write(Profile profile, String title, Appendable out) throws IOException {
        String page = template();
        int data = page.indexOf(DATA);
        out.append(page, 0, data);
        out.append("{\"title\":");
        text(title, out);
        out.append(",\"micros\":").append(Long.toString(profile.interval().toNanos() / 1_000));
        out.append(",\"root\":");
        node(profile.root(), out);
        out.append('}');
        out.append(page, data + DATA.length(), page.length());
    }

    private static String template() throws IOException {
        try (InputStream in = FlameGraph.class.getResourceAsStream("flame.html")) {
            if (in == null) {
                throw new IOException("no flame.html beside the class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Writes a node as an array: the kind as a number, the name, the samples, the children. */
    private static void node(Profile.Node node, Appendable out) throws IOException {
        out.append('[').append(Integer.toString(code(node.kind()))).append(',');
        text(node.name(), out);
        out.append(',').append(Long.toString(node.samples())).append(",[");
        boolean first = true;
        for (Profile.Node each : node.children()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            node(each, out);
        }
        out.append("]]");
    }

    /** {@return what the page calls a kind} */
    private static int code(Profile.Kind kind) {
        return switch (kind) {
            case FUNCTION -> 0;
            case INLINED -> 1;
            case HOST -> 2;
            case LINE -> 3;
        };
    }

    /** Writes a string of JavaScript that can stand in a script of a page. */
    private static void text(String text, Appendable out) throws IOException {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
