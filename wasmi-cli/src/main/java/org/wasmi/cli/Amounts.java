package org.wasmi.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Numbers, and amounts with a unit, as options have them. Their converters are classes because JDK 17 keeps no class of
 * picocli's converters in a class-data archive that has a lambda of their interface.
 */
final class Amounts {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([A-Za-z]*)");

    private static final Map<String, Long> NANOS =
            Map.of("ms", 1_000_000L, "s", 1_000_000_000L, "min", 60_000_000_000L, "h", 3_600_000_000_000L);

    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private static final Map<String, Long> SECONDS = Map.of(
            "",
            NANOS.get("s"),
            "ms",
            NANOS.get("ms"),
            "s",
            NANOS.get("s"),
            "min",
            NANOS.get("min"),
            "h",
            NANOS.get("h"));

    private static final Map<String, Long> COUNTS =
            Map.of("", 1L, "k", 1_000L, "K", 1_000L, "M", 1_000_000L, "G", 1_000_000_000L);

    private Amounts() {}

    private static long parse(String text, Map<String, Long> units, String what) {
        Matcher matcher = AMOUNT.matcher(text);
        if (matcher.matches()) {
            Long unit = units.get(matcher.group(2));
            if (unit != null) {
                BigDecimal number = new BigDecimal(matcher.group(1));
                BigInteger amount = number.multiply(BigDecimal.valueOf(unit)).toBigInteger();
                if (amount.bitLength() < Long.SIZE && (unit > 1 || number.scale() == 0)) {
                    return amount.longValueExact();
                }
            }
        }
        throw new TypeConversionException("'" + text + "' is not " + what);
    }

    /** Reads numbers without a unit. */
    static final class OfWholeNumber implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a whole number, or too large");
            }
        }
    }

    /** Reads numbers without a unit, perhaps with a fraction. */
    static final class OfNumber implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                double number = Double.parseDouble(text);
                if (Double.isFinite(number)) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Explained below.
            }
            throw new TypeConversionException("'" + text + "' is not a number");
        }
    }

    /** Reads durations. */
    static final class OfTime implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Duration.ofNanos(parse(text, NANOS, "a time, such as 500ms, 2s, 1.5min or 1h"));
        }
    }

    /** Reads durations, in seconds where no unit stands. */
    static final class OfSeconds implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Duration.ofNanos(parse(text, SECONDS, "a number of seconds, such as 60, or a time, such as 1.5min"));
        }
    }

    /** Reads counts. */
    static final class OfCount implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return parse(text, COUNTS, "a number, such as 20000, 10k or 1.5M");
        }
    }

    /** Reads numbers of bytes. */
    static final class OfBytes implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return parse(text, BYTES, "a size, such as 65536, 512KiB, 64MiB or 1GiB");
        }
    }
}
