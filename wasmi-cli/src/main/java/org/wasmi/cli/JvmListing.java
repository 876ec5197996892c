package org.wasmi.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/** The bytecode of those methods of a class that have line numbers, as text. */
final class JvmListing {
    private static final Pattern NUMBER = Pattern.compile("LINENUMBER (\\d+) L\\d+");
    private static final Pattern LABEL = Pattern.compile("L\\d+");
    private static final Pattern REFERENCE = Pattern.compile("\\bL\\d+\\b");
    private static final Pattern PACKAGE = Pattern.compile("(?:\\w+/)+(?=[A-Z])");
    private static final Set<String> LEFT_OUT = Set.of("MAXSTACK", "MAXLOCALS");

    /**
     * A line of bytecode.
     *
     * @param number the line number that holds there, or 0
     * @param text the instruction, or the name of a method
     */
    record Line(int number, String text) {}

    private final List<Line> lines = new ArrayList<>();

    private JvmListing() {}

    /** {@return the lines of the methods, in order; names of classes are without packages} */
    static List<Line> of(byte[] classFile) {
        JvmListing listing = new JvmListing();
        ClassVisitor methods = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return new TraceMethodVisitor(new Textifier(Opcodes.ASM9) {
                    @Override
                    public void visitMethodEnd() {
                        listing.add(name + shortened(descriptor), this);
                    }
                });
            }
        };
        new ClassReader(classFile).accept(methods, ClassReader.SKIP_FRAMES);
        return List.copyOf(listing.lines);
    }

    private static String shortened(String text) {
        return PACKAGE.matcher(text).replaceAll("");
    }

    private void add(String method, Textifier text) {
        StringWriter all = new StringWriter();
        PrintWriter writer = new PrintWriter(all);
        text.print(writer);
        writer.flush();
        List<String> texts = all.toString().lines().map(String::strip).toList();
        if (texts.stream().noneMatch(each -> NUMBER.matcher(each).matches())) {
            return;
        }
        Map<String, String> labels = labels(texts);
        lines.add(new Line(0, method));
        int number = 0;
        for (String each : texts) {
            Matcher numbered = NUMBER.matcher(each);
            if (numbered.matches()) {
                number = Integer.parseInt(numbered.group(1));
            } else if (LABEL.matcher(each).matches()) {
                if (labels.containsKey(each)) {
                    lines.add(new Line(number, labels.get(each) + ":"));
                }
            } else if (!LEFT_OUT.contains(each.split(" ", 2)[0])) {
                lines.add(new Line(number, "  " + renamed(shortened(each), labels)));
            }
        }
    }

    /** {@return new names of the labels that instructions refer to, in their order} */
    private static Map<String, String> labels(List<String> texts) {
        Set<String> used = new HashSet<>();
        for (String each : texts) {
            if (!NUMBER.matcher(each).matches() && !LABEL.matcher(each).matches()) {
                REFERENCE.matcher(each).results().forEach(found -> used.add(found.group()));
            }
        }
        Map<String, String> names = new HashMap<>();
        for (String each : texts) {
            if (used.contains(each)) {
                names.put(each, "J" + names.size());
            }
        }
        return names;
    }

    private static String renamed(String text, Map<String, String> labels) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(labels.getOrDefault(found.group(), found.group())));
    }
}
