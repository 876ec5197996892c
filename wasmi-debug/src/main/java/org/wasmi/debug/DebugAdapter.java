package org.wasmi.debug;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Serves an editor that speaks the Debug Adapter Protocol, version 1.68 or earlier. One session serves one guest.
 */
public final class DebugAdapter {
    private DebugAdapter() {}

    /**
     * Serves an editor until it disconnects or the input ends. The guest runs on a thread of its own, which is asked to
     * end at the next operator if it is still running then.
     *
     * @param in requests of the editor
     * @param out takes responses and events
     * @param launcher finds the guest that the editor asks for
     * @return the exit code of the guest, or 0 if it has not ended
     * @throws IOException if {@code in} or {@code out} fails, or the input is not the protocol
     */
    public static int serve(InputStream in, OutputStream out, Launcher launcher) throws IOException {
        return new Server(new Wire(new BufferedInputStream(in), out), launcher).serve();
    }
}
