package org.wasmi.bench.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic axis.
 *
 * @param least the value at its start
 * @param greatest the value at its end
 * @param start the coordinate of its start
 * @param end the coordinate of its end
 */
record LogScale(double least, double greatest, double start, double end) {

    /** {@return the coordinate of a value; one that is off the axis is at its end} */
    double at(double value) {
        double inside = Math.min(Math.max(value, least), greatest);
        return start + (end - start) * Math.log(inside / least) / Math.log(greatest / least);
    }

    /** {@return values to mark: 1, 2 and 5 of each power of ten} */
    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        for (double power = Math.pow(10, Math.floor(Math.log10(least))); power <= greatest; power *= 10) {
            for (int digit : new int[] {1, 2, 5}) {
                double mark = digit * power;
                if (mark >= least && mark <= greatest) {
                    marks.add(mark);
                }
            }
        }
        return marks;
    }
}
