package org.wasmi.bench.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * The speed that one fork found.
 *
 * @param contender the engine
 * @param workload the workload
 * @param loadNanos the time to an instance, classes included
 * @param firstNanos the time of the first run
 * @param samples times of a run once warm, in nanoseconds, in the order they were measured
 * @param allocated bytes allocated by a run
 * @param busy the part of the measured time in which the thread had a processor; less where others wanted it
 */
record Steady(
        String contender,
        String workload,
        long loadNanos,
        long firstNanos,
        List<Double> samples,
        double allocated,
        double busy) {

    Steady {
        samples = List.copyOf(samples);
    }

    /** {@return what a trial has printed} */
    static Steady parse(String contender, String workload, List<String> lines) {
        long load = 0;
        long first = 0;
        double allocated = 0;
        double busy = 0;
        List<Double> samples = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "loaded" -> load = Long.parseLong(words[1]);
                case "first" -> first = Long.parseLong(words[1]);
                case "sample" -> samples.add(Double.valueOf(words[1]));
                case "allocated" -> allocated = Double.parseDouble(words[1]);
                case "busy" -> busy = Double.parseDouble(words[1]);
                default -> throw new IllegalArgumentException("unexpected: " + line);
            }
        }
        return new Steady(contender, workload, load, first, samples, allocated, busy);
    }

    /** {@return the time of a run in nanoseconds: the median of the samples} */
    double nanos() {
        return Statistics.median(samples);
    }
}
