package org.wasmi.profile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.GuestFrame;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.HostFrame;
import org.wasmi.exec.runtime.HostFunctionState;
import org.wasmi.exec.runtime.Stacks;
import org.wasmi.exec.runtime.StoreObserver;

/** Records the frames of guests where they look, if there has been a tick. Confined to one thread at a time. */
final class Sampler implements StoreObserver {
    private static final int UNKNOWN = -1;

    private static final boolean FLIGHT_RECORDER = ModuleLayer.boot()
            .findModule("jdk.jfr")
            .map(Sampler.class.getModule()::canRead)
            .orElse(false);

    /** Guests choose how deep calls are: of deeper stacks the outermost frames are kept, and the innermost one. */
    private static final int MOST_FRAMES = 512;

    /** Guests choose how many stacks there are: beyond this, samples go to the callers that are known. */
    private static final int MOST_NODES = 1 << 20;

    private final LongSupplier ticker;
    private final Tree root = new Tree();
    private final Map<HostFunctionState, String> hostNames = new HashMap<>();
    private long seen;
    private int inside;
    private int nodes;

    /**
     * Where a guest was.
     *
     * @param program the program, or null for a host function
     * @param function the index of the function
     * @param offset the byte offset in the binary, or -1 if it is not known
     * @param host the name of the host function
     */
    record Place(@Nullable Program program, int function, int offset, String host) {}

    /** How often a place was on the stack beneath another. */
    static final class Tree {
        final Map<Place, Tree> children = new HashMap<>();
        long self;
    }

    /**
     * Makes a sampler that has seen nothing.
     *
     * @param ticker counts the intervals that have passed
     */
    Sampler(LongSupplier ticker) {
        this.ticker = ticker;
    }

    Profile profile(Duration interval) {
        return new ProfileMaker(interval).make(root);
    }

    @Override
    public void entering(Stacks stacks, @Nullable FunctionState function, int arguments) {
        if (inside++ == 0) {
            seen = ticker.getAsLong();
        }
    }

    @Override
    public void left(Stacks stacks, @Nullable FunctionState function, int results, @Nullable Throwable thrown) {
        inside = Math.max(0, inside - 1);
        long ticks = ticksSince();
        if (ticks > 0 && function instanceof GuestFunction guest) {
            add(GuestFrame.calling(stacks), place(guest, UNKNOWN), ticks);
        }
    }

    @Override
    public void suspended(Stacks stacks, @Nullable FunctionState function, long missingFuel) {
        inside = Math.max(0, inside - 1);
    }

    @Override
    public void looked(Stacks stacks, int next) {
        long ticks = ticksSince();
        if (ticks > 0) {
            add(GuestFrame.looking(stacks, next), null, ticks);
        }
    }

    @Override
    public void calling(Stacks stacks, HostFunctionState function, HostFrame call) {
        long ticks = ticksSince();
        if (ticks > 0) {
            add(GuestFrame.calling(stacks), null, ticks);
        }
    }

    @Override
    public void called(Stacks stacks, HostFunctionState function, HostFrame call, @Nullable Throwable thrown) {
        long ticks = ticksSince();
        if (ticks > 0) {
            add(GuestFrame.calling(stacks), new Place(null, UNKNOWN, UNKNOWN, name(function, call)), ticks);
        }
    }

    private long ticksSince() {
        long now = ticker.getAsLong();
        long ticks = now - seen;
        seen = now;
        return ticks;
    }

    /** Adds a sample of frames, which are given innermost first, and of what they have called. */
    private void add(List<GuestFrame> frames, @Nullable Place called, long ticks) {
        List<Place> places = new ArrayList<>();
        for (int i = frames.size() - 1; i >= 0; i--) {
            if (places.size() == MOST_FRAMES - 1) {
                i = 0;
            }
            places.add(place(frames.get(i).function(), frames.get(i).offset()));
        }
        if (called != null) {
            places.add(called);
        }
        Tree tree = root;
        for (Place each : places) {
            tree = child(tree, each);
        }
        tree.self += ticks;
        if (FLIGHT_RECORDER && !places.isEmpty() && FlightEvents.wantsSamples()) {
            FlightEvents.sample(
                    places.stream().map(ProfileMaker::name).toList(),
                    ProfileMaker.line(places.get(places.size() - 1)),
                    ticks);
        }
    }

    private Tree child(Tree tree, Place place) {
        Tree known = tree.children.get(place);
        if (known != null || nodes == MOST_NODES) {
            return known != null ? known : tree;
        }
        Tree added = new Tree();
        tree.children.put(place, added);
        nodes++;
        return added;
    }

    private static Place place(GuestFunction function, int offset) {
        return new Place(function.instance().program(), function.index(), offset, "");
    }

    private String name(HostFunctionState function, HostFrame call) {
        return hostNames.computeIfAbsent(function, key -> HostNames.of(key, call));
    }
}
