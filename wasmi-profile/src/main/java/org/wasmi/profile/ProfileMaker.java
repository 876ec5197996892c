package org.wasmi.profile;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.InlinedCall;
import org.wasmi.encoding.error.SourceLines;
import org.wasmi.encoding.error.SourceLocation;
import org.wasmi.encoding.error.Symbols;
import org.wasmi.encoding.program.Program;

/** Makes a profile of what was sampled: finds names and lines, and puts places of the same function together. */
final class ProfileMaker {
    private static final int MOST_OF_NAME = 200;

    private final Duration interval;
    private final Map<Sampler.Place, List<Key>> keys = new LinkedHashMap<>();

    /** What a node is. */
    private record Key(Profile.Kind kind, String name) {}

    /** A node that is being made. */
    private static final class Draft {
        final Map<Key, Draft> children = new LinkedHashMap<>();
        long samples;

        Draft child(Key key) {
            return children.computeIfAbsent(key, ignored -> new Draft());
        }
    }

    /** A part of what was sampled, and where it belongs. */
    private record Work(
            Sampler.Tree tree, List<Draft> path, @Nullable Key line) {}

    ProfileMaker(Duration interval) {
        this.interval = interval;
    }

    Profile make(Sampler.Tree root) {
        Draft top = new Draft();
        Deque<Work> work = new ArrayDeque<>(); // guests choose the depth
        work.push(new Work(root, List.of(top), null));
        while (!work.isEmpty()) {
            Work next = work.pop();
            Draft draft = next.path.get(next.path.size() - 1);
            if (next.tree.self > 0) {
                next.path.forEach(each -> each.samples += next.tree.self);
                if (next.line != null) {
                    draft.child(next.line).samples += next.tree.self;
                }
            }
            next.tree.children.forEach((place, tree) -> {
                List<Draft> path = new ArrayList<>(next.path);
                Draft at = draft;
                @Nullable Key line = null;
                for (Key each : keys.computeIfAbsent(place, ProfileMaker::keys)) {
                    if (each.kind == Profile.Kind.LINE) {
                        line = each;
                    } else {
                        at = at.child(each);
                        path.add(at);
                    }
                }
                work.push(new Work(tree, path, line));
            });
        }
        return new Profile(interval, node(new Key(Profile.Kind.FUNCTION, ""), top));
    }

    /** {@return a node of a draft} Samples have few frames, which keeps the recursion short. */
    private static Profile.Node node(Key key, Draft draft) {
        List<Profile.Node> children = new ArrayList<>();
        draft.children.forEach((each, child) -> {
            if (child.samples > 0) {
                children.add(node(each, child));
            }
        });
        children.sort(Comparator.comparingLong(Profile.Node::samples).reversed());
        return new Profile.Node(key.kind, key.name, draft.samples, children);
    }

    /** {@return the name of the function of a place} */
    static String name(Sampler.Place place) {
        return keys(place).get(0).name;
    }

    /** {@return the line of a place, if it is known} */
    static Optional<String> line(Sampler.Place place) {
        List<Key> keys = keys(place);
        Key last = keys.get(keys.size() - 1);
        return last.kind == Profile.Kind.LINE ? Optional.of(last.name) : Optional.empty();
    }

    /** {@return what a place is: functions, outermost first, and last its line if that is known} */
    private static List<Key> keys(Sampler.Place place) {
        Program program = place.program();
        if (program == null) {
            return List.of(new Key(Profile.Kind.HOST, printable(place.host())));
        }
        if (place.function() < 0) {
            return List.of(new Key(Profile.Kind.FUNCTION, "constant expression"));
        }
        List<Key> keys = new ArrayList<>();
        keys.add(new Key(
                Profile.Kind.FUNCTION,
                printable(program.names()
                        .function(place.function())
                        .map(Symbols::readable)
                        .orElse("func[" + place.function() + "]"))));
        if (place.offset() >= 0) {
            SourceLines lines = program.sourceLines();
            List<InlinedCall> inlined = lines.inlinedAt(place.offset());
            for (int i = inlined.size() - 1; i >= 0; i--) {
                keys.add(new Key(
                        Profile.Kind.INLINED,
                        printable(inlined.get(i).function().orElse("?"))));
            }
            Optional<SourceLocation> source = lines.at(place.offset());
            source.ifPresent(
                    each -> keys.add(new Key(Profile.Kind.LINE, printable(file(each.file()) + ":" + each.line()))));
        }
        return keys;
    }

    private static String file(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Names are the guest's: none may look like a line of its own, or fill a page. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(MOST_OF_NAME).forEach(point -> {
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> printable.append('?');
                default -> printable.appendCodePoint(point);
            }
        });
        return printable.length() == 0 ? "?" : printable.toString();
    }
}
