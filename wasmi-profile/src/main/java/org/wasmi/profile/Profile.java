package org.wasmi.profile;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where guests have spent their time: samples as a tree of calls. Immutable.
 *
 * @param interval the time between two samples
 * @param root what the host has called; a node without a name
 */
public record Profile(Duration interval, Node root) {

    /** What a node of the tree is. */
    public enum Kind {
        /** A function of a guest. */
        FUNCTION,
        /** A function of the source that the compiler has put into its caller. */
        INLINED,
        /** A host function. */
        HOST,
        /** A line of the source, in which the function above it was. */
        LINE
    }

    /**
     * A function, and what it called.
     *
     * @param kind what it is
     * @param name the name of the function or host function, or a place in the source, {@code file.c:12}; without control
     *     characters
     * @param samples how many samples there are in it and in what it called
     * @param children what it called, and its lines, by falling numbers of samples
     */
    public record Node(Kind kind, String name, long samples, List<Node> children) {

        /** Copies the list. */
        public Node {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(name, "name");
            children = List.copyOf(children);
        }

        /** {@return how many samples there are in it, or in its own lines, and not in what it called} */
        public long self() {
            long self = samples;
            for (Node each : children) {
                self -= each.kind == Kind.LINE ? 0 : each.samples;
            }
            return self;
        }
    }

    /**
     * How much time a function or line took.
     *
     * @param node what it is, by its name
     * @param self the samples in it alone
     * @param total the samples in it and in what it called; recursive calls count once
     */
    public record Share(String node, Kind kind, long self, long total) {}

    /** Checks for nulls. */
    public Profile {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(root, "root");
    }

    /** {@return the number of samples} */
    public long samples() {
        return root.samples;
    }

    /** {@return all functions and lines, those first that took most time themselves} */
    public List<Share> shares() {
        Map<List<Object>, long[]> sums = new LinkedHashMap<>();
        for (Node each : root.children) {
            sum(each, sums, new HashSet<>());
        }
        List<Share> shares = new ArrayList<>();
        sums.forEach(
                (key, counts) -> shares.add(new Share((String) key.get(1), (Kind) key.get(0), counts[0], counts[1])));
        shares.sort(Comparator.comparingLong(Share::self).reversed().thenComparing(Share::node));
        return List.copyOf(shares);
    }

    private static void sum(Node node, Map<List<Object>, long[]> sums, Set<List<Object>> above) {
        List<Object> key = List.of(node.kind, node.name);
        long[] counts = sums.computeIfAbsent(key, ignored -> new long[2]);
        counts[0] += node.self();
        boolean outermost = above.add(key);
        if (outermost) {
            counts[1] += node.samples;
        }
        for (Node each : node.children) {
            sum(each, sums, above);
        }
        if (outermost) {
            above.remove(key);
        }
    }

    /**
     * Writes the samples as collapsed stacks, the input of flame graph tools: a line for each stack, with its frames from
     * the outermost on, semicolons between them, and the number of samples. The last frame is a line of the source where
     * that is known.
     */
    public void writeCollapsed(Appendable out) throws IOException {
        collapse(root, "", out);
    }

    private static void collapse(Node node, String path, Appendable out) throws IOException {
        long own = node.samples;
        for (Node each : node.children) {
            own -= each.samples;
            collapse(each, (path.isEmpty() ? "" : path + ";") + each.name.replace(';', ','), out);
        }
        if (own > 0 && !path.isEmpty()) {
            out.append(path).append(' ').append(Long.toString(own)).append('\n');
        }
    }

    /**
     * Writes a page with a flame graph, which needs nothing else: it can be searched, zoomed, and used by the keyboard.
     *
     * @param title what was profiled
     */
    public void writeHtml(String title, Appendable out) throws IOException {
        FlameGraph.write(this, title, out);
    }
}
