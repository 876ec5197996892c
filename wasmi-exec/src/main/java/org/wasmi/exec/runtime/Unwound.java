package org.wasmi.exec.runtime;

import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.error.Backtrace;

/**
 * Frames without a place on the machine that an exception of a guest has left since it was thrown, innermost first.
 * They become a part of its backtrace only where nothing catches it.
 */
final class Unwound {
    private static final int MAX_FRAMES = 64;

    private final List<Left> frames = new ArrayList<>();
    private int omitted;

    private record Left(GuestFunction function, FrameCode code, int position) {}

    void add(GuestFunction function, FrameCode code, int position) {
        if (frames.size() < MAX_FRAMES) {
            frames.add(new Left(function, code, position));
        } else {
            omitted++;
        }
    }

    /** Adds the frames to a backtrace, and forgets them. */
    void moveTo(Backtrace trace) {
        for (Left each : frames) {
            trace.append(Backtraces.frame(each.function, each.code, each.position));
        }
        if (omitted > 0) {
            trace.omit(omitted);
        }
        forget();
    }

    /** Forgets the frames of an exception that was caught. */
    void forget() {
        if (!frames.isEmpty()) {
            frames.clear();
            omitted = 0;
        }
    }
}
