package org.wasmi.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.Value;

/** Reads core dumps, of which nothing is trusted. */
final class CoreDumpReader {
    private static final int HAS_MAXIMUM = 1;
    private static final int SHARED = 2;
    private static final int WIDE = 4;
    private static final int CUSTOM_PAGE = 8;

    private final byte[] bytes;
    private String executable = "";
    private List<String> modules = List.of();
    private List<CoreDump.Instance> instances = List.of();
    private final List<CoreDump.ThreadStack> threads = new ArrayList<>();
    private List<MemoryType> memories = List.of();
    private final List<List<CoreDump.Part>> parts = new ArrayList<>();
    private List<Optional<Value>> globals = List.of();

    CoreDumpReader(byte[] bytes) {
        this.bytes = bytes;
    }

    static boolean isCoreDump(byte[] bytes) {
        try {
            BinaryInput sections = BinaryInput.sections(bytes);
            while (sections.hasMore()) {
                int id = sections.read();
                BinaryInput section = sections.part();
                if (id == CoreDumpWriter.CUSTOM && section.name().equals("core")) {
                    return true;
                }
            }
            return false;
        } catch (MalformedException none) {
            return false;
        }
    }

    CoreDump read() {
        BinaryInput sections = BinaryInput.sections(bytes);
        List<BinaryInput> data = new ArrayList<>();
        boolean found = false;
        while (sections.hasMore()) {
            int id = sections.read();
            BinaryInput section = sections.part();
            switch (id) {
                case CoreDumpWriter.CUSTOM -> found |= custom(section);
                case CoreDumpWriter.MEMORY -> memories = list(section, CoreDumpReader::memory);
                case CoreDumpWriter.GLOBAL -> globals = list(section, CoreDumpReader::global);
                case CoreDumpWriter.DATA -> data.add(section); // the order of sections is not important
                default -> {}
            }
        }
        if (!found) {
            throw new MalformedException("no section \"core\"", bytes.length);
        }
        memories.forEach(each -> parts.add(new ArrayList<>()));
        data.forEach(this::data);
        check(sections);
        List<CoreDump.Memory> all = new ArrayList<>();
        for (int i = 0; i < memories.size(); i++) {
            all.add(new CoreDump.Memory(memories.get(i), parts.get(i)));
        }
        return new CoreDump(executable, modules, instances, threads, all, globals);
    }

    private void check(BinaryInput end) {
        for (CoreDump.Instance each : instances) {
            if (each.module() >= modules.size()
                    || each.memories().stream().anyMatch(index -> index >= memories.size())
                    || each.globals().stream().anyMatch(index -> index >= globals.size())) {
                throw end.malformed("an instance of what there is not");
            }
        }
        for (CoreDump.ThreadStack each : threads) {
            if (each.frames().stream().anyMatch(frame -> frame.instance() >= instances.size())) {
                throw end.malformed("a frame of an instance that there is not");
            }
        }
    }

    private interface Item<T> {
        T read(BinaryInput input);
    }

    private static <T> List<T> list(BinaryInput input, Item<T> item) {
        int count = input.count();
        List<T> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(item.read(input));
        }
        return items;
    }

    /** {@return whether it is the section that a core dump has} */
    private boolean custom(BinaryInput section) {
        switch (section.name()) {
            case "core" -> {
                section.expect(0);
                executable = section.name();
                return true;
            }
            case "coremodules" ->
                modules = list(section, input -> {
                    input.expect(0);
                    return input.name();
                });
            case "coreinstances" ->
                instances = list(section, input -> {
                    input.expect(0);
                    return new CoreDump.Instance(
                            input.unsigned(), list(input, BinaryInput::unsigned), list(input, BinaryInput::unsigned));
                });
            case "corestack" -> {
                section.expect(0);
                String name = section.name();
                threads.add(new CoreDump.ThreadStack(name, list(section, CoreDumpReader::frame)));
            }
            default -> {}
        }
        return false;
    }

    private static CoreDump.Frame frame(BinaryInput input) {
        input.expect(0);
        return new CoreDump.Frame(
                input.unsigned(),
                input.unsigned(),
                input.unsigned(),
                list(input, CoreDumpReader::value),
                list(input, CoreDumpReader::value));
    }

    private static Optional<Value> value(BinaryInput input) {
        int type = input.read();
        return switch (type) {
            case CoreDumpWriter.MISSING -> Optional.empty();
            case CoreDumpWriter.I32 -> Optional.of(new Value.I32((int) input.signed()));
            case CoreDumpWriter.I64 -> Optional.of(new Value.I64(input.signed()));
            case CoreDumpWriter.F32 -> Optional.of(new Value.F32((int) input.fixed(Integer.BYTES)));
            case CoreDumpWriter.F64 -> Optional.of(new Value.F64(input.fixed(Long.BYTES)));
            default -> throw input.malformed("a value of type 0x" + Integer.toHexString(type));
        };
    }

    private static MemoryType memory(BinaryInput input) {
        int flags = input.read();
        if (flags >= 2 * CUSTOM_PAGE) {
            throw input.malformed("malformed limits flags");
        }
        long least = input.unsignedLong();
        if ((flags & HAS_MAXIMUM) != 0) {
            input.unsignedLong();
        }
        int shift = (flags & CUSTOM_PAGE) != 0 ? input.unsigned() : MemoryType.PAGE_SHIFT;
        if (shift != 0 && shift != MemoryType.PAGE_SHIFT) {
            throw input.malformed("pages of 2^" + shift + " bytes");
        }
        return new MemoryType(
                (flags & WIDE) != 0 ? AddressType.I64 : AddressType.I32,
                Limits.atLeast(least),
                shift,
                (flags & SHARED) != 0);
    }

    private static Optional<Value> global(BinaryInput input) {
        input.read();
        input.read();
        Optional<Value> value = constant(input);
        input.expect(CoreDumpWriter.END);
        return value;
    }

    private static Optional<Value> constant(BinaryInput input) {
        int operator = input.read();
        return switch (operator) {
            case 0x41 -> Optional.of(new Value.I32((int) input.signed()));
            case 0x42 -> Optional.of(new Value.I64(input.signed()));
            case 0x43 -> Optional.of(new Value.F32((int) input.fixed(Integer.BYTES)));
            case 0x44 -> Optional.of(new Value.F64(input.fixed(Long.BYTES)));
            case 0xD0 -> {
                input.signed();
                yield Optional.empty();
            }
            case 0xFD -> {
                if (input.unsigned() != 12) {
                    throw input.malformed("not a constant");
                }
                yield Optional.of(new Value.V128(input.fixed(Long.BYTES), input.fixed(Long.BYTES)));
            }
            default -> throw input.malformed("not a constant");
        };
    }

    private void data(BinaryInput section) {
        int count = section.count();
        for (int i = 0; i < count; i++) {
            int kind = section.unsigned();
            if (kind != 0 && kind != 2) {
                throw section.malformed("a data segment that is not active");
            }
            int memory = kind == 0 ? 0 : section.unsigned();
            if (memory >= parts.size()) {
                throw section.malformed("unknown memory " + memory);
            }
            Value address = constant(section).orElseThrow(() -> section.malformed("not an address"));
            section.expect(CoreDumpWriter.END);
            long at = address instanceof Value.I32 i32
                    ? Integer.toUnsignedLong(i32.value())
                    : address instanceof Value.I64 i64 ? i64.value() : -1;
            if (at < 0) {
                throw section.malformed("not an address");
            }
            parts.get(memory).add(new CoreDump.Part(at, section.bytes()));
        }
    }
}
