package org.wasmi.text;

import java.util.Comparator;

/** Names that may have been meant. */
final class Suggestions {
    private static final int LONGEST = 60;

    private Suggestions() {}

    /** {@return {@code , did you mean NAME?} for an operator that is like a name, or nothing} */
    static String operator(String name) {
        if (name.length() > LONGEST) {
            return "";
        }
        int most = Math.max(1, name.length() / 4);
        return Operators.all()
                .map(Operator::name)
                .filter(each -> Math.abs(each.length() - name.length()) <= most && distance(each, name) <= most)
                .min(Comparator.comparingInt(each -> distance(each, name)))
                .map(each -> ", did you mean " + each + "?")
                .orElse("");
    }

    /** {@return how many chars have to be changed, added, removed or swapped with the next} */
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                rows[i][j] = Math.min(rows[i - 1][j - 1] + change, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[a.length()][b.length()];
    }
}
