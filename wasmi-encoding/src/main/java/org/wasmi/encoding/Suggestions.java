package org.wasmi.encoding;

import java.util.Collection;
import java.util.Locale;

/**
 * "Did you mean" suggestions for messages about names that are not found. The work is bounded, whatever the names are.
 */
public final class Suggestions {
    /** Longer names are nobody's typing mistake, and comparing them takes time that a hostile module could use. */
    private static final int MAX_LENGTH = 64;

    /** Of more names, which guests may have exported, only so many are compared. */
    private static final int MAX_COMPARED = 10_000;

    private Suggestions() {}

    /**
     * {@return the end of a message with the known name most similar to the given one, such as {@code ; did you mean
     * 'memory'?}; empty if none is similar}
     */
    public static String of(String name, Collection<String> known) {
        if (name.length() > MAX_LENGTH) {
            return "";
        }
        String best = "";
        int least = Math.max(1, name.length() / 3) + 1;
        int compared = 0;
        for (String each : known) {
            if (each.length() > 2 * MAX_LENGTH) {
                continue;
            } else if (++compared > MAX_COMPARED) {
                break;
            }
            int distance = distance(name.toLowerCase(Locale.ROOT), each.toLowerCase(Locale.ROOT), least);
            if (distance < least) {
                least = distance;
                best = each;
            }
        }
        return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
    }

    /** {@return the number of letters to insert, delete or replace, or at least {@code limit}} */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
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
