package org.wasmi.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.wasmi.bench.Workload;

/**
 * What a comparison found.
 *
 * @param environment what it ran on and how, in words, by name
 * @param contenders the engines, in the order in which reports name them
 * @param workloads the workloads
 * @param steady a result of each fork that measured speed
 * @param warmUps a result of each fork that measured the way there
 * @param refused why a contender did not run a workload, by both their names, for those that did not
 */
record Results(
        Map<String, String> environment,
        List<String> contenders,
        List<Workload> workloads,
        List<Steady> steady,
        List<WarmUp> warmUps,
        Map<String, String> refused) {

    static Results begin(Map<String, String> environment, List<String> contenders, List<Workload> workloads) {
        return new Results(environment, contenders, workloads, new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    }

    /**
     * {@return in how many forks that measured speed the thread had a processor for less than nine tenths of the time}
     */
    long disturbed() {
        return steady.stream().filter(each -> each.busy() < 0.9).count();
    }

    /** {@return the time of a run in nanoseconds: of the least disturbed fork; nothing if there is none} */
    OptionalDouble nanos(String contender, Workload workload) {
        return forks(contender, workload).stream().mapToDouble(Steady::nanos).min();
    }

    /** {@return the bytes that a run allocates, in the fork that allocates the least} */
    OptionalDouble allocated(String contender, Workload workload) {
        return forks(contender, workload).stream()
                .mapToDouble(Steady::allocated)
                .min();
    }

    private List<Steady> forks(String contender, Workload workload) {
        return steady.stream()
                .filter(each ->
                        each.contender().equals(contender) && each.workload().equals(workload.name()))
                .toList();
    }

    /** {@return how many times as fast as another a contender is on a workload, if both ran it} */
    OptionalDouble speedup(String contender, String other, Workload workload) {
        OptionalDouble mine = nanos(contender, workload);
        OptionalDouble others = nanos(other, workload);
        return mine.isPresent() && others.isPresent()
                ? OptionalDouble.of(others.getAsDouble() / mine.getAsDouble())
                : OptionalDouble.empty();
    }

    /** {@return the speedups of all workloads that both ran} */
    List<Double> speedups(String contender, String other) {
        return workloads.stream()
                .map(workload -> speedup(contender, other, workload))
                .flatMapToDouble(OptionalDouble::stream)
                .boxed()
                .toList();
    }

    /** {@return the nanoseconds that an instruction takes: the geometric mean over the workloads} */
    OptionalDouble nanosPerInstruction(String contender) {
        List<Double> each = new ArrayList<>();
        for (Workload workload : workloads) {
            nanos(contender, workload).ifPresent(nanos -> each.add(nanos / workload.instructions()));
        }
        return Statistics.geometricMean(each);
    }

    /** {@return the warm-ups of a contender, one for each round} */
    List<WarmUp> warmUps(String contender) {
        return warmUps.stream()
                .filter(each -> each.contender().equals(contender))
                .toList();
    }
}
