package org.wasmi.bench.compare;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.wasmi.bench.Workload;

/** The drawings of a comparison. */
final class Plots {
    /** By contender; tones that stay apart for colour-blind readers (Okabe and Ito). */
    private static final Map<String, String> COLORS = Map.ofEntries(
            Map.entry("switch", "#0072b2"),
            Map.entry("indirect", "#56b4e9"),
            Map.entry("direct", "#009e73"),
            Map.entry("tail", "#e69f00"),
            Map.entry("compiled", "#000000"),
            Map.entry("tiered", "#f0e442"),
            Map.entry("naive", "#999999"),
            Map.entry("endive", "#cc79a7"),
            Map.entry("endive-compiler", "#882255"),
            Map.entry("graalwasm", "#d55e00"),
            Map.entry(Contender.GRAALWASM_COMPILER, "#aa4499"),
            Map.entry("node", "#117733"));

    private static final String GRID = "#dddddd";
    private static final int MIN_WIDTH = 620;
    private static final int LEFT = 60;
    private static final int TOP = 50;
    private static final int BOTTOM = 90;
    private static final int PLOT_HEIGHT = 360;
    private static final int HEIGHT = TOP + PLOT_HEIGHT + BOTTOM;

    private final Results results;

    Plots(Results results) {
        this.results = results;
    }

    /** {@return nanoseconds per Wasm instruction: a group of bars for each workload, and one for the geometric mean} */
    String bars() {
        int bar = 8;
        int group = bar * results.contenders().size() + 12;
        int width = Math.max(MIN_WIDTH, LEFT + group * (results.workloads().size() + 1) + 10);
        LogScale scale = vertical(results.contenders().stream()
                .flatMapToDouble(contender -> DoubleStream.concat(
                        results.workloads().stream()
                                .map(workload -> perInstruction(contender, workload))
                                .flatMapToDouble(OptionalDouble::stream),
                        results.nanosPerInstruction(contender).stream())));
        Svg svg = begin(width, scale, "Nanoseconds for a Wasm instruction (logarithmic; lower is better)");
        int x = LEFT + 6;
        for (Workload workload : results.workloads()) {
            group(svg, x, bar, scale, workload.name(), contender -> perInstruction(contender, workload));
            x += group;
        }
        group(svg, x, bar, scale, "geometric mean", results::nanosPerInstruction);
        return svg.end();
    }

    private OptionalDouble perInstruction(String contender, Workload workload) {
        OptionalDouble nanos = results.nanos(contender, workload);
        return nanos.isPresent()
                ? OptionalDouble.of(nanos.getAsDouble() / workload.instructions())
                : OptionalDouble.empty();
    }

    private void group(Svg svg, int x, int bar, LogScale scale, String name, Function<String, OptionalDouble> value) {
        int left = x;
        for (String contender : results.contenders()) {
            int at = left;
            value.apply(contender).ifPresent(nanos -> {
                double top = scale.at(nanos);
                svg.rectangle(at, top, bar - 1, TOP + PLOT_HEIGHT - top, color(contender));
            });
            left += bar;
        }
        svg.leaningText((x + left) / 2.0 + 6, TOP + PLOT_HEIGHT + 14, name);
    }

    /** {@return milliseconds by instructions executed: a curve for each contender} */
    String curves() {
        int width = 860;
        int[] milestones = Compare.MILESTONES;
        double first = milestones[0] * 1e6;
        double last = milestones[milestones.length - 1] * 1e6;
        LogScale across = new LogScale(first, last, LEFT, width - 20);
        LogScale scale = vertical(results.warmUps().stream()
                .flatMapToDouble(each -> DoubleStream.of(each.nanos(first) / 1e6, each.nanos(last) / 1e6)));
        Svg svg = begin(width, scale, "Milliseconds from first touching the engine (both axes logarithmic)");
        for (double mark : across.marks()) {
            svg.line(across.at(mark), TOP, across.at(mark), TOP + PLOT_HEIGHT, GRID);
            svg.text(across.at(mark), TOP + PLOT_HEIGHT + 16, Svg.Anchor.MIDDLE, number(mark / 1e6));
        }
        svg.text((LEFT + width) / 2.0, TOP + PLOT_HEIGHT + 36, Svg.Anchor.MIDDLE, "million Wasm instructions");
        for (String contender : results.contenders()) {
            List<WarmUp> rounds = results.warmUps(contender);
            if (!rounds.isEmpty()) {
                svg.curve(
                        DoubleStream.iterate(first, at -> at <= last * 1.001, at -> at * Math.pow(10, 0.05))
                                .map(at -> Math.min(at, last))
                                .mapToObj(at -> new double[] {across.at(at), scale.at(median(rounds, at) / 1e6)})
                                .toList(),
                        color(contender));
            }
        }
        return svg.end();
    }

    private static double median(List<WarmUp> rounds, double instructions) {
        return Statistics.median(
                rounds.stream().map(each -> each.nanos(instructions)).toList());
    }

    private static LogScale vertical(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return new LogScale(sorted[0] * 0.7, sorted[sorted.length - 1] * 1.1, TOP + PLOT_HEIGHT, TOP);
    }

    private Svg begin(int width, LogScale scale, String title) {
        Svg svg = new Svg(width, HEIGHT);
        svg.text(10, 20, Svg.Anchor.START, title);
        int x = LEFT;
        for (String contender : results.contenders()) {
            svg.rectangle(x, 30, 10, 10, color(contender));
            svg.text(x + 14, 39, Svg.Anchor.START, contender);
            x += 28 + 7 * contender.length();
        }
        for (double mark : scale.marks()) {
            svg.line(LEFT, scale.at(mark), width - 10, scale.at(mark), GRID);
            svg.text(LEFT - 6, scale.at(mark) + 4, Svg.Anchor.END, number(mark));
        }
        return svg;
    }

    private static String color(String contender) {
        return COLORS.getOrDefault(contender, "#000000");
    }

    private static String number(double value) {
        int digits = Math.max(0, (int) -Math.floor(Math.log10(value)));
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
