package org.wasmi.testkit.spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wasmi.encoding.type.NumType;
import org.wasmi.text.SExpression;
import org.wasmi.text.TextException;
import org.wasmi.text.Wat;

/** Reads a script as text ({@code .wast}). What it does not understand ends in {@link IOException}. */
final class TextScriptReader {
    /** Reference types that are not named as their heap type with {@code ref} behind. */
    private static final Map<String, String> BOTTOM_TYPES = Map.of(
            "none", "nullref",
            "nofunc", "nullfuncref",
            "noextern", "nullexternref",
            "noexn", "nullexnref");

    /** What begins a script that is one module without {@code (module ...)} around its fields. */
    private static final Set<String> FIELDS = Set.of(
            "type", "rec", "import", "func", "table", "memory", "global", "export", "start", "elem", "data", "tag");

    private TextScriptReader() {}

    static List<SpecCommand> read(Path file) throws IOException {
        try {
            String text = Wat.decode(Files.readAllBytes(file));
            List<SExpression> expressions = SExpression.parse(text);
            return !expressions.isEmpty() && FIELDS.stream().anyMatch(expressions.get(0)::is)
                    ? List.of(new SpecCommand.Module(expressions.get(0).line(), Optional.empty(), new Fields(text)))
                    : commands(expressions);
        } catch (TextException e) {
            throw new IOException(file + ":" + e.getMessage(), e);
        }
    }

    private static List<SpecCommand> commands(List<SExpression> expressions) throws IOException {
        List<SpecCommand> commands = new ArrayList<>();
        for (SExpression each : expressions) {
            commands.add(command(each));
        }
        return commands;
    }

    private static SpecCommand command(SExpression command) throws IOException {
        int line = command.line();
        Parts parts = new Parts(command);
        String type = parts.word();
        return switch (type) {
            case "module" -> module(command, parts);
            case "register" -> {
                String as = parts.string();
                yield new SpecCommand.Register(line, parts.id(), as);
            }
            case "invoke", "get" -> new SpecCommand.Perform(line, action(command));
            case "assert_return" -> {
                SpecAction action = action(parts.next());
                List<SpecValue> expected = new ArrayList<>();
                while (parts.hasNext()) {
                    expected.add(value(parts.next()));
                }
                yield new SpecCommand.AssertReturn(line, action, expected);
            }
            case "assert_trap" -> {
                SExpression tried = parts.next();
                yield tried.is("module")
                        ? rejected(line, SpecCommand.Rejection.UNINSTANTIABLE, tried, parts.string())
                        : new SpecCommand.AssertTrap(line, action(tried), parts.string());
            }
            case "assert_exhaustion" -> new SpecCommand.AssertExhaustion(line, action(parts.next()));
            case "assert_exception" -> new SpecCommand.AssertException(line, action(parts.next()));
            case "assert_malformed",
                    "assert_malformed_custom",
                    "assert_invalid",
                    "assert_invalid_custom",
                    "assert_unlinkable" ->
                rejected(
                        line,
                        SpecCommand.Rejection.valueOf(
                                type.substring("assert_".length()).toUpperCase(Locale.ROOT)),
                        parts.next(),
                        parts.string());
            case "thread" -> thread(line, parts);
            case "wait" -> new SpecCommand.Wait(line, parts.name());
            default -> throw new IOException("line " + line + ": unknown command " + type);
        };
    }

    private static SpecCommand module(SExpression command, Parts parts) throws IOException {
        int line = command.line();
        if (parts.take("instance")) {
            Optional<String> instance = parts.id();
            return new SpecCommand.ModuleInstance(line, instance, parts.id());
        }
        boolean definition = parts.take("definition");
        Optional<String> name = parts.id();
        return definition
                ? new SpecCommand.ModuleDefinition(line, name, new TextModule(command))
                : new SpecCommand.Module(line, name, new TextModule(command));
    }

    private static SpecCommand rejected(int line, SpecCommand.Rejection rejection, SExpression module, String text) {
        return new SpecCommand.AssertRejected(line, rejection, new TextModule(module), text);
    }

    private static SpecCommand thread(int line, Parts parts) throws IOException {
        String name = parts.name();
        Optional<String> shared = Optional.empty();
        List<SExpression> commands = new ArrayList<>();
        while (parts.hasNext()) {
            SExpression each = parts.next();
            if (each.is("shared")) {
                Parts module = new Parts(each.members().get(1));
                module.word();
                shared = module.id();
            } else {
                commands.add(each);
            }
        }
        return new SpecCommand.StartThread(line, name, shared, commands(commands));
    }

