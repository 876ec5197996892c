package org.wasmi.testkit.contract;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;

/**
 * A call in which what a guest does between two looks for an end from outside is counted, so that no clock is needed: a
 * look asks whether the thread has been interrupted, and the thread of the call notes how far the guest has come by
 * then.
 */
final class Looks extends Thread {
    private final LongSupplier progress;
    private final Runnable atLook;
    private long last;
    private long most;
    private int count;

    private Looks(FutureTask<?> call, LongSupplier progress, Runnable atLook) {
        super(call);
        this.progress = progress;
        this.atLook = atLook;
    }

    /**
     * Makes a call and waits for its end.
     *
     * @param progress how far the guest has come; only grows
     * @param call the call; what it throws is thrown
     */
    static Looks during(LongSupplier progress, Callable<?> call) throws Exception {
        return during(progress, () -> {}, call);
    }

    /** As {@link #during(LongSupplier, Callable)}, and does something at each look. */
    static Looks during(LongSupplier progress, Runnable atLook, Callable<?> call) throws Exception {
        FutureTask<?> task = new FutureTask<>(call::call);
        Looks looks = new Looks(task, progress, atLook);
        looks.start();
        try {
            task.get();
        } catch (ExecutionException error) {
            if (error.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw error;
        } finally {
            looks.join();
        }
        looks.note();
        return looks;
    }

    private void note() {
        long now = progress.getAsLong();
        most = Math.max(most, now - last);
        last = now;
    }

    @Override
    public boolean isInterrupted() {
        if (Thread.currentThread() == this) {
            count++;
            note();
            atLook.run();
        }
        return super.isInterrupted();
    }

    /** {@return the most progress between two looks, or before the first or after the last one} */
    long most() {
        return most;
    }

    /** {@return how many looks there were} */
    int count() {
        return count;
    }
}
