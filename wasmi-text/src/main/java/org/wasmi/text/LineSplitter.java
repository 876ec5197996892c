package org.wasmi.text;

import java.util.function.Consumer;

/** Makes lines of what is printed piece by piece. */
final class LineSplitter implements Appendable {
    private final Consumer<TextLine> to;

    /** The line that has not ended yet. */
    private final StringBuilder line = new StringBuilder();

    LineSplitter(Consumer<TextLine> to) {
        this.to = to;
    }

    @Override
    public Appendable append(CharSequence text) {
        return append(text, 0, text.length());
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) {
        String piece = text.subSequence(start, end).toString();
        int begin = 0;
        for (int at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', begin)) {
            line.append(piece, begin, at);
            endLine();
            begin = at + 1;
        }
        line.append(piece, begin, piece.length());
        return this;
    }

    @Override
    public Appendable append(char letter) {
        return append(String.valueOf(letter));
    }

    private void endLine() {
        to.accept(TextLine.of(line.toString()));
        line.setLength(0);
    }

    /** Ends what is left behind the last end of a line. */
    void end() {
        if (!line.isEmpty()) {
            endLine();
        }
    }
}
