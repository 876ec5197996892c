package org.wasmi.testkit.spec;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.wasmi.exec.SharedMemory;

/** A thread of a script: commands that run in a store of their own, on a thread of their own. */
final class ScriptThread {
    /** Longer than any script takes. */
    private static final long PATIENCE_MINUTES = 5;

    private final FutureTask<List<CommandResult>> task;
    private final Thread thread;

    /**
     * Starts a thread.
     *
     * @param command what it is to run
     * @param modules by the name of an instance, and by that of an export: the memories that the thread shares
     * @param newRun makes the run of the commands
     */
    ScriptThread(
            SpecCommand.StartThread command,
            Map<String, Map<String, SharedMemory>> modules,
            Function<Map<String, Map<String, SharedMemory>>, ScriptRun> newRun) {
        task = new FutureTask<>(() -> {
            try (ScriptRun run = newRun.apply(modules)) {
                return command.commands().stream()
                        .flatMap(each -> run.run(each).stream())
                        .toList();
            }
        });
        thread = new Thread(task, "script thread " + command.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** {@return the results of the commands, once all have ended} */
    List<CommandResult> await() {
        try {
            return task.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new CommandFailure(thread.getName() + " has not ended in " + PATIENCE_MINUTES + " minutes");
        } catch (ExecutionException e) {
            throw new IllegalStateException(thread.getName() + " ended in " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while " + thread.getName() + " was running");
        }
    }

    /** Has the guest that waits, if one does, end. */
    void end() {
        thread.interrupt();
    }
}
