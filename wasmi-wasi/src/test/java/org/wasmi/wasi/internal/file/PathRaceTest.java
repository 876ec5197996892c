package org.wasmi.wasi.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Filetype;
import org.wasmi.wasi.internal.abi.Flags;
import org.wasmi.wasi.internal.abi.Rights;

/**
 * One thread swaps a directory and a symbolic link that leads out, another goes through that name with every function
 * that takes a path: nothing outside is touched or seen. {@code -Dwasmi.wasi.raceSeconds=600} has all of these tests
 * together run for that long instead of for a number of rounds.
 */
class PathRaceTest {
    private static final int TESTS = 3;
    private static final long SECONDS = Long.getLong("wasmi.wasi.raceSeconds", 0);
    private static final int ROUNDS = 15;
    /** How often a path goes down and up again, which gives the other thread time. */
    private static final int[] DETOURS = {0, 1, 5, 20, 60};

    private static final int LONG_DETOUR = 400;
    private static final long READ_WRITE = Rights.FILE;

    /** Times that nothing has by itself. */
    private static final FileTimes TIMES =
            new FileTimes(Optional.of(FileTime.fromMillis(1_000_000)), Optional.of(FileTime.fromMillis(2_000_000)));

    private Path temp;

    private Path inside;
    /** What is where, outside. */
    private Map<String, String> before = Map.of();

    private Set<Long> outsideInodes = Set.of();

    private final Random random = new Random(1);
    private final Map<String, Long> successes = new TreeMap<>();
    private final AtomicLong swaps = new AtomicLong();
    private final AtomicBoolean done = new AtomicBoolean();

    /** Changes the directory behind the guest's back, as another process can. */
    @Test
    void anotherProcessSwapsNames() throws Exception {
        assumeTrue(OpenChannels.AVAILABLE, "the host does not show descriptors as paths");
        race(HostDirectory.of(inside), this::move);
    }

    @Test
    void anotherGuestSwapsNames() throws Exception {
        assumeTrue(OpenChannels.AVAILABLE, "the host does not show descriptors as paths");
        raceWithGuest(HostDirectory.of(inside), HostDirectory.of(inside));
    }

    /** As on hosts that do not show descriptors as paths. */
    @Test
    void anotherGuestSwapsNamesWhereThereIsOnlyTheLock() throws Exception {
        raceWithGuest(NamedDirectory.of(inside), NamedDirectory.of(inside));
    }

    private void raceWithGuest(HostDirectory first, HostDirectory second) throws Exception {
        try (Guest other = new Guest(second)) {
            race(first, other::rename);
        }
    }

