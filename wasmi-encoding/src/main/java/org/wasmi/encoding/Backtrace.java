package org.wasmi.encoding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The guest functions that were running when something went wrong, innermost first. Executors append a frame for each that
 * they unwind. Not thread-safe.
 */
public final class Backtrace {
    /** More frames than this are counted, not kept. */
    private static final int MAX_FRAMES = 64;

    private final List<TrapException.Frame> frames = new ArrayList<>();
    private int omitted;

    /** Makes an empty backtrace. */
    public Backtrace() {}

    /** {@return the frames, at most 64} */
    public List<TrapException.Frame> frames() {
        return Collections.unmodifiableList(frames);
    }

    /** {@return how many outer frames {@link #frames()} leaves out} */
    public int omitted() {
        return omitted;
    }

    /** {@return whether {@link #append} would leave the frame out} */
    public boolean isFull() {
        return frames.size() >= MAX_FRAMES;
    }

    /** Adds the next outer frame. For executors. */
    public void append(TrapException.Frame frame) {
        if (isFull()) {
            omitted++;
        } else {
            frames.add(frame);
        }
    }

    /** Counts outer frames without looking at them. For executors, once this is full. */
    public void omit(int count) {
        omitted += count;
    }

    /** {@return a line for each frame, as in a stack trace of Java} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (TrapException.Frame each : frames) {
            text.append("\n\tat ").append(each);
        }
        if (omitted > 0) {
            text.append("\n\t... ").append(omitted).append(" more");
        }
        return text.toString();
    }
}
