package org.wasmi.cli;

import java.util.Collection;
import java.util.Locale;

/** "Did you mean" for what the user has typed. */
final class Suggestions {
    /** Longer names are nobody's typing mistake. */
    private static final int MAX_LENGTH = 64;

    private Suggestions() {}

    /** {@return the end of a message: the name that is most like the given one, or nothing if none is} */
    static String of(String name, Collection<String> known) {
        String best = "";
        int least = Math.max(1, name.length() / 3) + 1;
        for (String each : known) {
            if (name.length() <= MAX_LENGTH && Math.abs(name.length() - each.length()) < least) {
                int distance = distance(name.toLowerCase(Locale.ROOT), each.toLowerCase(Locale.ROOT));
                if (distance < least) {
                    least = distance;
                    best = each;
                }
            }
        }
        return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
    }

    /** {@return the number of letters to insert, delete or replace} */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
