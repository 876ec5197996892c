package org.wasmi.bench.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * How one fork got going.
 *
 * @param contender the engine
 * @param points instructions executed and the time that took from the start, in order
 */
record WarmUp(String contender, List<Point> points) {

    /**
     * At a boundary between calls.
     *
     * @param instructions executed so far
     * @param nanos since the engine was named, loading its classes and translation included
     */
    record Point(double instructions, double nanos) {}

    WarmUp {
        points = List.copyOf(points);
    }

    /** {@return what a trial has printed} */
    static WarmUp parse(String contender, List<String> lines) {
        List<Point> points = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "loaded" -> points.add(new Point(0, Double.parseDouble(words[1])));
                case "reached" -> points.add(new Point(Double.parseDouble(words[1]), Double.parseDouble(words[2])));
                default -> throw new IllegalArgumentException("unexpected: " + line);
            }
        }
        return new WarmUp(contender, points);
    }

    /**
     * {@return the time to so many instructions in nanoseconds, interpolated within the call that reached them}
     *
     * @throws IllegalArgumentException if they were not reached
     */
    double nanos(double instructions) {
        for (int i = 1; i < points.size(); i++) {
            Point before = points.get(i - 1);
            Point after = points.get(i);
            if (after.instructions >= instructions) {
                double part = (instructions - before.instructions) / (after.instructions - before.instructions);
                return before.nanos + part * (after.nanos - before.nanos);
            }
        }
        throw new IllegalArgumentException(contender + " did not reach " + instructions + " instructions");
    }
}
