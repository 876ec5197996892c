package org.wasmi.testkit.hostile;

import static org.wasmi.testkit.hostile.WasmBytes.module;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.InterruptHandle;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.TaggedException;
import org.wasmi.exec.Value;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/**
 * What a stranger may try, and what must come of it.
 *
 * @param name what is tried
 * @param error the type of the error that it must end in
 * @param message what the error's message must contain
 * @param attack tries it
 */
record Hostile(String name, Class<? extends WasmException> error, String message, Consumer<Sandbox> attack) {
    /** As much as takes a fraction of a second. */
    private static final long FUEL = 1_000_000;

    private static final int HUGE = -1; // 2^32 - 1, written in five bytes

    private static final int BLOCK = 0x02;
    private static final int LOOP = 0x03;
    private static final int IF = 0x04;
    private static final int END = 0x0B;
    private static final int BR_TABLE = 0x0E;
    private static final int DROP = 0x1A;
    private static final int I32_CONST = 0x41;
    private static final int EMPTY = 0x40;

    @Override
    public String toString() {
        return name;
    }

    static List<Hostile> all() {
        List<Hostile> all = new ArrayList<>();
        headers(all);
        bombs(all);
        counts(all);
        storage(all);
        time(all);
        depth(all);
        growth(all);
        traps(all);
        links(all);
        vectors(all);
        types(all);
        objects(all);
        atomics(all);
        exceptions(all);
        stored(all);
        return all;
    }

    private static Hostile malformed(String name, String message, byte[] module) {
        return new Hostile(name, MalformedException.class, message, sandbox -> Sandbox.translate(module));
    }

    private static Hostile exceeding(String name, String limit, byte[] module) {
        return new Hostile(name, ResourceException.class, limit, sandbox -> Sandbox.translate(module));
    }

    private static Hostile trap(String name, Trap trap, Consumer<Sandbox> attack) {
        return new Hostile(
                name,
                TrapException.class,
                trap.text(),
                sandbox -> attack.accept(trap == Trap.DEADLINE_EXCEEDED ? sandbox.hurry() : sandbox));
    }

    private static void headers(List<Hostile> all) {
        all.add(malformed("an empty file", "", new byte[0]));
        all.add(malformed("another magic number", "magic", new byte[] {0x7F, 'E', 'L', 'F', 1, 0, 0, 0}));
        all.add(malformed("another version", "version", new byte[] {0, 'a', 's', 'm', 2, 0, 0, 0}));
        all.add(malformed(
                "a section beyond the end", "", module().bytes(1).u32(1_000_000).build()));
        all.add(malformed(
                "a section of 4 GB",
                "",
                module().bytes(1).u32(Integer.toUnsignedLong(HUGE)).build()));
        all.add(malformed(
                "a size of too many bytes",
                "",
                module().bytes(1).repeat(9, 0x80).bytes(0).build()));
        all.add(malformed(
                "sections out of order",
                "",
                module().section(3, s -> s.u32(0)).section(1, s -> s.u32(0)).build()));
        all.add(malformed(
                "functions without code",
                "",
                module().section(1, s -> s.bytes(1, 0x60, 0, 0))
                        .section(3, s -> s.bytes(1, 0))
                        .build()));
    }

    /** Modules that are small and say that they are large, or that are large in one respect. */
    private static void bombs(List<Hostile> all) {
        all.add(exceeding(
                "an endless module",
                "module size",
                module().section(0, s -> s.name("x").repeat(17 << 20, 0)).build()));
        all.add(exceeding("a long function", "body size", WasmBytes.function(body -> body.bytes(0)
                .repeat(2 << 20, 0x01)
                .bytes(END))));
        all.add(exceeding("a million nested blocks", "nesting", WasmBytes.function(body -> body.bytes(0)
                .repeat(400_000, BLOCK, EMPTY)
                .repeat(200_000, END)
                .bytes(END))));
        all.add(exceeding("nested loops", "nesting", WasmBytes.function(body -> body.bytes(0)
                .repeat(100_000, LOOP, EMPTY)
                .repeat(100_000, END)
                .bytes(END))));
        all.add(exceeding("nested conditions", "nesting", WasmBytes.function(body -> body.bytes(0)
                .repeat(100_000, I32_CONST, 0, IF, EMPTY)
                .repeat(100_000, END)
                .bytes(END))));
        all.add(exceeding("a high operand stack", "operand stack", WasmBytes.function(body -> body.bytes(0)
                .repeat(100_000, I32_CONST, 0)
                .repeat(100_000, DROP)
                .bytes(END))));
        all.add(exceeding("a long br_table", "br_table", WasmBytes.function(body -> body.bytes(0)
                .bytes(I32_CONST, 0, BR_TABLE)
                .u32(500_000)
                .repeat(500_001, 0)
                .bytes(END))));
        all.add(new Hostile(
                "a br_table that is not there",
                WasmException.class,
                "",
                sandbox -> Sandbox.translate(WasmBytes.function(body -> body.bytes(0, I32_CONST, 0, BR_TABLE)
                        .u32(Integer.toUnsignedLong(HUGE))
                        .bytes(END)))));
        all.add(new Hostile(
                "four billion locals",
                WasmException.class,
                "locals",
                sandbox -> Sandbox.translate(WasmBytes.function(
                        body -> body.bytes(1).u32(Integer.toUnsignedLong(HUGE)).bytes(0x7F, END)))));
        all.add(new Hostile(
                "locals that overflow their sum",
                WasmException.class,
                "locals",
                sandbox -> Sandbox.translate(WasmBytes.function(body -> {
                    body.bytes(2);
                    body.u32(1L << 31).bytes(0x7F).u32(1L << 31).bytes(0x7E);
                    body.bytes(END);
                }))));
        all.add(exceeding("6,000 locals", "locals", WasmBytes.function(body -> body.bytes(1)
                .u32(6_000)
                .bytes(0x7E, END))));
        all.add(exceeding(
                "a thousand parameters",
                "parameters",
                module().section(1, types -> types.bytes(1, 0x60)
                                .u32(999)
                                .repeat(999, 0x7F)
                                .bytes(0))
                        .build()));
        all.add(exceeding(
                "a thousand results",
                "results",
                module().section(1, types -> types.bytes(1, 0x60, 0).u32(999).repeat(999, 0x7F))
                        .build()));
    }

