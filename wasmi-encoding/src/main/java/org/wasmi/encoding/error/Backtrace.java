package org.wasmi.encoding.error;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The guest functions that were running when an error occurred, innermost first. Executors append a frame for each call
 * that they unwind. Not thread-safe.
 *
 * <p>Java serialization keeps the frames with their places in the source, but no debugging information.
 */
public final class Backtrace implements Serializable {
    private static final long serialVersionUID = 1;

    /** More frames than this are counted, not kept. */
    private static final int MAX_FRAMES = 64;

    private final transient List<TrapException.Frame> frames = new ArrayList<>();
    private transient int omitted;

    private final transient @Nullable GuestException owner;

    /** Creates an empty backtrace. */
    public Backtrace() {
        this(null);
    }

    /** Creates an empty backtrace of an exception. */
    Backtrace(@Nullable GuestException owner) {
        this.owner = owner;
    }

    /** {@return the frames, at most 64} */
    public List<TrapException.Frame> frames() {
        return Collections.unmodifiableList(frames);
    }

    /** {@return the number of outer frames that {@link #frames()} leaves out} */
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

    /**
     * Counts outer frames that are not recorded, and ends an addition of frames. For executors, once the backtrace is
     * full or there are no more frames.
     *
     * @param count the number of frames, from 0
     */
    public void omit(int count) {
        omitted += count;
        if (owner != null) {
            owner.backtraceEnded();
        }
    }

    /** {@return the lines of all frames, {@link TrapException.Frame#toLines}, as in a stack trace of Java} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (TrapException.Frame each : frames) {
            for (String line : each.toLines()) {
                text.append("\n\tat ").append(line);
            }
        }
        if (omitted > 0) {
            text.append("\n\t... ").append(omitted).append(" more");
        }
        return text.toString();
    }

    private Object writeReplace() {
        return new Stored(
                frames.stream().map(StoredFrame::of).collect(Collectors.toCollection(ArrayList::new)), omitted);
    }

    private void readObject(ObjectInputStream from) throws InvalidObjectException {
        throw new InvalidObjectException("a backtrace is stored in another form");
    }

    /** A backtrace as it is serialized. */
    private record Stored(ArrayList<StoredFrame> frames, int omitted) implements Serializable {
        private static final long serialVersionUID = 1;

        private Object readResolve() {
            Backtrace backtrace = new Backtrace();
            for (StoredFrame each : frames) {
                backtrace.append(each.frame());
            }
            backtrace.omit(omitted);
            return backtrace;
        }
    }

    /** A frame as it is serialized. */
    private record StoredFrame(
            @Nullable String module,
            int function,
            @Nullable String name,
            int offset,
            @Nullable StoredPlace source,
            ArrayList<StoredCall> inlined)
            implements Serializable {
        private static final long serialVersionUID = 2;

        static StoredFrame of(TrapException.Frame frame) {
            return new StoredFrame(
                    frame.module().orElse(null),
                    frame.function(),
                    frame.name().orElse(null),
                    frame.offset(),
                    StoredPlace.of(frame.source()),
                    frame.inlined().stream().map(StoredCall::of).collect(Collectors.toCollection(ArrayList::new)));
        }

        TrapException.Frame frame() {
            Optional<SourceLocation> place = StoredPlace.location(source);
            List<InlinedCall> calls = inlined.stream().map(StoredCall::call).toList();
            SourceLines lines = new SourceLines() {
                @Override
                public Optional<SourceLocation> at(int offset) {
                    return place;
                }

                @Override
                public List<InlinedCall> inlinedAt(int offset) {
                    return calls;
                }
            };
            return new TrapException.Frame(
                    Optional.ofNullable(module), function, Optional.ofNullable(name), offset, lines);
        }
    }

    /** An inlined call as it is serialized. */
    private record StoredCall(
            @Nullable String function, @Nullable StoredPlace callSite) implements Serializable {
        private static final long serialVersionUID = 1;

        static StoredCall of(InlinedCall call) {
            return new StoredCall(call.function().orElse(null), StoredPlace.of(call.callSite()));
        }

        InlinedCall call() {
            return new InlinedCall(Optional.ofNullable(function), StoredPlace.location(callSite));
        }
    }

    /** A place in the source as it is serialized. */
    private record StoredPlace(String file, int line, int column) implements Serializable {
        private static final long serialVersionUID = 1;

        static @Nullable StoredPlace of(Optional<SourceLocation> location) {
            return location.map(each -> new StoredPlace(each.file(), each.line(), each.column()))
                    .orElse(null);
        }

        static Optional<SourceLocation> location(@Nullable StoredPlace place) {
            return Optional.ofNullable(place).map(each -> new SourceLocation(each.file, each.line, each.column));
        }
    }
}
