package org.wasmi.profile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.Value;

/** Writes core dumps as Wasm binaries. */
final class CoreDumpWriter {
    static final int CUSTOM = 0;
    static final int MEMORY = 5;
    static final int GLOBAL = 6;
    static final int DATA = 11;
    static final int MISSING = 0x01;
    static final int I32 = 0x7F;
    static final int I64 = 0x7E;
    static final int F32 = 0x7D;
    static final int F64 = 0x7C;
    static final int V128 = 0x7B;
    static final int END = 0x0B;
    private static final int EXTERNREF = 0x6F;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] write(CoreDump dump) {
        out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        custom("core", section -> {
            section.out.write(0);
            section.name(dump.executable());
        });
        custom(
                "coremodules",
                section -> section.vector(dump.modules(), (to, module) -> {
                    to.out.write(0);
                    to.name(module);
                }));
        custom(
                "coreinstances",
                section -> section.vector(dump.instances(), (to, instance) -> {
                    to.out.write(0);
                    to.unsigned(instance.module());
                    to.vector(instance.memories(), CoreDumpWriter::index);
                    to.vector(instance.globals(), CoreDumpWriter::index);
                }));
        for (CoreDump.ThreadStack thread : dump.threads()) {
            custom("corestack", section -> {
                section.out.write(0);
                section.name(thread.name());
                section.vector(thread.frames(), CoreDumpWriter::frame);
            });
        }
        section(MEMORY, section -> section.vector(dump.memories(), (to, memory) -> to.memory(memory.type())));
        section(GLOBAL, section -> section.vector(dump.globals(), CoreDumpWriter::global));
        section(DATA, section -> section.data(dump.memories()));
        return out.toByteArray();
    }

    private interface Contents {
        void writeTo(CoreDumpWriter section);
    }

    private void section(int id, Contents contents) {
        CoreDumpWriter section = new CoreDumpWriter();
        contents.writeTo(section);
        out.write(id);
        unsigned(section.out.size());
        out.writeBytes(section.out.toByteArray());
    }

    private void custom(String name, Contents contents) {
        section(CUSTOM, section -> {
            section.name(name);
            contents.writeTo(section);
        });
    }

    private <T> void vector(List<T> items, BiConsumer<CoreDumpWriter, T> item) {
        unsigned(items.size());
        items.forEach(each -> item.accept(this, each));
    }

    private void name(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        unsigned(bytes.length);
        out.writeBytes(bytes);
    }

    private void frame(CoreDump.Frame frame) {
        out.write(0);
        unsigned(frame.instance());
        unsigned(frame.function());
        unsigned(frame.codeOffset());
        vector(frame.locals(), CoreDumpWriter::value);
        vector(frame.stack(), CoreDumpWriter::value);
    }

    private void value(Optional<Value> value) {
        Value known = value.orElse(null);
        if (known instanceof Value.I32 i32) {
            out.write(I32);
            signed(i32.value());
        } else if (known instanceof Value.I64 i64) {
            out.write(I64);
            signed(i64.value());
        } else if (known instanceof Value.F32 f32) {
            out.write(F32);
            fixed(f32.bits(), Integer.BYTES);
        } else if (known instanceof Value.F64 f64) {
            out.write(F64);
            fixed(f64.bits(), Long.BYTES);
        } else {
            out.write(MISSING);
        }
    }

    private void memory(MemoryType type) {
        int custom = type.pageShift() == MemoryType.PAGE_SHIFT ? 0 : 8;
        out.write(custom | (type.address() == AddressType.I64 ? 4 : 0));
        unsigned(type.limits().min());
        if (custom != 0) {
            unsigned(type.pageShift());
        }
    }

    /** Writes a global that is constant; for a reference, null of a type that any reader knows. */
    private void global(Optional<Value> value) {
        Value known = value.orElse(null);
        int type = known instanceof Value.I32
                ? I32
                : known instanceof Value.I64
                        ? I64
                        : known instanceof Value.F32
                                ? F32
                                : known instanceof Value.F64 ? F64 : known instanceof Value.V128 ? V128 : EXTERNREF;
        out.write(type);
        out.write(0);
        if (known instanceof Value.I32 i32) {
            out.write(0x41);
            signed(i32.value());
        } else if (known instanceof Value.I64 i64) {
            out.write(0x42);
            signed(i64.value());
        } else if (known instanceof Value.F32 f32) {
            out.write(0x43);
            fixed(f32.bits(), Integer.BYTES);
        } else if (known instanceof Value.F64 f64) {
            out.write(0x44);
            fixed(f64.bits(), Long.BYTES);
        } else if (known instanceof Value.V128 v128) {
            out.write(0xFD);
            unsigned(12);
            fixed(v128.low(), Long.BYTES);
            fixed(v128.high(), Long.BYTES);
        } else {
            out.write(0xD0);
            out.write(EXTERNREF);
        }
        out.write(END);
    }

    private void data(List<CoreDump.Memory> memories) {
        unsigned(memories.stream().mapToLong(each -> each.parts().size()).sum());
        for (int i = 0; i < memories.size(); i++) {
            CoreDump.Memory memory = memories.get(i);
            for (CoreDump.Part part : memory.parts()) {
                out.write(i == 0 ? 0 : 2);
                if (i > 0) {
                    unsigned(i);
                }
                boolean wide = memory.type().address() == AddressType.I64;
                out.write(wide ? 0x42 : 0x41);
                signed(wide ? part.address() : (int) part.address());
                out.write(END);
                unsigned(part.bytes().size());
                out.writeBytes(part.bytes().toArray());
            }
        }
    }

    private void index(int value) {
        unsigned(value);
    }

    private void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write(((int) rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private void signed(long value) {
        long rest = value;
        while (rest >= 0x40 || rest < -0x40) {
            out.write(((int) rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        out.write((int) rest & 0x7F);
    }

    private void fixed(long bits, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (bits >>> (8 * i)));
        }
    }
}
