package org.wasmi.emscripten;

import static org.wasmi.encoding.type.NumType.F64;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.Memory;
import org.wasmi.wasi.WasiConfig;

/** Clocks and calendar. The time zone is that of the configuration's clock. */
final class TimeFunctions {
    private static final int TM_YEAR = 1900;
    private static final int INVAL = 28;
    private static final int NAME_ROOM = 17;
    private static final long NANOS = 1_000_000_000;

    private final Guest guest;
    private final WasiConfig config;
    private final ZoneId zone;

    TimeFunctions(Guest guest) {
        this.guest = guest;
        this.config = guest.config();
        this.zone = config.clock().getZone();
    }

    void define(Library library) {
        library.defineDouble(
                "emscripten_date_now",
                call -> call.returnF64((double) config.clock().millis()));
        library.defineDouble(
                "emscripten_get_now", call -> call.returnF64(config.nanoTime().getAsLong() / 1e6));
        library.defineDouble("emscripten_get_now_res", call -> call.returnF64(1));
        for (String name : new String[] {"emscripten_get_now_is_monotonic", "_emscripten_get_now_is_monotonic"}) {
            library.defineInt(name, call -> call.returnI32(1));
        }
        library.defineDouble(
                "emscripten_performance_now",
                call -> call.returnF64(config.nanoTime().getAsLong() / 1e6));
        library.defineInt("clock_time_get", this::clock, I32, I32, I32, I32);
        library.define("_tzset_js", this::zone, I32, I32, I32);
        library.define("_tzset_js", this::zone, I32, I32, I32, I32);

        defineBroken(library, "_localtime_js", zone);
        defineBroken(library, "_gmtime_js", ZoneOffset.UTC);
        library.defineLong("_mktime_js", call -> call.returnI64(seconds(call, zone)), I32);
        library.defineLong("_timegm_js", call -> call.returnI64(seconds(call, ZoneOffset.UTC)), I32);
        library.defineInt("_mktime_js", call -> call.returnI32((int) seconds(call, zone)), I32);
        library.defineInt("_timegm_js", call -> call.returnI32((int) seconds(call, ZoneOffset.UTC)), I32);
        // Timers would call the guest when nobody else does: they never fire.
        library.defineInt("_setitimer_js", call -> call.returnI32(0), I32, F64);
    }

    /** Until 2025 with the time of 64 bits in two, before that behind a pointer. */
    private void defineBroken(Library library, String name, ZoneId zone) {
        ToLongFunction<HostCall> behind = call -> guest.memory().getLong(Integer.toUnsignedLong(call.i32(0)));
        library.define(name, call -> breakDown(call, behind.applyAsLong(call), 1, zone), I32, I32);
        library.define(name, call -> breakDown(call, pair(call), 2, zone), I32, I32, I32);
        library.define(name, call -> breakDown(call, call.i64(0), 1, zone), I64, I32);
        library.defineInt(name, call -> call.returnI32(breakDown(call, call.i64(0), 1, zone)), I64, I32);
    }

    private static long pair(HostCall call) {
        return Integer.toUnsignedLong(call.i32(0)) | (long) call.i32(1) << 32;
    }

    /** Stores a time as {@code struct tm}. {@return 0, or 1 if no calendar has it} */
    private int breakDown(HostCall call, long seconds, int param, ZoneId zone) {
        ZonedDateTime time;
        try {
            time = Instant.ofEpochSecond(seconds).atZone(zone);
        } catch (DateTimeException e) {
            return 1;
        }
        put(guest.memory(), Integer.toUnsignedLong(call.i32(param)), time);
        return 0;
    }

    private static void put(Memory memory, long at, ZonedDateTime time) {
        ZoneRules rules = time.getZone().getRules();
        memory.putInt(at, time.getSecond());
        memory.putInt(at + 4, time.getMinute());
        memory.putInt(at + 8, time.getHour());
        memory.putInt(at + 12, time.getDayOfMonth());
        memory.putInt(at + 16, time.getMonthValue() - 1);
        memory.putInt(at + 20, time.getYear() - TM_YEAR);
        memory.putInt(at + 24, time.getDayOfWeek().getValue() % 7);
        memory.putInt(at + 28, time.getDayOfYear() - 1);
        memory.putInt(at + 32, rules.isDaylightSavings(time.toInstant()) ? 1 : 0);
        memory.putInt(at + 36, time.getOffset().getTotalSeconds());
    }

    /** Brings the fields of {@code struct tm} into their ranges. {@return the time, -1 if no calendar has it} */
    private long seconds(HostCall call, ZoneId zone) {
        Memory memory = guest.memory();
        long at = Integer.toUnsignedLong(call.i32(0));
        ZonedDateTime time;
        try {
            time = LocalDateTime.of(memory.getInt(at + 20) + TM_YEAR, 1, 1, 0, 0)
                    .plusMonths(memory.getInt(at + 16))
                    .plusDays(memory.getInt(at + 12) - 1L)
                    .plusHours(memory.getInt(at + 8))
                    .plusMinutes(memory.getInt(at + 4))
                    .plusSeconds(memory.getInt(at))
                    .atZone(zone);
        } catch (DateTimeException e) {
            return -1;
        }
        int summer = memory.getInt(at + 32);
        time = summer > 0 ? time.withEarlierOffsetAtOverlap() : summer == 0 ? time.withLaterOffsetAtOverlap() : time;
        put(memory, at, time);
        return time.toEpochSecond();
    }

    /** Stores seconds west of Greenwich, whether there is summer time, and the names of both. */
    private void zone(HostCall call) {
        int year = config.clock().instant().atZone(zone).getYear();
        int january = offset(year, 1);
        int july = offset(year, 7);
        int standard = Math.min(january, july);
        int summer = Math.max(january, july);
        Memory memory = guest.memory();
        memory.putInt(Integer.toUnsignedLong(call.i32(0)), -standard);
        memory.putInt(Integer.toUnsignedLong(call.i32(1)), january == july ? 0 : 1);
        if (call.function().type().params().size() == 3) {
            // Pointers to the names, which the guest would have to allocate: both stay as they are.
            return;
        }
        putName(memory, call.i32(2), standard);
        putName(memory, call.i32(3), summer);
    }

    private int offset(int year, int month) {
        return LocalDateTime.of(year, month, 1, 0, 0).atZone(zone).getOffset().getTotalSeconds();
    }

    private static void putName(Memory memory, int address, int offset) {
        int minutes = Math.abs(offset) / 60;
        String name = String.format(Locale.ROOT, "UTC%s%02d%02d", offset < 0 ? "-" : "+", minutes / 60, minutes % 60);
        byte[] text = (name + "\0").getBytes(StandardCharsets.UTF_8);
        memory.write(Integer.toUnsignedLong(address), text, 0, Math.min(text.length, NAME_ROOM));
    }

    /** As {@code clock_time_get} of WASI, with the unused precision in two parts. */
    private void clock(HostCall call) {
        int clock = call.i32(0);
        if (clock < 0 || clock > 3) {
            call.returnI32(INVAL);
            return;
        }
        Instant now = config.clock().instant();
        long nanos = clock == 0
                ? now.getEpochSecond() * NANOS + now.getNano()
                : config.nanoTime().getAsLong();
        guest.memory().putLong(Integer.toUnsignedLong(call.i32(3)), nanos);
        call.returnI32(0);
    }
}