    private static SpecAction action(SExpression action) throws IOException {
        Parts parts = new Parts(action);
        String type = parts.word();
        Optional<String> instance = parts.id();
        String field = parts.string();
        if (type.equals("get")) {
            return new SpecAction.Get(instance, field);
        } else if (!type.equals("invoke")) {
            throw new IOException("line " + action.line() + ": unknown action " + type);
        }
        List<SpecValue> args = new ArrayList<>();
        while (parts.hasNext()) {
            args.add(value(parts.next()));
        }
        return new SpecAction.Invoke(instance, field, args);
    }

    private static SpecValue value(SExpression value) throws IOException {
        Parts parts = new Parts(value);
        String type = parts.word();
        switch (type) {
            case "i32.const", "i64.const", "f32.const", "f64.const" -> {
                return number(type.substring(0, 3), parts.next());
            }
            case "v128.const" -> {
                String lane = parts.word();
                String laneType = lane.substring(0, lane.indexOf('x'));
                List<SpecValue> lanes = new ArrayList<>();
                while (parts.hasNext()) {
                    lanes.add(number(laneType, parts.next()));
                }
                return new SpecValue.Vector(laneType, lanes);
            }
            case "either" -> {
                List<SpecValue> values = new ArrayList<>();
                while (parts.hasNext()) {
                    values.add(value(parts.next()));
                }
                return new SpecValue.Either(values);
            }
            case "ref.null" -> {
                return new SpecValue.Null(parts.hasNext() ? referenceType(parts.word()) : "refnull");
            }
            default -> {
                if (!type.startsWith("ref.")) {
                    throw new IOException("line " + value.line() + ": unknown value " + type);
                }
                String reference = type.equals("ref.host") ? "anyref" : referenceType(type.substring("ref.".length()));
                return parts.hasNext()
                        ? new SpecValue.Host(reference, parts.next().integer(Long.SIZE))
                        : new SpecValue.NonNull(reference);
            }
        }
    }

    private static String referenceType(String heapType) {
        return BOTTOM_TYPES.getOrDefault(heapType, heapType + "ref");
    }

    private static SpecValue number(String type, SExpression literal) {
        NumType numType =
                NumType.valueOf((type.length() < 3 || type.equals("i16") ? "i32" : type).toUpperCase(Locale.ROOT));
        int width = Integer.parseInt(type.substring(1));
        if (literal.text().equals("nan:canonical") || literal.text().equals("nan:arithmetic")) {
            return new SpecValue.Nan(numType, literal.text().equals("nan:canonical"));
        }
        return new SpecValue.Num(numType, type.startsWith("f") ? literal.number(width) : literal.integer(width));
    }

    /** A module that stands in the script. */
    private record TextModule(SExpression module) implements SpecCommand.Source {
        @Override
        public boolean isText() {
            return module.members().stream().limit(4).noneMatch(each -> each.text()
                    .equals("binary"));
        }

        @Override
        public byte[] bytes() {
            return module.module();
        }
    }

    /** A script that is a module. */
    private record Fields(String text) implements SpecCommand.Source {
        @Override
        public boolean isText() {
            return true;
        }

        @Override
        public byte[] bytes() {
            return Wat.parse(text);
        }
    }

    /** The members of an expression, taken one by one. */
    private static final class Parts {
        private final SExpression whole;
        private final List<SExpression> members;
        private int next;

        Parts(SExpression whole) {
            this.whole = whole;
            members = whole.members();
        }

        boolean hasNext() {
            return next < members.size();
        }

        SExpression next() throws IOException {
            if (!hasNext()) {
                throw new IOException("line " + whole.line() + ": incomplete: " + whole.text());
            }
            return members.get(next++);
        }

        String word() throws IOException {
            return next().text();
        }

        boolean take(String word) {
            boolean isNext = hasNext() && members.get(next).text().equals(word);
            next += isNext ? 1 : 0;
            return isNext;
        }

        String string() throws IOException {
            return new String(next().bytes(), StandardCharsets.UTF_8);
        }

        Optional<String> id() throws IOException {
            boolean isNext = hasNext() && members.get(next).text().startsWith("$");
            return isNext ? Optional.of(word()) : Optional.empty();
        }

        String name() throws IOException {
            return id().orElseThrow(() -> new IOException("line " + whole.line() + ": expected an identifier"));
        }
    }
}