    /** Sections that say they have a great many entries. */
    private static void counts(List<Hostile> all) {
        all.add(exceeding(
                "20,000 types",
                "types",
                module().section(1, types -> types.u32(20_000).repeat(20_000, 0x60, 0, 0))
                        .build()));
        String[] names = {"types", "imports", "functions", "tables", "memories", "globals", "exports"};
        for (int i = 0; i < names.length; i++) {
            int section = i + 1;
            all.add(new Hostile(
                    "four billion " + names[i],
                    WasmException.class,
                    "",
                    sandbox -> Sandbox.translate(module().section(section, s -> s.u32(Integer.toUnsignedLong(HUGE))
                                    .bytes(0, 0, 0))
                            .build())));
        }
        all.add(exceeding(
                "2,000 memories",
                "memories",
                module().section(5, memories -> memories.u32(2_000).repeat(2_000, 0, 1))
                        .build()));
        all.add(exceeding(
                "200 tables",
                "tables",
                module().section(4, tables -> tables.u32(200).repeat(200, 0x70, 0, 1))
                        .build()));
        all.add(exceeding(
                "10,000 custom sections",
                "custom sections",
                module().repeat(10_000, 0, 2, 1, 'x').build()));
        all.add(exceeding(
                "2,000 data segments",
                "data segments",
                module().section(11, data -> data.u32(2_000).repeat(2_000, 1, 0))
                        .build()));
        all.add(exceeding(
                "2,000 element segments",
                "element segments",
                module().section(9, elements -> elements.u32(2_000).repeat(2_000, 1, 0, 0))
                        .build()));
        all.add(new Hostile(
                "a data segment of 4 GB",
                MalformedException.class,
                "",
                sandbox -> Sandbox.translate(
                        module().section(11, data -> data.bytes(1, 1).u32(Integer.toUnsignedLong(HUGE)))
                                .build())));
        all.add(new Hostile(
                "names that are not there",
                TrapException.class,
                Trap.UNREACHABLE.text(),
                sandbox -> sandbox.run(withCustomSection("name", new byte[] {1, 6, -1, -1, -1, -1, 15, 0}))));
    }

    private static byte[] withCustomSection(String name, byte[] bytes) {
        return new ModuleBuilder()
                .custom(name, bytes)
                .function("run", "->", code -> code.op("unreachable"))
                .build();
    }

    private static void storage(List<Hostile> all) {
        all.add(new Hostile(
                "a memory of 4 GB",
                ResourceException.class,
                "memory",
                sandbox -> sandbox.instantiate(
                        new ModuleBuilder().memory(Limits.atLeast(65_536)).build())));
        all.add(new Hostile(
                "a table of four billion",
                ResourceException.class,
                "table",
                sandbox -> sandbox.instantiate(new ModuleBuilder()
                        .table(new TableType(RefType.FUNCREF, Limits.atLeast(0xFFFF_FFFFL)))
                        .build())));
        for (long pages : new long[] {1L << 20, 1L << 47, 1L << 48}) {
            MemoryType type = new MemoryType(AddressType.I64, Limits.atLeast(pages), MemoryType.PAGE_SHIFT, false);
            all.add(new Hostile(
                    "a memory of " + pages + " pages with 64-bit addresses",
                    ResourceException.class,
                    "memory",
                    sandbox -> sandbox.instantiate(
                            new ModuleBuilder().memory("memory", type).build())));
        }
        for (long elements : new long[] {1L << 32, Long.MAX_VALUE, -1}) {
            TableType type = new TableType(AddressType.I64, RefType.FUNCREF, Limits.atLeast(elements));
            all.add(new Hostile(
                    "a table of " + Long.toUnsignedString(elements) + " elements",
                    ResourceException.class,
                    "table",
                    sandbox -> sandbox.instantiate(
                            new ModuleBuilder().table("table", type).build())));
        }
        all.add(new Hostile("tables that add up", ResourceException.class, "table", sandbox -> {
            ModuleBuilder module = new ModuleBuilder();
            for (int i = 0; i < 50; i++) {
                module.table(new TableType(RefType.EXTERNREF, Limits.atLeast(50_000)));
            }
            sandbox.instantiate(module.build());
        }));
        all.add(new Hostile("instances without end", ResourceException.class, "instances", sandbox -> {
            Store store = sandbox.store();
            byte[] module =
                    new ModuleBuilder().function("run", "->", code -> {}).build();
            for (; ; ) {
                sandbox.instantiate(store, new Linker(), module);
            }
        }));
        all.add(new Hostile("instances with memories without end", ResourceException.class, "memor", sandbox -> {
            Store store = sandbox.store();
            byte[] module = new ModuleBuilder().memory(Limits.atLeast(100)).build();
            for (; ; ) {
                sandbox.instantiate(store, new Linker(), module);
            }
        }));
        all.add(new Hostile(
                "a memory as large as the heap, used to its end", ResourceException.class, "no room", sandbox -> {
                    int pages = (int) (Runtime.getRuntime().maxMemory() / 65_536);
                    byte[] module = new ModuleBuilder()
                            .memory(Limits.atLeast(pages))
                            .function("run", "->", code -> code.i32Const(pages * 65_536 - 4)
                                    .i32Const(1)
                                    .op("i32.store"))
                            .build();
                    sandbox.instantiate(sandbox.engine().newStore(), new Linker(), module)
                            .function("run")
                            .call();
                }));
    }

    private static byte[] run(Consumer<CodeBuilder> body) {
        return new ModuleBuilder().function("run", "->", body).build();
    }

    private static byte[] endless(Consumer<CodeBuilder> body) {
        return endless(new ModuleBuilder(), body);
    }

