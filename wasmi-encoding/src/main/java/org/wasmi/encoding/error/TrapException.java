package org.wasmi.encoding.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Thrown when a guest traps (Wasm specification, 4.2.4). No guest can catch it.
 *
 * <p>A trap undoes nothing: memories, tables and globals stay as they were in the middle of the guest's work. This
 * includes the stack pointer of compiled C, C++ and Rust, a global that functions reset when they return, so an
 * instance loses stack with each trap. Discard an instance that has trapped, unless its program is made for it. A new
 * one from a snapshot costs some microseconds.
 */
public final class TrapException extends GuestException {

    private static final long serialVersionUID = 1;

    private final Trap trap;

    /** Creates an exception with an empty backtrace. */
    public TrapException(Trap trap) {
        super(trap.text(), null);
        this.trap = trap;
    }

    /**
     * Creates an exception with an empty backtrace and a more precise message.
     *
     * @param trap the reason
     * @param detail an addition to the reason's text, such as the address at fault
     */
    public TrapException(Trap trap, String detail) {
        super(trap.text() + ": " + detail, null);
        this.trap = trap;
    }

    /**
     * Creates an exception with an empty backtrace, a more precise message and a cause in the host. The cause may be a
     * full stack, on which the JVM cannot link a concatenation with +: it would fail for ever.
     */
    public TrapException(Trap trap, String detail, Throwable cause) {
        super(trap.text().concat(": ").concat(detail), cause);
        this.trap = trap;
    }

    /**
     * A guest function that was running when the trap occurred.
     *
     * @param module the name of its module, if it has one
     * @param function its index within the module
     * @param name its name, if it has one, as the module has it: perhaps a symbol
     * @param offset the position in the function, in bytes from the start of the module, or -1 if not known
     * @param lines the lines for {@link #source}
     */
    public record Frame(Optional<String> module, int function, Optional<String> name, int offset, SourceLines lines) {
        private static final int MOST_OF_NAME = 200;

        /** Checks for nulls. */
        public Frame {
            Objects.requireNonNull(module, "module");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(lines, "lines");
        }

        /**
         * {@return the place in the source, if the module has debugging information for it} Debugging information is
         * read only now; the first call takes the time to read all line tables of the module once.
         */
        public Optional<SourceLocation> source() {
            return offset < 0 ? Optional.empty() : lines.at(offset);
        }

        /** Names are the guest's: none may look like a line of its own, or fill a log. */
        private static String printable(String text) {
            return text.length() <= MOST_OF_NAME && isPlain(text) ? text : escaped(text);
        }

        private static boolean isPlain(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                    return false;
                }
            }
            return true;
        }

        private static String escaped(String text) {
            StringBuilder printable = new StringBuilder();
            text.codePoints().limit(MOST_OF_NAME).forEach(point -> {
                switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                        printable.append(String.format(Locale.ROOT, "\\u{%x}", point));
                    default -> printable.appendCodePoint(point);
                }
            });
            return printable + (text.codePointCount(0, text.length()) > MOST_OF_NAME ? "..." : "");
        }

        /**
         * {@return the calls that the compiler inlined at the position, innermost first, if the module has debugging
         * information for it} The place of the instruction, {@link #source}, is in the callee of the first. Reads
         * debugging information, as {@code source} does.
         */
        public List<InlinedCall> inlined() {
            return offset < 0 ? List.of() : lines.inlinedAt(offset);
        }

        /** A function of the source that was running: inlined, or the frame's own. */
        private record Running(String label, Optional<SourceLocation> source, boolean inlined) {

            @Override
            public String toString() {
                return label
                        + source.map(each -> " (" + printable(each.toString()) + ")")
                                .orElse("");
            }

            StackTraceElement toElement(Optional<String> module) {
                return new StackTraceElement(
                        module.map(Frame::printable).orElse("wasm"),
                        label,
                        source.map(SourceLocation::file).map(Frame::printable).orElse(null),
                        source.map(SourceLocation::line).orElse(-1));
            }
        }

        /** {@return the name for people} The symbol itself is {@link #name}. */
        private String label() {
            return name.map(Symbols::readable).map(Frame::printable).orElse("func[" + function + "]");
        }

        /** {@return the functions of the source that were running, innermost first, the frame's own last} */
        private List<Running> running() {
            List<Running> running = new ArrayList<>();
            Optional<SourceLocation> at = source();
            for (InlinedCall each : inlined()) {
                running.add(new Running(each.function().map(Frame::printable).orElse("?"), at, true));
                at = each.callSite();
            }
            running.add(new Running(label(), at, false));
            return running;
        }

        StackTraceElement plainElement() {
            return new StackTraceElement(
                    module.map(Frame::printable).orElse("wasm"),
                    label(),
                    offset < 0 ? null : "0x" + Integer.toHexString(offset),
                    -1);
        }

        Stream<StackTraceElement> elements() {
            return running().stream().map(each -> each.toElement(module));
        }

        /**
         * {@return the frame for people, innermost first: a line for each inlined call, {@code name (file.c:12:5)
         * [inlined]}, and {@link #toString} last}
         */
        public List<String> toLines() {
            return running().stream()
                    .map(each -> each + (each.inlined ? " [inlined]" : place()))
                    .toList();
        }

        private String place() {
            String in = module.map(Frame::printable).orElse("");
            String place = offset < 0 ? in : (in.isEmpty() ? "" : in + "+") + "0x" + Integer.toHexString(offset);
            return place.isEmpty() ? "" : " [" + place + "]";
        }

        /**
         * {@return the frame as {@code name (file.c:12:5) [module+0x1f]}, without the parts that are not known} If
         * calls were inlined, the place in the source is that of the outermost. Symbols of Rust are paths, as {@link
         * Symbols#readable} has them. Names are cut and have no control characters.
         */
        @Override
        public String toString() {
            List<String> lines = toLines();
            return lines.get(lines.size() - 1);
        }
    }

    /** {@return the reason} */
    public Trap trap() {
        return trap;
    }
}
