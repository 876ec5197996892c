package org.wasmi.jit.internal;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.runtime.NestingExecutor.NestedFrame;

/**
 * The frames of compiled code on the stack of the current thread. The classes of functions have their indices in their
 * names, and line numbers that are positions in the code; so compiled code does nothing for this while it runs.
 */
public final class JavaFrames {
    /** The largest position that is a line number: a class file has 16 bits for it. */
    static final int MAX_LINE = 0xFFFF;

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final List<List<NestedFrame>> runs = new ArrayList<>();
    private List<NestedFrame> run = new ArrayList<>();

    /** The class whose body comes next if that calls what was seen, and is no frame of its own then. */
    private @Nullable Class<?> rest;

    /** Whether exact code was seen, in which the method that comes next has gone on. */
    private boolean goesOn;

    private JavaFrames() {}

    /** {@return the frames, as {@link org.wasmi.exec.runtime.NestingExecutor#nestedFrames} has them} */
    public static List<List<NestedFrame>> now() {
        return WALKER.walk(JavaFrames::of);
    }

    private static List<List<NestedFrame>> of(Stream<StackFrame> frames) {
        JavaFrames found = new JavaFrames();
        for (Iterator<StackFrame> each = frames.iterator(); each.hasNext(); ) {
            found.add(each.next());
        }
        return found.runs;
    }

    private void add(StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        if (type == Context.class) {
            if (frame.getMethodName().equals("run")) {
                if (!run.isEmpty()) {
                    runs.add(run);
                }
                run = new ArrayList<>();
                rest = null;
                goesOn = false;
            }
        } else if (Callable.class.isAssignableFrom(type) || ExactCode.class.isAssignableFrom(type)) {
            add(type, frame.getMethodName(), frame);
        }
    }

    private void add(Class<?> type, String method, StackFrame frame) {
        // With tail calls, the method that callers know has no instructions, and perhaps runs another function.
        boolean body = method.equals(
                TailCalling.class.isAssignableFrom(type) ? ClassMaker.TAIL_CALLING_BODY : ClassMaker.BODY);
        if (method.equals(ClassMaker.OUT)) {
            rest = type;
        } else if (body && type == rest) {
            rest = null;
            goesOn = ExactCode.class.isAssignableFrom(type);
        } else if (body || isChunk(method)) {
            if (!goesOn) {
                run.add(new NestedFrame(function(type.getName()), Math.max(0, frame.getLineNumber())));
            }
            rest = body ? null : type;
            goesOn = body && ExactCode.class.isAssignableFrom(type);
        }
    }

    private static boolean isChunk(String method) {
        return method.length() > 1 && method.charAt(0) == 'c' && Character.isDigit(method.charAt(1));
    }

    /** {@return the index in the name of a class: a letter or two, the index, and perhaps a position} */
    static int function(String className) {
        int begin = className.lastIndexOf('.') + 1;
        while (!Character.isDigit(className.charAt(begin))) {
            begin++;
        }
        int end = className.indexOf('_', begin);
        return Integer.parseInt(className.substring(begin, end < 0 ? className.length() : end));
    }
}
