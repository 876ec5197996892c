package org.wasmi.bench.compare;

import java.util.List;
import java.util.OptionalDouble;

/** Of positive numbers. */
final class Statistics {
    private Statistics() {}

    /**
     * {@return the median}
     *
     * @throws IllegalArgumentException if there are no values
     */
    static double median(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** {@return the geometric mean, or nothing if there are no values} */
    static OptionalDouble geometricMean(List<Double> values) {
        OptionalDouble logarithm = values.stream().mapToDouble(Math::log).average();
        return logarithm.isPresent() ? OptionalDouble.of(Math.exp(logarithm.getAsDouble())) : OptionalDouble.empty();
    }
}
