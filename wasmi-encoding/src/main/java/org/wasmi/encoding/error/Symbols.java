package org.wasmi.encoding.error;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of functions as people write them. Rust's linker leaves the symbols of the object files in the name section;
 * those of C++ it has made readable, and Go has none that are not. Thread-safe.
 */
public final class Symbols {
    /** What the compiler adds to the symbols of functions that it has made or moved. */
    private static final Pattern SUFFIX = Pattern.compile("\\.llvm\\.[0-9A-F@]+$");

    private static final Pattern LEGACY = Pattern.compile("_?_?ZN(\\w[\\w$.]*)17h[0-9a-f]{16}E");

    private static final Pattern ESCAPE = Pattern.compile("\\$([A-Z]{1,2}|u[0-9a-f]{1,6})\\$|\\.\\.");

    /** Names are the guest's, and are read for each backtrace. */
    private static final int LONGEST = 2_000;

    private Symbols() {}

    /**
     * {@return the path that a symbol of Rust stands for, without hashes; any other name, and one of more than 2,000
     * letters, as it is} Knows both forms, {@code _ZN3foo3bar17h0123456789abcdefE} and {@code _RNvC3foo3bar} (Rust RFC
     * 2603).
     */
    public static String readable(String symbol) {
        if (symbol.length() > LONGEST) {
            return symbol;
        }
        if (symbol.startsWith("_R")) {
            return RustSymbol.path(SUFFIX.matcher(symbol).replaceFirst("")).orElse(symbol);
        }
        if (symbol.contains("ZN")) {
            Matcher legacy = LEGACY.matcher(SUFFIX.matcher(symbol).replaceFirst(""));
            if (legacy.matches()) {
                return legacyPath(legacy.group(1)).orElse(symbol);
            }
        }
        return symbol;
    }

    /** {@return the path of names that have their lengths before them} */
    private static Optional<String> legacyPath(String names) {
        StringBuilder path = new StringBuilder();
        int at = 0;
        while (at < names.length()) {
            int digits = at;
            while (digits < names.length() && digits < at + 4 && isDigit(names.charAt(digits))) {
                digits++;
            }
            int end = digits == at ? 0 : digits + Integer.parseInt(names.substring(at, digits));
            if (end <= digits || end > names.length()) {
                return Optional.empty();
            }
            path.append(path.isEmpty() ? "" : "::").append(unescaped(names.substring(digits, end)));
            at = end;
        }
        return Optional.of(path.toString());
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    private static String unescaped(String name) {
        String escaped = name.startsWith("_$") ? name.substring(1) : name;
        return ESCAPE.matcher(escaped).replaceAll(each -> Matcher.quoteReplacement(meaning(each.group())));
    }

    private static String meaning(String escape) {
        return switch (escape) {
            case ".." -> "::";
            case "$SP$" -> "@";
            case "$BP$" -> "*";
            case "$RF$" -> "&";
            case "$LT$" -> "<";
            case "$GT$" -> ">";
            case "$LP$" -> "(";
            case "$RP$" -> ")";
            case "$C$" -> ",";
            default -> {
                int point =
                        escape.charAt(1) == 'u' ? Integer.parseInt(escape.substring(2, escape.length() - 1), 16) : -1;
                yield Character.isValidCodePoint(point) && !Character.isISOControl(point)
                        ? Character.toString(point)
                        : escape;
            }
        };
    }
}