    /** Makes the function {@code run} that does the same for ever. */
    private static byte[] endless(ModuleBuilder module, Consumer<CodeBuilder> body) {
        return module.function("run", "->", code -> {
                    code.loop();
                    body.accept(code);
                    code.br(0).end();
                })
                .build();
    }

    private static void time(List<Hostile> all) {
        all.add(trap("an endless loop", Trap.DEADLINE_EXCEEDED, sandbox -> sandbox.run(endless(code -> {}))));
        all.add(trap(
                "an endless loop on fuel", Trap.OUT_OF_FUEL, sandbox -> sandbox.run(endless(code -> {}), 10_000_000)));
        all.add(trap("an endless loop until it is interrupted", Trap.INTERRUPTED, sandbox -> {
            Store store = sandbox.engine().newStore();
            InterruptHandle handle = store.interruptHandle();
            Linker linker = new Linker();
            linker.function("host", "running", ModuleBuilder.signature("->"), call -> {
                Thread other = new Thread(handle::interrupt);
                other.start();
            });
            byte[] module = new ModuleBuilder()
                    .importFunction("host", "running", "->")
                    .function("run", "->", code -> code.call(0).loop().br(0).end())
                    .build();
            sandbox.instantiate(store, linker, module).function("run").call();
        }));
        all.add(trap(
                "an endless start function",
                Trap.DEADLINE_EXCEEDED,
                sandbox -> sandbox.instantiate(new ModuleBuilder()
                        .function("->", code -> code.loop().br(0).end())
                        .start(0)
                        .build())));
        all.add(trap(
                "endless tail calls", Trap.DEADLINE_EXCEEDED, sandbox -> sandbox.run(run(code -> code.returnCall(0)))));
        all.add(trap("endless calls of the host", Trap.DEADLINE_EXCEEDED, sandbox -> {
            Linker linker = new Linker();
            linker.function("host", "nothing", ModuleBuilder.signature("->"), call -> {});
            byte[] module = endless(new ModuleBuilder().importFunction("host", "nothing", "->"), code -> code.call(0));
            sandbox.instantiate(sandbox.store(), linker, module).function("run").call();
        }));
        all.add(trap("endless calls of a host that takes its time", Trap.DEADLINE_EXCEEDED, sandbox -> {
            Linker linker =
                    new Linker().function("host", "wait", HostFunction.of(() -> LockSupport.parkNanos(5_000_000)));
            byte[] module = endless(new ModuleBuilder().importFunction("host", "wait", "->"), code -> code.call(0));
            sandbox.instantiate(sandbox.store(), linker, module).function("run").call();
        }));
        all.add(trap(
                "a br_table that goes round",
                Trap.DEADLINE_EXCEEDED,
                sandbox -> sandbox.run(run(code -> code.loop()
                        .i32Const(5)
                        .brTable(Collections.nCopies(5_000, 0), 0)
                        .end()))));
        all.add(trap(
                "calls that clear numbers",
                Trap.OUT_OF_FUEL,
                sandbox -> sandbox.run(largeFrames(NumType.I32, 100_000), FUEL)));
        all.add(trap(
                "calls that clear references",
                Trap.OUT_OF_FUEL,
                sandbox -> sandbox.run(largeFrames(RefType.FUNCREF, 100_000), FUEL)));
        String[][] bulk = {
            {"filling memory for ever", "memory.fill"},
            {"copying memory for ever", "memory.copy"},
            {"filling tables for ever", "table.fill"},
            {"copying tables for ever", "table.copy"},
        };
        for (String[] each : bulk) {
            all.add(trap(each[0], Trap.DEADLINE_EXCEEDED, sandbox -> sandbox.run(bulk(each[1]))));
            all.add(trap(each[0] + " on fuel", Trap.OUT_OF_FUEL, sandbox -> sandbox.run(bulk(each[1]), 1_000_000)));
        }
    }

    /** {@return a program that calls for ever a function that has many locals} */
    private static Program largeFrames(ValType type, int locals) {
        byte[] module = new ModuleBuilder()
                .function(
                        "->",
                        code -> code.locals(Collections.nCopies(locals, type).toArray(ValType[]::new)))
                .function("run", "->", code -> code.loop().call(0).br(0).end())
                .build();
        return Translator.translate(module, TranslationOptions.DEFAULT.withFuel(true));
    }

    private static byte[] bulk(String operator) {
        int all = operator.startsWith("memory") ? 900 * 65_536 : 100_000;
        ModuleBuilder module = new ModuleBuilder()
                .memory(Limits.atLeast(900))
                .table(new TableType(RefType.FUNCREF, Limits.atLeast(100_000)));
        return endless(module, code -> {
            code.i32Const(0);
            if (operator.equals("table.fill")) {
                code.refNull(RefType.FUNCREF.heap());
            } else {
                code.i32Const(0);
            }
            code.i32Const(all).op(operator);
        });
    }

    private static void depth(List<Hostile> all) {
        all.add(trap(
                "endless recursion", Trap.CALL_STACK_EXHAUSTED, sandbox -> sandbox.run(run(code -> code.call(0)))));
        all.add(trap(
                "recursion with many locals",
                Trap.CALL_STACK_EXHAUSTED,
                sandbox -> sandbox.run(run(code -> code.locals(
                                Collections.nCopies(4_000, NumType.I64).toArray(ValType[]::new))
                        .call(0)))));
        all.add(trap(
                "recursion through a table",
                Trap.CALL_STACK_EXHAUSTED,
                sandbox -> sandbox.run(new ModuleBuilder()
                        .table(new TableType(RefType.FUNCREF, Limits.atLeast(1)))
                        .elements(0, code -> code.i32Const(0), 0)
                        .function("run", "->", code -> code.i32Const(0).callIndirect(0, "->"))
                        .build())));
        all.add(trap("recursion through the host", Trap.CALL_STACK_EXHAUSTED, Hostile::recurseThroughTheHost));
        all.add(trap("recursion on a small stack", Trap.CALL_STACK_EXHAUSTED, sandbox -> {
            RuntimeException[] thrown = new RuntimeException[1];
            Thread thread = new Thread(null, () -> thrown[0] = caught(sandbox), "small stack", 200 << 10);
            thread.start();
            join(thread);
            throw thrown[0];
        }));
    }

