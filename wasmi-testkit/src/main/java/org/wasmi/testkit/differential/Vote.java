package org.wasmi.testkit.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs of the same calls, of which some agree with each other. Mutable. */
final class Vote {

    /** Runs that agree, by the names of those that made them. */
    private record Party(Observation seen, List<String> voters) {}

    /** In the order of their first voters. */
    private final List<Party> parties = new ArrayList<>();

    void add(String voter, Observation seen) {
        for (Party each : parties) {
            if (each.seen.difference(seen).isEmpty()) {
                each.voters.add(voter);
                return;
            }
        }
        parties.add(new Party(seen, new ArrayList<>(List.of(voter))));
    }

    /** {@return what most have seen; where as many have seen something else, what the first of them has} */
    Observation majority() {
        Party largest = parties.get(0);
        for (Party each : parties) {
            largest = each.voters.size() > largest.voters.size() ? each : largest;
        }
        return largest.seen;
    }

    /** {@return who agrees with whom} */
    List<List<String>> parties() {
        return parties.stream().map(each -> List.copyOf(each.voters)).toList();
    }

    /** {@return parties as text: {@code (agree: a, b | c)}; empty if there is nothing to tell} */
    static String text(List<List<String>> parties) {
        return parties.size() < 2
                ? ""
                : parties.stream()
                        .map(each -> String.join(", ", each))
                        .collect(Collectors.joining(" | ", " (agree: ", ")"));
    }
}
