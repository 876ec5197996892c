package org.wasmi.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.Value;
import org.wasmi.profile.CoreDump;

/** What there is to say about a core dump. */
final class CoreDumpReport {
    private static final int MOST_GLOBALS = 100;

    private final Path file;
    private final CoreDump dump;
    private final Optional<Module> module;

    /**
     * What was running.
     *
     * @param program the program
     * @param binary the binary from which it was translated
     */
    @SuppressWarnings("ArrayRecordComponent") // it is compared with nothing
    record Module(Program program, byte[] binary) {}

    /**
     * Makes a report.
     *
     * @param file where the dump is from
     * @param dump the dump
     * @param module what was running, for names and lines
     */
    CoreDumpReport(Path file, CoreDump dump, Optional<Module> module) {
        this.file = file;
        this.dump = dump;
        this.module = module;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(file + ": core dump of " + name(dump.executable()));
        for (CoreDump.ThreadStack thread : dump.threads()) {
            lines.add("");
            lines.add("thread " + name(thread.name()) + ", innermost frame first");
            int number = 0;
            for (CoreDump.Frame frame : thread.frames()) {
                frame(number++, frame, lines);
            }
        }
        for (int i = 0; i < dump.instances().size(); i++) {
            instance(i, dump.instances().get(i), lines);
        }
        return String.join("\n", lines) + "\n";
    }

    private void frame(int number, CoreDump.Frame frame, List<String> lines) {
        String indent = " ".repeat(2 + Integer.toString(number).length() + 2);
        String begin = "  #" + number + " ";
        List<String> places = module.map(known ->
                        dump.locate(frame, known.program(), known.binary()).toLines())
                .orElseGet(() -> List.of("function " + frame.function() + " +0x"
                        + Integer.toHexString(frame.codeOffset())
                        + (dump.instances().size() > 1 ? " of instance " + frame.instance() : "")));
        for (String place : places) {
            lines.add(begin + place);
            begin = indent;
        }
        if (!frame.locals().isEmpty()) {
            lines.add(indent + "locals " + locals(frame));
        }
        if (!frame.stack().isEmpty()) {
            lines.add(indent + "stack " + values(frame.stack()));
        }
    }

    private String locals(CoreDump.Frame frame) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < frame.locals().size(); i++) {
            int index = i;
            String name = module.flatMap(known -> known.program().names().local(frame.function(), index))
                    .map(CoreDumpReport::plain)
                    .orElse(Integer.toString(i));
            texts.add(name + "=" + value(frame.locals().get(i)));
        }
        return String.join(", ", texts);
    }

    private static String values(List<Optional<Value>> values) {
        return String.join(", ", values.stream().map(CoreDumpReport::value).toList());
    }

    private static String value(Optional<Value> value) {
        return value.map(each -> ValueText.format(each)).orElse("?");
    }

    private void instance(int number, CoreDump.Instance instance, List<String> lines) {
        lines.add("");
        lines.add("instance " + number + " of " + name(dump.modules().get(instance.module())));
        for (int i = 0; i < instance.memories().size(); i++) {
            CoreDump.Memory memory = dump.memories().get(instance.memories().get(i));
            long pages = memory.type().limits().min();
            long kept = memory.parts().stream()
                    .mapToLong(each -> each.bytes().size())
                    .sum();
            lines.add("  memory " + i + ": " + Long.toUnsignedString(pages) + " pages of "
                    + Text.count(memory.type().pageSize(), "byte")
                    + (memory.type().pageShift() == MemoryType.PAGE_SHIFT ? "" : " each") + ", of which "
                    + Text.count(kept, "byte") + " in "
                    + Text.count(memory.parts().size(), "part")
                    + " are not zero");
        }
        for (int i = 0; i < Math.min(MOST_GLOBALS, instance.globals().size()); i++) {
            lines.add("  global " + i + ": "
                    + value(dump.globals().get(instance.globals().get(i))));
        }
        if (instance.globals().size() > MOST_GLOBALS) {
            lines.add("  ... " + (instance.globals().size() - MOST_GLOBALS) + " more");
        }
    }

    private static String name(String name) {
        return Text.quoted(name);
    }

    private static String plain(String name) {
        return Text.printable(name).replace('\n', ' ');
    }
}
