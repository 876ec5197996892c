package org.wasmi.exec.internal.memory;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;
import org.wasmi.encoding.error.ResourceException;

/**
 * How many bytes the shared memories of an engine have, of those that open stores have. Where a store is not closed,
 * its memories count until the garbage collector has found that nothing refers to them. Thread-safe.
 */
public final class SharedBudget {
    private final long limit;
    private final Set<Share> shares = new HashSet<>();
    private final ReferenceQueue<SharedBytes> unreachable = new ReferenceQueue<>();
    private long total;

    /** Makes one of which nothing is used. */
    public SharedBudget(long limit) {
        this.limit = limit;
    }

    /** What one memory has. */
    static final class Share extends WeakReference<SharedBytes> {
        private long bytes;

        private Share(SharedBytes memory, ReferenceQueue<SharedBytes> queue) {
            super(memory, queue);
        }
    }

    /**
     * Counts a memory.
     *
     * @throws ResourceException if that is too much
     */
    synchronized Share add(SharedBytes memory, long bytes) {
        Share share = new Share(memory, unreachable);
        if (!grow(share, bytes)) {
            throw new ResourceException("limit on bytes of shared memories of the engine exceeded: " + (total + bytes)
                    + " of at most " + limit);
        }
        shares.add(share);
        return share;
    }

    /** Counts bytes of a memory. {@return whether there may be so many more; if not, nothing changes} */
    synchronized boolean grow(Share share, long more) {
        for (Reference<?> each = unreachable.poll(); each != null; each = unreachable.poll()) {
            forget(each);
        }
        if (more > limit - total) {
            return false;
        }
        total += more;
        share.bytes += more;
        return true;
    }

    /** Counts a memory no more. */
    synchronized void remove(Share share) {
        forget(share);
    }

    private void forget(Reference<?> reference) {
        if (reference instanceof Share share && shares.remove(share)) {
            total -= share.bytes;
        }
    }
}
