package org.wasmi.debug;

/** Finds what an editor wants to debug. */
@FunctionalInterface
public interface Launcher {

    /**
     * {@return the guest that an editor asks for}
     *
     * @param launch what it asks for
     * @throws Exception if there is no such guest; the editor shows the message
     */
    Debuggee launch(Launch launch) throws Exception;
}
