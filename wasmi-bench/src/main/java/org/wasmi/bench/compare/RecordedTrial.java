package org.wasmi.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a fork does with a {@link Recording}: one contender replays it, and what the module does is checked. It prints a
 * line for each finding, a word and numbers:
 *
 * <pre>
 * refused MESSAGE     the contender cannot load the module; nothing follows
 * first NANOS         the first run
 * sample NANOS        a run once warm
 * finished MICROS     when the first run had ended, since the epoch
 * </pre>
 *
 * Each run is one on a new instance. The time of making that does not count, nor that of checking the memory at the end.
 */
final class RecordedTrial {
    private static final int MIN_SAMPLES = 3;

    private RecordedTrial() {}

    /**
     * The arguments: {@code steady CONTENDER FOLDER NAME WARM_UP_SECONDS MEASURE_SECONDS CLOCK} for the speed once warm,
     * or {@code start CONTENDER FOLDER NAME} for the time to the end of the first run. The folder has {@code NAME.wasm}
     * and {@code NAME.run}.
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[2]);
        Recording recording = Recording.read(folder.resolve(args[3] + ".run"));
        byte[] wasm = Files.readAllBytes(folder.resolve(args[3] + ".wasm"));
        Guest.Maker module;
        try {
            module = Contender.named(args[1]).module(wasm);
        } catch (RuntimeException e) {
            System.out.println("refused " + e);
            return;
        }
        if (args[0].equals("start")) {
            new Replay(recording, module).play();
            System.out.println("finished " + ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
        } else {
            double warmUp = Double.parseDouble(args[4]);
            double measure = Double.parseDouble(args[5]);
            for (String line : steady(recording, module, warmUp, measure, Clock.valueOf(args[6]))) {
                System.out.println(line);
            }
        }
    }

    private static List<String> steady(
            Recording recording, Guest.Maker module, double warmUpSeconds, double measureSeconds, Clock clock) {
        List<String> lines = new ArrayList<>();
        Replay first = new Replay(recording, module);
        lines.add("first " + time(first, clock));
        first.checkMemory();
        long end = clock.nanos() + (long) (warmUpSeconds * 1e9);
        while (clock.nanos() - end < 0) {
            new Replay(recording, module).play();
        }
        end = clock.nanos() + (long) (measureSeconds * 1e9);
        for (int count = 0; count < MIN_SAMPLES || clock.nanos() - end < 0; count++) {
            lines.add(String.format(Locale.ROOT, "sample %d", time(new Replay(recording, module), clock)));
        }
        return lines;
    }

    private static long time(Replay replay, Clock clock) {
        long start = clock.nanos();
        replay.play();
        return clock.nanos() - start;
    }
}