    private void move(String from, String to) throws IOException {
        Files.move(inside.resolve(from), inside.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What is inside {@code d} has the same names as what is outside, so that each step works on either. */
    @BeforeEach
    void makeTree(@TempDir Path empty) throws IOException {
        temp = empty;
        inside = Files.createDirectory(temp.resolve("inside"));
        Path outside = Files.createDirectory(temp.resolve("outside"));
        for (Path each : List.of(Files.createDirectory(inside.resolve("d")), outside)) {
            String whose = each.equals(outside) ? "outside" : "inside";
            Files.writeString(each.resolve("file"), whose);
            Files.createDirectories(each.resolve("x"));
            Files.writeString(each.resolve("x/" + whose), whose);
            Files.createDirectory(each.resolve("empty"));
            Files.createSymbolicLink(each.resolve("link"), Path.of(whose));
        }
        Files.createSymbolicLink(inside.resolve("l"), Path.of("../outside"));
        // Directories that others open and close meanwhile, so that numbers of descriptors change hands.
        Files.createDirectory(temp.resolve("elsewhere"));
        before = outside();
        try (Stream<Path> all = Files.walk(outside)) {
            outsideInodes = all.map(PathRaceTest::inode).collect(Collectors.toSet());
        }
    }

    @AfterEach
    void nothingIsLeftOpen() throws IOException {
        if (OpenChannels.AVAILABLE) {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                assertThat(open.filter(Files::isSymbolicLink).map(PathRaceTest::target))
                        .noneMatch(target -> target.startsWith(temp));
            }
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            return link;
        }
    }

    private static long inode(Path path) {
        try {
            return FileStatus.ofEntry(path).inode();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All that a touch would change, not the time of access: looking from here changes that. */
    private Map<String, String> outside() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String root : List.of("outside", "elsewhere")) {
            try (Stream<Path> all = Files.walk(temp.resolve(root))) {
                for (Path each : (Iterable<Path>) all::iterator) {
                    FileStatus s = FileStatus.ofEntry(each);
                    found.put(
                            temp.relativize(each).toString(),
                            s.type() + " " + s.inode() + " links " + s.links() + " size " + s.size() + " modified "
                                    + s.modified() + " changed " + s.changed());
                }
            }
        }
        return found;
    }

    @FunctionalInterface
    private interface Rename {
        void rename(String from, String to) throws IOException;
    }

    /** Puts the link in the directory's place, and after a while the directory in the link's. */
    private void swap(Rename rename, Random pauses) throws IOException {
        rename.rename("d", "t");
        rename.rename("l", "d");
        pause(pauses);
        rename.rename("d", "l");
        rename.rename("t", "d");
        pause(pauses);
        swaps.incrementAndGet();
    }

    /**
     * Waits between nothing and about a millisecond, mostly not long: steps of all lengths are to be met in the middle.
     */
    private static void pause(Random pauses) {
        long nanos = 1L << pauses.nextInt(21);
        for (long end = System.nanoTime() + nanos; System.nanoTime() < end; ) {
            if (nanos > 1 << 17) {
                LockSupport.parkNanos(nanos);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void race(HostDirectory directory, Rename rename) throws Exception {
        Random pauses = new Random(2);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Guest guest = new Guest(directory)) {
            Future<?> swapper = threads.submit(() -> repeat(() -> swap(rename, pauses)));
            Future<?> opener = threads.submit(() -> repeat(() -> {
                try (HostDirectory one = HostDirectory.of(temp.resolve("elsewhere"));
                        HostDirectory two = one.open(HostDirectory.SELF)) {
                    assertThat(two.path(HostDirectory.SELF)).isEmptyDirectory();
                }
            }));
            try {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS / TESTS);
                for (int i = 0; more(i, end) && !done.get(); i++) {
                    guest.round();
                    assertThat(outside()).as("outside, after round %d", i).isEqualTo(before);
                }
            } finally {
                done.set(true);
                finish(swapper);
                finish(opener);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(outside()).isEqualTo(before);
        if (SECONDS > 0) {
            System.out.println(swaps + " swaps, nothing touched outside, successes: " + successes);
        }
        assertThat(successes).as("what has succeeded").hasSize(Guest.FUNCTIONS).doesNotContainValue(0L);
    }

    private boolean more(int round, long end) {
        if (SECONDS > 0) {
            return System.nanoTime() < end;
        }
        boolean all = round >= ROUNDS && swaps.get() >= ROUNDS && !successes.containsValue(0L);
        return !all && round < 100 * ROUNDS;
    }

    private Object repeat(Step step) throws IOException {
        try {
            while (!done.get()) {
                step.run();
            }
            return "done";
        } finally {
            done.set(true);
        }
    }

    private static void finish(Future<?> future) throws InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** Goes through the name that is swapped with every function that takes a path. */
    private final class Guest implements AutoCloseable {
        static final int FUNCTIONS = 20;

        private final OpenDirectory root;

        Guest(HostDirectory directory) {
            root = OpenDirectory.preopen(directory, "/", false);
        }

        private GuestPath path(String text) {
            return new GuestPath(text, false, () -> {});
        }

        /** {@return a path to a name that is swapped} */
        private GuestPath swapped(String name) {
            int detours = random.nextInt(200) == 0 ? LONG_DETOUR : DETOURS[random.nextInt(DETOURS.length)];
            return new GuestPath("d/" + "x/../".repeat(detours) + name, random.nextBoolean(), () -> {});
        }

        void rename(String from, String to) throws IOException {
            root.rename(path(from), root, path(to));
        }

        /** Makes again what an earlier round has taken away, as far as the swaps let it. */
        private void prepare() {
            attempt("", () -> write(path("d/file")));
            attempt("", () -> root.createDirectory(path("d/empty")));
            attempt("", () -> root.symlink("inside", path("d/link")));
            attempt("", () -> write(path("own")));
            for (String gone : List.of("stolen", "moved")) {
                attempt("", () -> root.unlinkFile(path(gone)));
            }
            for (String gone : List.of("new", "sym", "second", "own", "own-link")) {
                attempt("", () -> root.unlinkFile(path("d/" + gone)));
            }
            attempt("", () -> root.removeDirectory(path("d/made")));
        }

        void round() {
            prepare();
            attempt("open to create", () -> write(swapped("new")));
            attempt("open to read", () -> assertThat(read(swapped("file"))).isIn("inside", ""));
            attempt("open to truncate", () -> root.open(swapped("file"), Flags.OPEN_TRUNC, READ_WRITE, 0, 0)
                    .close());
            attempt("open a directory", () -> list(swapped("x")));
            attempt("open itself", () -> list(swapped(".")));
            attempt(
                    "filestat_get",
                    () -> assertThat(root.status(swapped("file")).inode()).isNotIn(outsideInodes));
            attempt("filestat_set_times", () -> root.setTimes(swapped("file"), TIMES));
            attempt("filestat_set_times of a directory", () -> root.setTimes(swapped("x"), TIMES));
            attempt(
                    "filestat_set_times of a link",
                    () -> root.setTimes(new GuestPath(swapped("link").text(), false, () -> {}), TIMES));
            attempt("create_directory", () -> root.createDirectory(swapped("made")));
            attempt("remove_directory", () -> root.removeDirectory(swapped("empty")));
            attempt("symlink", () -> root.symlink("x", swapped("sym")));
            attempt("readlink", () -> assertThat(root.readlink(swapped("link"))).isEqualTo("inside"));
            attempt("link to", () -> root.link(path("own"), root, swapped("own-link")));
            attempt("link from", () -> root.link(swapped("file"), root, path("stolen")));
            attempt("rename to", () -> root.rename(path("own"), root, swapped("own")));
            attempt("rename from", () -> root.rename(swapped("file"), root, path("moved")));
            prepare();
            attempt("unlink_file", () -> root.unlinkFile(swapped("file")));
            for (String stolen : List.of("stolen", "moved")) {
                attempt("", () -> assertThat(read(path(stolen))).isIn("inside", ""));
            }
        }

        /**
         * Takes a step, begun while the name stands for the directory: with the link there it would only be refused.
         */
        private void attempt(String function, Step step) {
            while (!Files.isDirectory(inside.resolve("d"), LinkOption.NOFOLLOW_LINKS) && !done.get()) {
                LockSupport.parkNanos(1);
            }
            try {
                step.run();
                if (!function.isEmpty()) {
                    successes.merge(function, 1L, Long::sum);
                }
            } catch (ErrnoException | IOException e) {
                // The name was just swapped, or an earlier step has not come through.
                if (!function.isEmpty()) {
                    successes.merge(function, 0L, Long::sum);
                }
            }
        }

        private void write(GuestPath path) throws IOException {
            Descriptor file = root.open(path, Flags.OPEN_CREAT, READ_WRITE, 0, 0);
            try {
                file.write(ByteBuffer.wrap("inside".getBytes(StandardCharsets.UTF_8)));
                file.setTimes(TIMES);
                assertThat(file.status().inode()).isNotIn(outsideInodes);
            } finally {
                file.close();
            }
        }

        private String read(GuestPath path) throws IOException {
            Descriptor file = root.open(path, 0, Rights.FD_READ, 0, 0);
            try {
                ByteBuffer bytes = ByteBuffer.allocate(100);
                int length = file.read(bytes);
                return new String(bytes.array(), 0, length, StandardCharsets.UTF_8);
            } finally {
                file.close();
            }
        }

        /** Reads a directory, sets its times, and opens, makes and removes a file in it. */
        private void list(GuestPath path) throws IOException {
            Descriptor opened = root.open(path, Flags.OPEN_DIRECTORY, Rights.DIRECTORY, Rights.ALL, 0);
            try {
                OpenDirectory directory = (OpenDirectory) opened;
                // Each by itself: where there is only the lock, an open directory is lost as soon as it is swapped.
                attempt("", () -> assertThat(directory.status().inode()).isNotIn(outsideInodes));
                attempt("fd_readdir", () -> {
                    for (DirectoryEntry entry : directory.entries(true, () -> {})) {
                        assertThat(entry.name()).isNotEqualTo("outside");
                        assertThat(entry.inode()).isNotIn(outsideInodes);
                        assertThat(entry.type()).isNotEqualTo(Filetype.UNKNOWN);
                    }
                });
                attempt("fd_filestat_set_times", () -> directory.setTimes(TIMES));
                attempt("", () -> directory.createDirectory(path("below")));
                attempt("", () -> directory.removeDirectory(path("below")));
            } finally {
                opened.close();
            }
        }

        @Override
        public void close() throws IOException {
            root.close();
        }
    }
}
