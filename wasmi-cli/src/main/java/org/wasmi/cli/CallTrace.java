package org.wasmi.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.wasmi.encoding.error.Symbols;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.CallListener;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Value;
import org.wasmi.wasi.ProcExitException;

/** Prints the calls between host and guest as they end, a line each, with the strings that WASI functions take. */
final class CallTrace implements CallListener {
    private static final int MOST_OF_STRING = 64;
    private static final int IOVEC = 8;
    private static final int MOST_PARTS = 8;
    private static final String WASI = "wasi_";

    private final Streams streams;
    private final Predicate<Call> isWanted;

    /** The calls that have begun; whether each was printed. */
    private final Deque<Begun> begun = new ArrayDeque<>();

    private static final class Begun {
        final Call call;
        final String text;
        boolean printed;

        Begun(Call call, String text) {
            this.call = call;
            this.text = text;
        }
    }

    CallTrace(Streams streams, Predicate<Call> isWanted) {
        this.streams = streams;
        this.isWanted = isWanted;
    }

    @Override
    public void calling(Call call, List<Value> arguments) {
        if (!isWanted.test(call)) {
            return;
        }
        Begun outer = begun.peek();
        if (outer != null && !outer.printed) {
            print(begun.size() - 1, outer.text + " ...");
            outer.printed = true;
        }
        begun.push(new Begun(call, text(call, arguments)));
    }

    @Override
    public void returned(Call call, List<Value> results) {
        end(call, results.isEmpty() ? "" : " = " + values(results));
    }

    @Override
    public void threw(Call call, Throwable thrown) {
        if (thrown instanceof ProcExitException exit) {
            end(call, " exits with " + Integer.toUnsignedString(exit.exitCode()));
        } else {
            String message = thrown instanceof TrapException ? "trap: " + thrown.getMessage() : thrown.toString();
            end(call, " ! " + Text.printable(message).replace('\n', ' '));
        }
    }

    @Override
    public void suspended(Call call) {
        end(call, " is suspended");
    }

    private void end(Call call, String how) {
        if (!isWanted.test(call) || begun.isEmpty()) {
            return;
        }
        Begun ended = begun.pop();
        print(begun.size(), (ended.printed ? "... " + name(ended.call) : ended.text) + how);
    }

    private void print(int depth, String text) {
        streams.flush(); // what the guest has printed comes before
        streams.errText().println("  ".repeat(Math.min(depth, 40)) + text);
    }

    private static String text(Call call, List<Value> arguments) {
        Optional<Memory> memory = call.name().startsWith(WASI)
                ? call.instance()
                        .flatMap(each -> each.export("memory"))
                        .filter(Memory.class::isInstance)
                        .map(Memory.class::cast)
                : Optional.empty();
        return name(call) + "("
                + memory.flatMap(each -> strings(each, call.name(), arguments)).orElseGet(() -> values(arguments))
                + ")";
    }

    private static String name(Call call) {
        return Text.printable(Symbols.readable(call.name())).replace('\n', ' ');
    }

    private static String values(List<Value> values) {
        return values.stream().map(ValueText::format).collect(Collectors.joining(", "));
    }

    /** {@return the arguments of a WASI function with the strings that they refer to, if there are any} */
    private static Optional<String> strings(Memory memory, String name, List<Value> arguments) {
        String function = name.substring(name.indexOf('.') + 1);
        int string =
                switch (function) {
                    case "path_open", "path_filestat_get" -> 2;
                    case "path_create_directory", "path_remove_directory", "path_unlink_file", "path_rename" -> 1;
                    case "path_readlink" -> 1;
                    default -> -1;
                };
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < arguments.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            if (i == string && i + 1 < arguments.size()) {
                text.append(quoted(memory, number(arguments.get(i)), number(arguments.get(i + 1))));
            } else if (function.equals("fd_write") && i == 1) {
                text.append(parts(memory, number(arguments.get(1)), number(arguments.get(2))));
            } else {
                text.append(ValueText.format(arguments.get(i)));
            }
        }
        return Optional.of(text.toString());
    }

    private static long number(Value value) {
        return value instanceof Value.I32 i32 ? Integer.toUnsignedLong(i32.value()) : 0;
    }

    /** {@return what a vector of buffers refers to} */
    private static String parts(Memory memory, long address, long count) {
        StringBuilder text = new StringBuilder("[");
        for (long i = 0; i < Math.min(count, MOST_PARTS); i++) {
            long at = address + i * IOVEC;
            if (at + IOVEC > memory.size()) {
                break;
            }
            text.append(i == 0 ? "" : ", ")
                    .append(quoted(
                            memory,
                            Integer.toUnsignedLong(memory.getInt(at)),
                            Integer.toUnsignedLong(memory.getInt(at + 4))));
        }
        return text + (count > MOST_PARTS ? ", ..." : "") + "]";
    }

    private static String quoted(Memory memory, long address, long length) {
        long shown = Math.min(length, MOST_OF_STRING);
        if (address + shown > memory.size()) {
            return "0x" + Long.toHexString(address);
        }
        return Text.quoted(memory.getUtf8(address, shown)) + (length > shown ? "..." : "");
    }
}