    private static RuntimeException caught(Sandbox sandbox) {
        try {
            recurseThroughTheHost(sandbox);
        } catch (WasmException e) {
            return e;
        }
        return new IllegalStateException("it ended well");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void recurseThroughTheHost(Sandbox sandbox) {
        Linker linker = new Linker();
        linker.function("host", "again", ModuleBuilder.signature("->"), call -> call.caller()
                .function("run")
                .call());
        byte[] module = new ModuleBuilder()
                .importFunction("host", "again", "->")
                .function("run", "->", code -> code.call(0))
                .build();
        sandbox.instantiate(sandbox.store(), linker, module).function("run").call();
    }

    private static void growth(List<Hostile> all) {
        ModuleBuilder memory = new ModuleBuilder().memory(Limits.atLeast(1));
        all.add(trap(
                "growing memory for ever",
                Trap.DEADLINE_EXCEEDED,
                sandbox -> sandbox.run(endless(
                        new ModuleBuilder().memory(Limits.atLeast(1)),
                        code -> code.i32Const(1).op("memory.grow").op("drop")))));
        all.add(trap("growing memory until it fails", Trap.GROWTH_FAILED, sandbox -> sandbox.trapOnGrowth()
                .run(endless(memory, code -> code.i32Const(1).op("memory.grow").op("drop")))));
        all.add(trap("growing memory by 4 GB", Trap.GROWTH_FAILED, sandbox -> sandbox.trapOnGrowth()
                .run(new ModuleBuilder()
                        .memory(Limits.atLeast(1))
                        .function("run", "->", code -> code.i32Const(0xFFFF)
                                .op("memory.grow")
                                .op("drop"))
                        .build())));
        all.add(trap("growing a table until it fails", Trap.GROWTH_FAILED, sandbox -> sandbox.trapOnGrowth()
                .run(endless(
                        new ModuleBuilder().table(new TableType(RefType.FUNCREF, Limits.atLeast(0))),
                        code -> code.refNull(RefType.FUNCREF.heap())
                                .i32Const(1000)
                                .op("table.grow")
                                .op("drop")))));
        all.add(trap("growing a table by four billion", Trap.GROWTH_FAILED, sandbox -> sandbox.trapOnGrowth()
                .run(new ModuleBuilder()
                        .table(new TableType(RefType.FUNCREF, Limits.atLeast(0)))
                        .function("run", "->", code -> code.refNull(RefType.FUNCREF.heap())
                                .i32Const(-1)
                                .op("table.grow")
                                .op("drop"))
                        .build())));
    }

    private static void traps(List<Hostile> all) {
        all.add(trap(
                "an address beyond 4 GB",
                Trap.MEMORY_OUT_OF_BOUNDS,
                sandbox -> sandbox.run(new ModuleBuilder()
                        .memory(Limits.atLeast(1))
                        .function("run", "->", code -> code.i32Const(-1)
                                .op("i64.load", 0xFFFF_FFFFL)
                                .op("drop"))
                        .build())));
        all.add(trap(
                "data beyond the memory",
                Trap.MEMORY_OUT_OF_BOUNDS,
                sandbox -> sandbox.instantiate(new ModuleBuilder()
                        .memory(Limits.atLeast(1))
                        .data(0, code -> code.i32Const(-1), new byte[100])
                        .build())));
        all.add(trap(
                "elements beyond the table",
                Trap.TABLE_OUT_OF_BOUNDS,
                sandbox -> sandbox.instantiate(new ModuleBuilder()
                        .table(new TableType(RefType.FUNCREF, Limits.atLeast(1)))
                        .elements(0, code -> code.i32Const(-1), 0)
                        .function("run", "->", code -> {})
                        .build())));
        all.add(trap(
                "a copy that wraps around",
                Trap.MEMORY_OUT_OF_BOUNDS,
                sandbox -> sandbox.run(new ModuleBuilder()
                        .memory(Limits.atLeast(1))
                        .function("run", "->", code -> code.i32Const(-4)
                                .i32Const(0)
                                .i32Const(8)
                                .op("memory.copy"))
                        .build())));
        all.add(trap(
                "a call of a function that is no such",
                Trap.INDIRECT_CALL_TYPE_MISMATCH,
                sandbox -> sandbox.run(new ModuleBuilder()
                        .table(new TableType(RefType.FUNCREF, Limits.atLeast(1)))
                        .elements(0, code -> code.i32Const(0), 0)
                        .function("run", "->", code -> code.i64Const(1)
                                .i32Const(0)
                                .callIndirect(0, "i64 ->"))
                        .build())));
        all.add(trap(
                "a call beyond the table",
                Trap.UNDEFINED_ELEMENT,
                sandbox -> sandbox.run(new ModuleBuilder()
                        .table(new TableType(RefType.FUNCREF, Limits.atLeast(1)))
                        .function("run", "->", code -> code.i32Const(-1).callIndirect(0, "->"))
                        .build())));
        all.add(new Hostile(
                "code of the wrong types",
                InvalidException.class,
                "",
                sandbox -> Sandbox.translate(
                        run(code -> code.i64Const(1).op("i32.eqz").op("drop")))));
    }

    private static void links(List<Hostile> all) {
        all.add(new Hostile(
                "a module that imports itself",
                LinkException.class,
                "self",
                sandbox -> sandbox.instantiate(new ModuleBuilder()
                        .importFunction("self", "run", "->")
                        .function("run", "->", code -> code.call(0))
                        .build())));
        all.add(new Hostile("a thousand imports that nothing offers", LinkException.class, "", sandbox -> {
            ModuleBuilder module = new ModuleBuilder();
            for (int i = 0; i < 1_000; i++) {
                module.importFunction("nowhere", "f" + i, "i32 -> i32");
            }
            sandbox.instantiate(module.build());
        }));
        all.add(new Hostile(
                "very many imports that nothing offers", LinkException.class, " more", Hostile::linkManyImports));
    }

    /** Links hundreds of thousands of imports that nothing offers, each of a name much like one that is offered. */
    private static void linkManyImports(Sandbox sandbox) {
        ModuleBuilder module = new ModuleBuilder();
        for (int i = 0; i < 200_000; i++) {
            module.importFunction("host", "a_function_of_the_host_" + i, "i32 -> i32");
        }
        Linker linker = new Linker();
        for (int i = 0; i < 50; i++) {
            linker.function("host", "a_function_of_the_hosts_" + i, HostFunction.of((int a) -> a));
        }
        linker.instantiate(sandbox.engine().newStore(), Translator.translate(module.build()));
    }

    private static Hostile invalid(String name, String message, byte[] module) {
        return new Hostile(name, InvalidException.class, message, sandbox -> Sandbox.translate(module));
    }

    /** A module of a type section. */
    private static byte[] typed(Consumer<WasmBytes> types) {
        return module().section(1, types).build();
    }

    private static void types(List<Hostile> all) {
        all.add(exceeding("a group of 20,000 types", "types", typed(types -> types.bytes(1, 0x4E)
                .u32(20_000)
                .repeat(20_000, 0x5F, 0))));
        all.add(exceeding("100 groups of 200 types", "types", typed(types -> {
            types.u32(100);
            for (int i = 0; i < 100; i++) {
                types.bytes(0x4E).u32(200).repeat(200, 0x60, 0, 0);
            }
        })));
        all.add(exceeding(
                "a million types", "types", typed(types -> types.u32(1_000_000).repeat(1_000_000, 0x5F, 0))));
        all.add(exceeding("a structure of 2,000 fields", "fields", typed(types -> types.bytes(1, 0x5F)
                .u32(2_000)
                .repeat(2_000, 0x7F, 0))));
        all.add(malformed("a group in a group", "malformed definition type", typed(types -> types.bytes(1, 0x4E, 1)
                .repeat(1_000, 0x4E, 1))));
        all.add(malformed(
                "a subtype of a subtype, written as one", "malformed definition type", typed(types -> types.bytes(1)
                        .repeat(1_000, 0x50, 0))));
        all.add(invalid(
                "a type that refers to one that comes later",
                "unknown type 1",
                typed(types -> types.bytes(2, 0x5E, 0x64, 1, 0, 0x5E, 0x7F, 0))));
        all.add(invalid(
                "a type that is its own supertype",
                "unknown type 0",
                typed(types -> types.bytes(1, 0x4E, 1, 0x50, 1, 0, 0x5F, 0))));
        all.add(invalid(
                "the subtype of a final type",
                "sub type 1 does not match",
                typed(types -> types.bytes(2, 0x5F, 0, 0x50, 1, 0, 0x5F, 0))));
        all.add(invalid("64 supertypes above one another", "63 super types", typed(types -> {
            types.u32(65).bytes(0x50, 0, 0x5F, 0);
            for (int i = 0; i < 64; i++) {
                types.bytes(0x50, 1).u32(i).bytes(0x5F, 0);
            }
        })));
        all.add(exceeding(
                "an array of four billion operands",
                "elements of array.new_fixed",
                module().section(1, types -> types.bytes(2, 0x60, 0, 0, 0x5E, 0x7F, 0))
                        .section(3, functions -> functions.bytes(1, 0))
                        .section(10, code -> code.bytes(1).sized(body -> body.bytes(0, 0x00, 0xFB, 8, 1)
                                .u32(Integer.toUnsignedLong(HUGE))
                                .bytes(DROP, END)))
                        .build()));
    }

    private static byte[] text(String fields) {
        return Wat.parse("(module " + fields + ")");
    }

    /** Objects that the guest keeps, and casts of them. */
    private static void objects(List<Hostile> all) {
        byte[] list = text("""
                (type $list (struct (field (ref null $list)) (field i64)))
                (global $list (mut (ref null $list)) (ref.null $list))
                (func (export "run")
                  (loop (global.set $list (struct.new $list (global.get $list) (i64.const 1))) (br 0)))
                """);
        all.add(trap("a list without end, on fuel", Trap.OUT_OF_FUEL, sandbox -> sandbox.run(list, FUEL)));
        byte[] arrays = text("""
                (type $array (array (mut anyref)))
                (global $array (mut anyref) (ref.null any))
                (func (export "run")
                  (loop (global.set $array (array.new $array (global.get $array) (i32.const 10_000_000))) (br 0)))
                """);
        all.add(trap("arrays without end, on fuel", Trap.OUT_OF_FUEL, sandbox -> sandbox.run(arrays, FUEL)));
        all.add(new Hostile(
                "arrays without end, which fill the heap",
                ResourceException.class,
                "no room",
                sandbox -> sandbox.instantiate(sandbox.engine().newStore(), new Linker(), arrays)
                        .function("run")
                        .call()));
        byte[] exceptions = text("""
                (tag $exception (param exnref))
                (global $exception (mut exnref) (ref.null exn))
                (func (export "run")
                  (loop
                    (block $caught (result exnref)
                      (try_table (catch_all_ref $caught) (throw $exception (global.get $exception)))
                      (unreachable))
                    (global.set $exception)
                    (br 0)))
                """);
        all.add(trap("exceptions that hold each other", Trap.OUT_OF_FUEL, sandbox -> sandbox.run(exceptions, FUEL)));

        StringBuilder types = new StringBuilder("(type $a0 (sub (struct))) (type $b0 (sub (struct (field i32))))");
        StringBuilder casts = new StringBuilder();
        StringBuilder branches = new StringBuilder();
        for (int i = 1; i <= 63; i++) { // as many supertypes as a type may have
            types.append(String.format("(type $a%1$d (sub $a%2$d (struct))) ", i, i - 1));
            types.append(String.format("(type $b%1$d (sub $b%2$d (struct (field i32)))) ", i, i - 1));
        }
        for (int i = 0; i <= 63; i++) {
            casts.append(String.format("(drop (ref.cast (ref $a%d) (local.get $r))) ", i));
            casts.append(String.format("(drop (ref.test (ref $b%d) (local.get $r))) ", i));
            branches.append(String.format(
                    "(drop (block (result anyref) (br_on_cast 0 anyref (ref $a%1$d) (local.get $r)))) "
                            + "(drop (block (result anyref) (br_on_cast 0 anyref (ref $b%1$d) (local.get $r)))) "
                            + "(drop (block (result anyref) (br_on_cast_fail 0 anyref (ref $b%1$d) (local.get $r)))) ",
                    i));
        }
        String[][] storms = {{"casts", casts.toString()}, {"branches by casts", branches.toString()}};
        for (String[] each : storms) {
            String what = each[0];
            byte[] module = text(types + """
                    (func (export "run") (local $r anyref)
                      (local.set $r (struct.new $a63))
                      (loop %s (br 0)))
                    """.formatted(each[1]));
            all.add(trap("endless " + what + " in deep hierarchies", Trap.DEADLINE_EXCEEDED, s -> s.run(module)));
            all.add(trap(what + " in deep hierarchies on fuel", Trap.OUT_OF_FUEL, s -> s.run(module, FUEL)));
        }
        all.add(trap(
                "a cast that fails after many",
                Trap.CAST_FAILURE,
                sandbox -> sandbox.run(text(types + """
                (func (export "run") (local $r anyref)
                  (local.set $r (struct.new $a63))
                  %s (drop (ref.cast (ref $b63) (local.get $r))))
                """.formatted(casts)))));
    }

    private static void vectors(List<Hostile> all) {
        String[][] lanes = {
            {"i8x16.extract_lane_s", "16"},
            {"i16x8.extract_lane_u", "8"},
            {"i32x4.extract_lane", "4"},
            {"i64x2.extract_lane", "2"},
            {"f32x4.extract_lane", "255"},
            {"f64x2.extract_lane", "2"}
        };
        for (String[] each : lanes) {
            all.add(invalid("lane " + each[1] + " of " + each[0], "invalid lane index", run(code -> code.v128Const(0, 0)
                    .op(each[0], Long.parseLong(each[1]))
                    .op("drop"))));
        }
        all.add(invalid(
                "a shuffle of lanes of a third vector", "invalid lane index 32", run(code -> code.v128Const(0, 0)
                        .v128Const(0, 0)
                        .shuffle(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 32)
                        .op("drop"))));
        all.add(invalid("a lane of memory that no vector has", "invalid lane index 2", onMemory(code -> code.i32Const(0)
                .v128Const(0, 0)
                .op("v128.store64_lane", 2))));
        for (String each : List.of("v128.load", "v128.load8x8_s", "v128.load16_splat", "v128.load32_zero")) {
            all.add(invalid("an alignment of 2^31 of " + each, "alignment", onMemory(code -> code.i32Const(0)
                    .op(each, 0, 31)
                    .op("drop"))));
        }
        all.add(invalid("a vector without a memory", "unknown memory", run(code -> code.i32Const(0)
                .op("v128.load")
                .op("drop"))));
        int[] prefix = {0, 0xFD}; // no locals, then a vector operator
        all.add(malformed("half of a vector", "unexpected end", function(prefix, 0x0C, 1, 2, 3, 4, 5, 6, 7, 8)));
        all.add(malformed("half of a shuffle", "unexpected end", function(prefix, 0x0D, 1, 2, 3, 4, 5, 6, 7, 8)));
        all.add(malformed("a vector operator without its lane", "unexpected end", function(prefix, 0x15)));
        all.add(malformed("a vector operator cut short", "unexpected end", function(prefix, 0x80)));
        all.add(malformed("a vector operator that is none", "illegal opcode", function(prefix, 0x9A, 0x01, 0x0B)));
        all.add(malformed(
                "a vector operator of too many bytes", "", function(prefix, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01)));
        all.add(trap(
                "a vector across the end of the memory",
                Trap.MEMORY_OUT_OF_BOUNDS,
                sandbox -> sandbox.run(
                        onMemory(code -> code.i32Const(65_521).op("v128.load").op("drop")))));
        all.add(trap(
                "a lane beyond 4 GB",
                Trap.MEMORY_OUT_OF_BOUNDS,
                sandbox -> sandbox.run(
                        onMemory(code -> code.i32Const(-1).v128Const(0, 0).op("v128.store8_lane", 0, 0xFFFF_FFFFL)))));
        all.add(trap(
                "endless vectors",
                Trap.DEADLINE_EXCEEDED,
                sandbox -> sandbox.run(endless(code -> {
                    code.v128Const(-1, 1);
                    for (int i = 0; i < 1_000; i++) {
                        code.op("i8x16.popcnt").op("f32x4.sqrt");
                    }
                    code.op("drop");
                }))));
        all.add(trap(
                "large frames of vectors on fuel",
                Trap.OUT_OF_FUEL,
                sandbox -> sandbox.run(largeFrames(VecType.V128, 40_000), FUEL)));
    }

    private static byte[] onMemory(Consumer<CodeBuilder> body) {
        return new ModuleBuilder()
                .memory(Limits.atLeast(1))
                .function("run", "->", body)
                .build();
    }

    private static byte[] function(int[] begin, int... end) {
        return WasmBytes.function(body -> body.bytes(begin).bytes(end));
    }

    private static byte[] stored() {
        return StoredPrograms.write(
                Sandbox.translate(run(code -> code.i32Const(1).op("drop"))));
    }

    private static Hostile malformedStored(String name, byte[] bytes) {
        return new Hostile(name, MalformedException.class, "", sandbox -> StoredPrograms.read(bytes));
    }

    /** {@return a module with a shared memory, whose function {@code run} is given} */
    private static byte[] shared(long min, long max, Consumer<CodeBuilder> body) {
        return new ModuleBuilder()
                .memory(new MemoryType(Limits.between(min, max)).withShared(true))
                .function("run", "->", body)
                .build();
    }

    private static CodeBuilder waitFor(CodeBuilder code, long nanos) {
        return code.i32Const(8)
                .i32Const(0)
                .i64Const(nanos)
                .op("memory.atomic.wait32")
                .op("drop");
    }

    private static void exceptions(List<Hostile> all) {
        String many = "i64 ".repeat(32) + "->"; // as many parameters as strict limits allow
        byte[] storm = new ModuleBuilder()
                .tag(many)
                .function("run", "->", code -> {
                    code.loop().tryTable("->", "catch_all 0");
                    for (int i = 0; i < 32; i++) {
                        code.i64Const(i);
                    }
                    code.op("throw", 0).end().end();
                })
                .build();
        all.add(trap("exceptions for ever, without fuel", Trap.OUT_OF_FUEL, sandbox -> sandbox.run(storm, FUEL)));
        all.add(trap("exceptions for ever", Trap.DEADLINE_EXCEEDED, sandbox -> sandbox.run(storm)));
        byte[] deep = new ModuleBuilder()
                .tag("->")
                .function("down", "i32 ->", code -> code.localGet(0)
                        .ifThen()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .call(0)
                        .op("return")
                        .end()
                        .op("throw", 0))
                .function("run", "->", code -> code.loop()
                        .tryTable("->", "catch_all 0")
                        .i32Const(200)
                        .call(0)
                        .end()
                        .end())
                .build();
        all.add(trap("exceptions from deep stacks for ever", Trap.DEADLINE_EXCEEDED, sandbox -> sandbox.run(deep)));
        all.add(exceeding(
                "try_tables within each other",
                "nesting of blocks",
                new ModuleBuilder()
                        .function("run", "->", code -> {
                            for (int i = 0; i < 2_000; i++) {
                                code.tryTable("->", "catch_all 0");
                            }
                            for (int i = 0; i < 2_000; i++) {
                                code.end();
                            }
                        })
                        .build()));
        String[] clauses = new String[20_000];
        Arrays.fill(clauses, "catch_all 0");
        all.add(exceeding(
                "a try_table of many clauses",
                "handlers of exceptions",
                new ModuleBuilder()
                        .function("run", "->", code -> code.tryTable("->", clauses)
                                .end())
                        .build()));
        all.add(exceeding(
                "a tag of many values",
                "parameters",
                new ModuleBuilder().tag("i32 ".repeat(33) + "->").build()));
        all.add(new Hostile(
                "a start function that throws",
                TaggedException.class,
                "an exception of WebAssembly (i32 7)",
                sandbox -> sandbox.instantiate(new ModuleBuilder()
                        .tag("i32 ->")
                        .function("->", code -> code.i32Const(7).op("throw", 0))
                        .start(0)
                        .build())));
        all.add(new Hostile(
                "an exception through forty host functions",
                TaggedException.class,
                "an exception of WebAssembly ()",
                sandbox -> {
                    Linker linker = new Linker()
                            .function("host", "f", ModuleBuilder.signature("i32 ->"), call -> call.caller()
                                    .function("run")
                                    .call(Value.i32(call.i32(0) - 1)));
                    sandbox.instantiate(
                                    sandbox.store(),
                                    linker,
                                    new ModuleBuilder()
                                            .importFunction("host", "f", "i32 ->")
                                            .tag("->")
                                            .function("run", "i32 ->", code -> code.localGet(0)
                                                    .ifThen()
                                                    .localGet(0)
                                                    .call(0)
                                                    .end()
                                                    .op("throw", 0))
                                            .build())
                            .function("run")
                            .call(Value.i32(40));
                }));
        all.add(trap(
                "null thrown as an exception",
                Trap.NULL_EXCEPTION,
                sandbox -> sandbox.run(new ModuleBuilder()
                        .function("run", "->", code -> code.refNull(AbstractHeapType.EXN)
                                .op("throw_ref"))
                        .build())));
    }

    private static void atomics(List<Hostile> all) {
        for (String each : List.of("i32.atomic.load", "i64.atomic.load16_u", "i64.atomic.load")) {
            all.add(trap(
                    each + " between two numbers",
                    Trap.UNALIGNED_ATOMIC,
                    sandbox -> sandbox.run(
                            onMemory(code -> code.i32Const(1).op(each).op("drop")))));
            all.add(trap(
                    each + " between two shared numbers",
                    Trap.UNALIGNED_ATOMIC,
                    sandbox -> sandbox.run(
                            shared(1, 1, code -> code.i32Const(8).op(each, 1).op("drop")))));
        }
        all.add(trap(
                "an atomic change beyond 4 GB",
                Trap.MEMORY_OUT_OF_BOUNDS,
                sandbox -> sandbox.run(shared(1, 1, code -> code.i32Const(-8)
                        .i64Const(1)
                        .op("i64.atomic.rmw.add", 0xFFFF_FFF8L)
                        .op("drop")))));
        all.add(trap(
                "a wait at a memory that is not shared",
                Trap.EXPECTED_SHARED_MEMORY,
                sandbox -> sandbox.run(onMemory(code -> waitFor(code, -1)))));
        all.add(trap(
                "a wait that nobody ends",
                Trap.DEADLINE_EXCEEDED,
                sandbox -> sandbox.run(shared(1, 1, code -> waitFor(code, -1)))));
        all.add(trap(
                "a wait of 292 years",
                Trap.DEADLINE_EXCEEDED,
                sandbox -> sandbox.run(shared(1, 1, code -> waitFor(code, Long.MAX_VALUE)))));
        all.add(trap(
                "short waits for ever",
                Trap.DEADLINE_EXCEEDED,
                sandbox -> sandbox.run(
                        shared(1, 1, code -> waitFor(code.loop(), 1).br(0).end()))));
        all.add(trap(
                "notifications for ever",
                Trap.DEADLINE_EXCEEDED,
                sandbox -> sandbox.run(shared(1, 1, code -> code.loop()
                        .i32Const(8)
                        .i32Const(-1)
                        .op("memory.atomic.notify")
                        .op("drop")
                        .br(0)
                        .end()))));
        all.add(trap("a wait until it is interrupted", Trap.INTERRUPTED, sandbox -> {
            Store store = sandbox.engine().newStore();
            InterruptHandle handle = store.interruptHandle();
            Linker linker = new Linker();
            linker.function("host", "running", ModuleBuilder.signature("->"), call -> {
                Thread other = new Thread(handle::interrupt);
                other.start();
            });
            byte[] module = new ModuleBuilder()
                    .importFunction("host", "running", "->")
                    .memory(new MemoryType(Limits.between(1, 1)).withShared(true))
                    .function("run", "->", code -> waitFor(code.call(0), -1))
                    .build();
            sandbox.instantiate(store, linker, module).function("run").call();
        }));
        all.add(new Hostile(
                "a shared memory of 4 GB",
                ResourceException.class,
                "memory",
                sandbox -> sandbox.instantiate(shared(65_536, 65_536, code -> {}))));
        all.add(new Hostile("shared memories without end", ResourceException.class, "memor", sandbox -> {
            Store store = sandbox.store();
            byte[] module = shared(100, 65_536, code -> {});
            for (; ; ) {
                sandbox.instantiate(store, new Linker(), module);
            }
        }));
        all.add(new Hostile("a shared memory that is used to its end", ResourceException.class, "no room", sandbox -> {
            byte[] module = shared(32_000, 65_536, code -> code.locals(NumType.I32)
                    .loop()
                    .localGet(0)
                    .i32Const(1)
                    .op("i32.atomic.store")
                    .localGet(0)
                    .i32Const(65_536)
                    .op("i32.add")
                    .localSet(0)
                    .br(0)
                    .end());
            sandbox.instantiate(sandbox.engine().newStore(), new Linker(), module)
                    .function("run")
                    .call();
        }));
        all.add(trap(
                "a shared memory that grows beyond what there is", Trap.GROWTH_FAILED, sandbox -> sandbox.trapOnGrowth()
                        .run(shared(1, 65_536, code -> code.i32Const(65_535)
                                .op("memory.grow")
                                .op("drop")))));
        byte[] unbounded = new ModuleBuilder()
                .memory(new MemoryType(Limits.atLeast(1)).withShared(true))
                .build();
        all.add(invalid("a shared memory without a maximum", "shared memory must have maximum", unbounded));
        all.add(malformed(
                "a shared table",
                "",
                module().section(4, s -> s.bytes(1, 0x70, 3, 1, 1)).build()));
        all.add(invalid(
                "an atomic access that is aligned to less than its width",
                "align",
                onMemory(code -> code.i32Const(0).op("i32.atomic.load", 0, 1).op("drop"))));
        int[] prefix = {0, 0xFE}; // no locals, then an atomic operator
        all.add(malformed("an atomic operator that is none", "illegal opcode", function(prefix, 0x04, 0x0B)));
        all.add(malformed("an atomic operator cut short", "unexpected end", function(prefix, 0x10)));
        all.add(malformed("a fence of another kind", "zero byte expected", function(prefix, 0x03, 0x01, 0x0B)));
    }

    private static void stored(List<Hostile> all) {
        byte[] good = stored();
        all.add(malformedStored("a stored program cut short", Arrays.copyOf(good, good.length / 2)));
        byte[] flipped = good.clone();
        flipped[flipped.length - 3] ^= 0x10;
        all.add(malformedStored("a stored program with a bit flipped", flipped));
        byte[] future = good.clone();
        future[4]++;
        all.add(malformedStored("a stored program of the future", future));
        all.add(malformedStored("a stored program of noise", new byte[1_000]));
        all.add(unpaid("a stored program that says it pays, and does not", "has not paid", "L0:\nbr L0"));
        all.add(unpaid(
                "a stored program that works where code comes from behind only",
                "works for too long",
                "consume_fuel 1\nbr L1\nL0:\nconsume_fuel 1\n" + "copy s1, s0\n".repeat(10_000) + "L1:\nbr L0"));
        all.add(unpaid(
                "a stored program that fills memory for nothing",
                "does not charge",
                "consume_fuel 1\nconst32 s2, 65536\nL0:\nconsume_fuel 1\n"
                        + "memory_fill memory 0, s0, s1, s2\n".repeat(4_000)
                        + "br L0"));
        all.add(unpaid(
                "a stored program that calls for nothing",
                "works for too long",
                "L0:\nconsume_fuel 1\n" + "call func 1, s4\n".repeat(450) + "br L0"));
        all.add(trap(
                "a stored program that clears large frames",
                Trap.OUT_OF_FUEL,
                sandbox ->
                        sandbox.run(StoredPrograms.read(lying("L0:\nconsume_fuel 1\ncall func 1, s4\nbr L0")), FUEL)));
        all.add(trap(
                "a stored program that charges more than there is",
                Trap.OUT_OF_FUEL,
                sandbox -> sandbox.run(
                        StoredPrograms.read(lying("consume_fuel 10000\nconst32 s0, -1\n"
                                + "charge_fuel s0, -1\n".repeat(65_536)
                                + "consume_fuel 1\nL0:\nconsume_fuel 1000\nbr L0")),
                        FUEL)));
    }

    private static Hostile unpaid(String name, String message, String code) {
        byte[] bytes = lying(code);
        return new Hostile(name, InvalidException.class, message, sandbox -> StoredPrograms.read(bytes));
    }

    /**
     * {@return a stored program that says that it is metered, with a function for it to call that has a large frame}
     */
    private static byte[] lying(String code) {
        Code run = Assembler.assemble("frame params 0, results 0, locals 4, slots 4\n" + code);
        Code large = Assembler.assemble("frame params 0, results 0, locals 100000, slots 100000, references\nreturn");
        return StoredPrograms.write(Program.builder()
                .metered(true)
                .type(ModuleBuilder.signature("->"))
                .memory(new MemoryType(Limits.atLeast(1)))
                .function(new Function(0, () -> run))
                .function(new Function(0, () -> large))
                .export(new Export("run", ExternKind.FUNC, 0))
                .build());
    }
}
