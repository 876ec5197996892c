package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That packages depend on each other as the listing of rooms in docs/architecture.md says, and classes do not all. */
final class RoomsTest {
    private static final String PREFIX = "org.wasmi.";

    /**
     * The most classes of wasmi-exec that all depend on each other, directly or not. Only a smaller number may take its
     * place.
     */
    private static final int LARGEST_CYCLE = 9;

    private static JavaClasses classes;

    @BeforeAll
    static void importPublishedModules() {
        List<Location> locations = Modules.find().values().stream()
                .map(module -> Location.of(module.location().orElseThrow()))
                .toList();
        classes = new ClassFileImporter().importLocations(locations);
    }

    /**
     * A package of the listing.
     *
     * @param module its module
     * @param line the number of its line
     */
    private record Room(String module, int line) {}

    /** The listing of rooms. */
    private static final class Listing {
        final Map<String, Room> rooms = new TreeMap<>();

        /** By module: the modules that it uses. */
        final Map<String, Set<String>> uses = new TreeMap<>();

        Listing(String document) {
            int start = document.indexOf("```\nwasmi-") + 4;
            String module = "";
            int number = 0;
            for (String line : document.substring(start, document.indexOf("```", start))
                    .lines()
                    .toList()) {
                if (line.startsWith(" ")) {
                    rooms.put(PREFIX + line.strip().split(" ", 2)[0], new Room(module, number++));
                } else {
                    String[] halves = line.replaceFirst("^wasmi-", "").split(" on ", 2);
                    module = halves[0];
                    uses.put(
                            module,
                            halves[1].equals("nothing")
                                    ? Set.of()
                                    : Arrays.stream(halves[1].split(", "))
                                            .collect(Collectors.toCollection(TreeSet::new)));
                }
            }
        }
    }

    private static Listing listing() throws IOException {
        return new Listing(Files.readString(Path.of("..", "docs", "architecture.md")));
    }

    /** {@return by package, the packages that its classes depend on} */
    private static Map<String, Set<String>> packages() {
        Map<String, Set<String>> packages = new TreeMap<>();
        for (JavaClass type : classes) {
            Set<String> used = packages.computeIfAbsent(type.getPackageName(), each -> new TreeSet<>());
            for (Dependency each : type.getDirectDependenciesFromSelf()) {
                String target = each.getTargetClass().getBaseComponentType().getPackageName();
                if (target.startsWith(PREFIX) && !target.equals(type.getPackageName())) {
                    used.add(target);
                }
            }
        }
        return packages;
    }

    @Test
    void theListingHasEachPackageOnce() throws IOException {
        assertThat(listing().rooms.keySet()).isEqualTo(packages().keySet());
    }

    @Test
    void packagesUseWhatTheListingSays() throws IOException {
        Listing listing = listing();
        Set<String> wrong = new TreeSet<>();
        packages().forEach((name, used) -> {
            Room from = listing.rooms.get(name);
            for (String each : used) {
                Room to = listing.rooms.get(each);
                boolean right = from != null
                        && to != null
                        && (from.module.equals(to.module)
                                ? from.line < to.line
                                : Objects.requireNonNull(listing.uses.get(from.module))
                                        .contains(to.module));
                if (!right) {
                    wrong.add(name + " -> " + each);
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void modulesUseAllThatTheListingSays() throws IOException {
        Listing listing = listing();
        Map<String, Set<String>> found = new TreeMap<>();
        listing.uses.keySet().forEach(each -> found.put(each, new TreeSet<>()));
        packages().forEach((name, used) -> {
            Room from = listing.rooms.get(name);
            for (String each : used) {
                Room to = listing.rooms.get(each);
                if (from != null && to != null && !to.module.equals(from.module)) {
                    Objects.requireNonNull(found.get(from.module)).add(to.module);
                }
            }
        });
        assertThat(found).isEqualTo(listing.uses);
    }

    @Test
    void classesOfExecFormNoLargerCycle() {
        Map<String, Set<String>> uses = new HashMap<>();
        for (JavaClass type : classes) {
            if (type.getPackageName().startsWith("org.wasmi.exec")) {
                Set<String> used = uses.computeIfAbsent(outermost(type), each -> new HashSet<>());
                type.getDirectDependenciesFromSelf().stream()
                        .map(each -> each.getTargetClass().getBaseComponentType())
                        .filter(each -> each.getPackageName().startsWith("org.wasmi.exec"))
                        .forEach(each -> used.add(outermost(each)));
            }
        }
        Set<String> largest = largestCycle(uses);
        assertThat(largest.size()).as("the classes %s", largest).isLessThanOrEqualTo(LARGEST_CYCLE);
    }

    private static String outermost(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }

    private static Set<String> largestCycle(Map<String, Set<String>> uses) {
        Map<String, Set<String>> reachable = new HashMap<>();
        uses.keySet().forEach(each -> reachable.put(each, reachable(each, uses)));
        Set<String> largest = Set.of();
        for (String name : uses.keySet()) {
            Set<String> cycle = new TreeSet<>();
            for (String each : Objects.requireNonNull(reachable.get(name))) {
                if (reachable.getOrDefault(each, Set.of()).contains(name)) {
                    cycle.add(each);
                }
            }
            if (cycle.size() > largest.size()) {
                largest = cycle;
            }
        }
        return largest;
    }

    private static Set<String> reachable(String from, Map<String, Set<String>> uses) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            for (String each : uses.getOrDefault(open.pop(), Set.of())) {
                if (found.add(each)) {
                    open.push(each);
                }
            }
        }
        return found;
    }

    @Test
    void cyclesAreFound() {
        assertThat(largestCycle(Map.of(
                        "a", Set.of("b"),
                        "b", Set.of("c", "d"),
                        "c", Set.of("a"),
                        "d", Set.of("e"),
                        "e", Set.of("d"))))
                .containsExactlyInAnyOrder("a", "b", "c");
    }
}
