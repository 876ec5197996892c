package org.wasmi.bench.compare;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Plays the host's part of a {@link Recording} on a new instance, and checks that the module does what is recorded. */
final class Replay implements Guest.Host {
    private final List<Recording.Step> steps;
    private final Guest guest;
    private int next;

    /**
     * Makes the instance.
     *
     * @throws IllegalStateException if the module calls the host otherwise than recorded
     */
    Replay(Recording recording, Guest.Maker module) {
        steps = recording.steps();
        guest = module.make(recording, this);
    }

    /** What a host function throws because it did when the run was recorded. */
    private static final class RecordedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RecordedException() {
            super("recorded", null, false, false);
        }
    }

    /**
     * Plays to the end of the recording, or while the module waits for the host to that of the host call.
     *
     * @throws IllegalStateException if the module does something else than recorded
     */
    void play() {
        while (true) {
            Recording.Step step = steps.get(next);
            if (step instanceof Recording.Write write) {
                next++;
                guest.write(write.address(), write.bytes());
            } else if (step instanceof Recording.Grow grow) {
                next++;
                guest.grow(grow.pages());
            } else if (step instanceof Recording.Call call) {
                next++;
                call(call);
            } else {
                return;
            }
        }
    }

    private void call(Recording.Call call) {
        long result;
        try {
            result = guest.call(call.function(), call.arguments());
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            if (!(steps.get(next++) instanceof Recording.Exit)) {
                throw e;
            }
            return;
        }
        if (!(steps.get(next++) instanceof Recording.Return recorded)) {
            throw failure(call.function().name() + " returned");
        }
        check(call.function().result(), new long[] {result}, new long[] {recorded.result()});
    }

    @Override
    public long call(Recording.Function function, long[] arguments) {
        if (!(steps.get(next++) instanceof Recording.HostCalled called)
                || !called.function().equals(function)) {
            throw failure(function.name() + " was called");
        }
        check(function.params(), arguments, called.arguments());
        play();
        Recording.Step end = steps.get(next++);
        if (end instanceof Recording.HostThrow) {
            throw new RecordedException();
        } else if (end instanceof Recording.HostReturn returned) {
            return returned.result();
        }
        throw failure("a host call was to end");
    }

    /**
     * Checks the memory, once all was played.
     *
     * @throws IllegalStateException if it is not as recorded
     */
    void checkMemory() {
        if (!(steps.get(next++) instanceof Recording.MemoryState state)) {
            throw failure("nothing was called");
        }
        byte[] bytes = guest.memory();
        if (bytes.length >>> 16 != state.pages() || !sha256(bytes).equals(state.sha256())) {
            throw failure("it has " + (bytes.length >>> 16) + " pages with the SHA-256 " + sha256(bytes));
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every JVM has SHA-256", e);
        }
    }

    private void check(String types, long[] actual, long[] recorded) {
        for (int i = 0; i < types.length(); i++) {
            if (!Recording.same(types.charAt(i), actual[i], recorded[i])) {
                throw failure("the values are " + Arrays.toString(actual) + ", not " + Arrays.toString(recorded));
            }
        }
    }

    /** An error about the step that was taken last. */
    private IllegalStateException failure(String found) {
        return new IllegalStateException("step " + (next - 1) + " is " + steps.get(next - 1) + ", but " + found);
    }
}
