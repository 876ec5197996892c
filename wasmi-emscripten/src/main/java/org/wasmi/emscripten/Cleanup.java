package org.wasmi.emscripten;

import java.util.ArrayList;
import java.util.List;

/** What is to be done after a call of C++, the last first. */
final class Cleanup {
    private final List<Runnable> actions = new ArrayList<>();

    void add(Runnable action) {
        actions.add(action);
    }

    void run() {
        while (!actions.isEmpty()) {
            actions.remove(actions.size() - 1).run();
        }
    }
}
