package org.wasmi.exec.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.wasmi.encoding.Code;

/**
 * A frame of a guest that is running, for profilers and dumps.
 *
 * @param function whose frame it is
 * @param offset where the frame is, in bytes from the start of the module, or -1 if not known
 * @param framePointer the slot of the stacks at which its locals begin, or -1 if they are not in slots
 */
public record GuestFrame(GuestFunction function, int offset, int framePointer) {
    private static final int NOT_IN_SLOTS = -1;

    /** {@return the frames of the guest that calls the host or has thrown something, innermost first} */
    public static List<GuestFrame> calling(Stacks stacks) {
        return stacks.depth() == 0 ? List.of() : of(stacks, stacks.position(), 0);
    }

    /**
     * {@return the frames of a guest that looks whether it may go on, innermost first}
     *
     * @param stacks where it runs
     * @param next where the frame on top goes on, if it is on the stacks, as {@link StoreObserver#looked} has it
     */
    public static List<GuestFrame> looking(Stacks stacks, int next) {
        return of(stacks, next, 1);
    }

    /**
     * {@return the frames, innermost first}
     *
     * @param further how far behind its position the instruction begins that is meant in the innermost frame, plus 1
     */
    private static List<GuestFrame> of(Stacks stacks, int next, int further) {
        List<List<NestingExecutor.NestedFrame>> nested = List.of();
        for (int i = 0; i < stacks.depth(); i++) {
            if (nests(stacks, i)) {
                nested = ((NestingExecutor) ((LinkedCode) stacks.codeAt(i)).executor()).nestedFrames();
                break;
            }
        }
        // Runs of other machines may be further out; they fit to no frames of this one.
        for (int runs = nested.size(); runs >= 0; runs--) {
            List<GuestFrame> frames = new ArrayList<>(stacks.depth());
            if (collect(stacks, next, further, nested.subList(0, runs), frames)) {
                Collections.reverse(frames);
                return frames;
            }
        }
        return List.of();
    }

    private static boolean nests(Stacks stacks, int frame) {
        return stacks.codeOrNull(frame) instanceof LinkedCode linked && linked.executor() instanceof NestingExecutor;
    }

    /** {@return whether the runs are those of this machine} Collects the frames, outermost first. */
    private static boolean collect(
            Stacks stacks,
            int next,
            int further,
            List<List<NestingExecutor.NestedFrame>> nested,
            List<GuestFrame> frames) {
        int run = nested.size();
        int i = 0;
        while (i < stacks.depth()) {
            GuestFunction function = stacks.functionOrNull(i);
            if (function == null) {
                return false;
            }
            List<NestingExecutor.NestedFrame> calls = run > 0 && nests(stacks, i) ? nested.get(run - 1) : List.of();
            if (calls.isEmpty()) {
                if (nests(stacks, i) && i < stacks.depth() - 1) {
                    return false;
                }
                boolean top = i == stacks.depth() - 1;
                int position = top ? next : stacks.positionAt(i);
                int inCode = position == 0 ? 0 : stacks.codeAt(i).codePosition(position);
                int offset = offset(stacks.codeAt(i).code(), top ? inCode + further : inCode);
                frames.add(
                        new GuestFrame(function, offset, nests(stacks, i) ? NOT_IN_SLOTS : stacks.framePointerAt(i)));
                i++;
                continue;
            }
            if (calls.get(calls.size() - 1).function() != function.index()) {
                return false;
            }
            for (int k = calls.size() - 1; k >= 0; k--) {
                NestingExecutor.NestedFrame call = calls.get(k);
                if (!(function.instance().functionAt(call.function()) instanceof GuestFunction callee)) {
                    return false;
                }
                int position = run == 1 && k == 0 ? call.position() + further : call.position();
                frames.add(new GuestFrame(callee, offset(callee.linked().code(), position), NOT_IN_SLOTS));
            }
            i += calls.size();
            run--;
        }
        return run == 0;
    }

    private static int offset(Code code, int position) {
        return code.sources().offsetAt(position - 1);
    }
}
