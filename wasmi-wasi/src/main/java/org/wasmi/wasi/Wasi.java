package org.wasmi.wasi;

import java.io.IOException;
import org.wasmi.exec.Linker;
import org.wasmi.wasi.internal.file.Descriptors;
import org.wasmi.wasi.internal.file.OpenDirectory;
import org.wasmi.wasi.internal.file.StandardInput;
import org.wasmi.wasi.internal.file.StandardOutput;

/**
 * The system as one guest sees it: WASI preview 1 with the guest's open descriptors. Serves one instance, and like it is
 * confined to one thread at a time; make another one for another instance. Holds the directories given to the guest open
 * until it is closed.
 */
public final class Wasi implements AutoCloseable {

    /** The module from which guests import these functions. */
    public static final String MODULE = "wasi_snapshot_preview1";

    private final WasiConfig config;
    private final Descriptors descriptors = new Descriptors();

    /**
     * Opens what the configuration gives.
     *
     * @throws IOException if a directory does not exist, is not one or cannot be resolved
     */
    public Wasi(WasiConfig config) throws IOException {
        this.config = config;
        descriptors.add(new StandardInput(config.stdin(), config.terminal()));
        descriptors.add(new StandardOutput(config.stdout(), config.terminal()));
        descriptors.add(new StandardOutput(config.stderr(), config.terminal()));
        try {
            for (PreopenedDirectory each : config.directories()) {
                descriptors.add(OpenDirectory.preopen(each.host(), each.guest(), each.readOnly()));
            }
        } catch (IOException e) {
            descriptors.closeAll();
            throw e;
        }
    }

    /**
     * Defines all functions.
     *
     * @return the linker
     * @throws IllegalArgumentException if one is defined already and the linker does not allow shadowing
     */
    public Linker addTo(Linker linker) {
        Definitions definitions = new Definitions(linker);
        new ProcessFunctions(config).define(definitions);
        new ClockFunctions(config).define(definitions);
        new PollFunction(config, descriptors).define(definitions);
        new DescriptorFunctions(descriptors).define(definitions);
        new TransferFunctions(descriptors).define(definitions);
        new PathFunctions(descriptors).define(definitions);
        new SocketFunctions(descriptors).define(definitions);
        return linker;
    }

    /**
     * Closes the guest's descriptors and flushes the streams, which stay open.
     *
     * @throws IOException if some of that failed; the rest is closed nevertheless
     */
    @Override
    public void close() throws IOException {
        descriptors.closeAll();
    }
}
