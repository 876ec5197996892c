package org.wasmi.bench.compare;

import java.util.List;
import java.util.Locale;

/** A drawing. Coordinates are in pixels from the top left. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    /** Where a text is relative to its coordinates. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    Svg(int width, int height) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">",
                width, height);
        rectangle(0, 0, width, height, "#ffffff");
    }

    void rectangle(double x, double y, double width, double height, String color) {
        add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>", x, y, width, height, color);
    }

    void line(double x1, double y1, double x2, double y2, String color) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>", x1, y1, x2, y2, color);
    }

    /** A line through points, each an x and a y. */
    void curve(List<double[]> points, String color) {
        StringBuilder coordinates = new StringBuilder();
        points.forEach(each -> coordinates.append(String.format(Locale.ROOT, "%.1f,%.1f ", each[0], each[1])));
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                coordinates.toString().strip(), color);
    }

    void text(double x, double y, Anchor anchor, String text) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                x, y, anchor.name().toLowerCase(Locale.ROOT), escaped(text));
    }

    /** A text that leans, ending at its coordinates. */
    void leaningText(double x, double y, String text) {
        add("<text transform=\"translate(%.1f %.1f) rotate(-35)\" text-anchor=\"end\">%s</text>", x, y, escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /** {@return the drawing as a file's text} */
    String end() {
        return out + "</svg>\n";
    }

    private void add(String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
