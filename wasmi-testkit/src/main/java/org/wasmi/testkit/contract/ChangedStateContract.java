package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.wasmi.encoding.type.AbstractHeapType.FUNC;
import static org.wasmi.encoding.type.NumType.I64;
import static org.wasmi.encoding.type.RefType.FUNCREF;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;

/**
 * Memories, tables and globals that change while a function has them in use: by an instruction of its own, or because
 * of a call, whichever function is called and in whichever way. What the function has read before, an array, a size or
 * a value, is of no use then; and what it writes has to be where all others look.
 */
interface ChangedStateContract extends ContractFixture {
    int FAR = 2 * MemoryContract.PAGE + 4;
    TableType TABLE = new TableType(FUNCREF, Limits.atLeast(2));
    GlobalType NUMBER = new GlobalType(I64, true);
    GlobalType REFERENCE = new GlobalType(FUNCREF, true);
    Value NULL = Value.nullRef(FUNCREF);

    /** Who changes it, if it is not the function itself. */
    enum Who {
        OTHER_INSTANCE(0),
        HOST(1),
        /** The host has a function of the other instance do it. */
        HOST_BY_A_GUEST(2),
        OWN_INSTANCE(3);

        /** The function to call. */
        private final int function;

        Who(int function) {
            this.function = function;
        }
    }

    /** How that one is called. */
    enum Way {
        CALL,
        CALL_INDIRECT,
        /** By a tail call of the function that is called. */
        TAIL_CALL
    }

    /**
     * What changes.
     *
     * @param change how a guest changes it
     * @param hostChange how the host does, given the instance that exports it
     * @param read yields an i32, which depends on it
     * @param changed what that yields after the change
     * @param write changes it in another way
     * @param seen what can be seen of that from outside
     * @param written what that is to be
     */
    record State(
            Consumer<CodeBuilder> change,
            Consumer<Instance> hostChange,
            Consumer<CodeBuilder> read,
            int changed,
            Consumer<CodeBuilder> write,
            Function<Instance, Object> seen,
            Object written) {}

    /** {@return a memory that grows, which replaces its array} */
    private static State growingMemory(int memory) {
        String name = "memory" + memory;
        return new State(
                code -> code.i32Const(1)
                        .op("memory.grow", memory)
                        .op("drop")
                        .i32Const(8)
                        .i32Const(70)
                        .op("i32.store", 0, 0, memory),
                owner -> {
                    owner.memory(name).grow(1);
                    owner.memory(name).putInt(8, 70);
                },
                code -> code.i32Const(8)
                        .op("i32.load", 0, 0, memory)
                        .op("memory.size", memory)
                        .op("i32.add"),
                70 + 4,
                code -> code.i32Const(0).i32Const(1234).op("i32.store", 0, 0, memory),
                owner -> owner.memory(name).getInt(0),
                1234);
    }

    /** {@return a memory of which an address is touched for which its array has no room, which replaces that} */
    private static State touchedMemory() {
        return new State(
                code -> code.i32Const(FAR)
                        .i32Const(1)
                        .op("i32.store")
                        .i32Const(8)
                        .i32Const(70)
                        .op("i32.store"),
                owner -> {
                    owner.memory("memory0").putInt(FAR, 1);
                    owner.memory("memory0").putInt(8, 70);
                },
                code -> code.i32Const(8).op("i32.load"),
                70,
                code -> code.i32Const(0).i32Const(1234).op("i32.store"),
                owner -> owner.memory("memory0").getInt(0),
                1234);
    }

    /** {@return a table that grows, which replaces its array; element 0 and the new ones become what element 1 is} */
    private static State growingTable(Consumer<CodeBuilder> element0) {
        return new State(
                code -> code.i32Const(1)
                        .op("table.get", 0)
                        .i32Const(2)
                        .op("table.grow", 0)
                        .op("drop")
                        .i32Const(0)
                        .i32Const(1)
                        .op("table.get", 0)
                        .op("table.set", 0),
                owner -> {
                    Value element = owner.table("table").valueAt(1);
                    owner.table("table").growBy(2, element);
                    owner.table("table").setValue(0, element);
                },
                code -> {
                    element0.accept(code);
                    code.op("table.size", 0).op("i32.add");
                },
                11 + 4,
                code -> code.i32Const(0).refNull(FUNC).op("table.set", 0),
                owner -> owner.table("table").valueAt(0),
                NULL);
    }

    /** {@return a table that grows by nulls, which replaces its array; element 0 becomes null} */
    private static State growingNulls() {
        return new State(
                code -> code.refNull(FUNC)
                        .i32Const(2)
                        .op("table.grow", 0)
                        .op("drop")
                        .i32Const(0)
                        .refNull(FUNC)
                        .op("table.set", 0),
                owner -> {
                    owner.table("table").growBy(2, NULL);
                    owner.table("table").setValue(0, NULL);
                },
                code -> code.i32Const(0)
                        .op("table.get", 0)
                        .op("ref.is_null")
                        .op("table.size", 0)
                        .op("i32.add"),
                1 + 4,
                code -> code.i32Const(0).i32Const(1).op("table.get", 0).op("table.set", 0),
                owner -> owner.table("table")
                        .valueAt(0)
                        .equals(owner.table("table").valueAt(1)),
                true);
    }

    /** {@return a global that is incremented from 20} */
    private static State number() {
        return new State(
                code -> code.globalGet(0).i64Const(1).op("i64.add").globalSet(0),
                owner -> {
                    long old = ((Value.I64) owner.global("number").get()).value();
                    owner.global("number").set(Value.i64(old + 1));
                },
                code -> code.globalGet(0)
                        .i64Const(20)
                        .globalSet(0)
                        .globalGet(0)
                        .op("i64.add")
                        .op("i32.wrap_i64"),
                21 + 20,
                code -> code.i64Const(1234).globalSet(0),
                owner -> owner.global("number").get(),
                Value.i64(1234));
    }

    /** {@return a global that becomes null} */
    private static State reference() {
        return new State(
                code -> code.refNull(FUNC).globalSet(1),
                owner -> owner.global("reference").set(NULL),
                code -> code.globalGet(1).op("ref.is_null"),
                1,
                code -> code.i32Const(1).op("table.get", 0).globalSet(1),
                owner -> owner.global("reference")
                        .get()
                        .equals(owner.table("table").valueAt(1)),
                true);
    }

    /** {@return a module that exports what is shared; elements 0 and 1 of its table return 10 and 11} */
    private static ModuleBuilder owner(State state) {
        return new ModuleBuilder()
                .memory("memory0", Limits.atLeast(3))
                .memory("memory1", Limits.atLeast(3))
                .table("table", TABLE)
                .global("number", NUMBER, code -> code.i64Const(5))
                .global("reference", REFERENCE, code -> code.refFunc(0))
                .function("-> i32", code -> code.i32Const(10))
                .function("-> i32", code -> code.i32Const(11))
                .elements(0, code -> code.i32Const(0), 0, 1)
                .function("change", "->", state.change());
    }

    /** {@return a module that imports all that, with functions that read, have it changed, read again, and write} */
    private static ModuleBuilder user(State state, Who who) {
        int callee = who.function;
        return new ModuleBuilder()
                .importFunction("owner", "change", "->")
                .importFunction("host", "change", "->")
                .importFunction("host", "guest", "->")
                .importMemory("owner", "memory0", Limits.atLeast(1))
                .importMemory("owner", "memory1", Limits.atLeast(1))
                .importTable("owner", "table", TABLE)
                .importGlobal("owner", "number", NUMBER)
                .importGlobal("owner", "reference", REFERENCE)
                .table(TABLE)
                .elements(1, code -> code.i32Const(0), callee)
                .function("->", state.change())
                .function("->", code -> code.returnCall(callee))
                .function("CALL", "-> i32", code -> around(code, state, change -> change.call(callee)))
                .function(
                        "CALL_INDIRECT",
                        "-> i32",
                        code -> around(code, state, change -> change.i32Const(0).callIndirect(1, "->")))
                .function("TAIL_CALL", "-> i32", code -> around(code, state, change -> change.call(4)))
                .function("itself", "-> i32", code -> around(code, state, state.change()));
    }

    private static void around(CodeBuilder code, State state, Consumer<CodeBuilder> change) {
        state.read().accept(code);
        code.op("drop");
        change.accept(code);
        state.read().accept(code);
        state.write().accept(code);
    }

    private Stream<DynamicTest> changes(String what, State state) {
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(dynamicTest(what + " by the function itself", () -> check(state, Who.OWN_INSTANCE, "itself")));
        for (Who who : Who.values()) {
            for (Way way : Way.values()) {
                tests.add(dynamicTest(what + " by " + who + ", " + way, () -> check(state, who, way.name())));
            }
        }
        return tests.stream();
    }

    private void check(State state, Who who, String function) {
        Store store = newStore();
        Instance owner = guest(owner(state), new Linker(), store).instance();
        Linker linker = new Linker()
                .define("owner", owner)
                .function("host", "change", ModuleBuilder.signature("->"), call -> state.hostChange()
                        .accept(owner))
                .function("host", "guest", ModuleBuilder.signature("->"), call -> owner.function("change")
                        .call());
        Guest user = guest(user(state, who), linker, store);
        assertThat(user.i32(function)).as("read after the change").isEqualTo(state.changed());
        assertThat(state.seen().apply(owner)).as("written after the change").isEqualTo(state.written());
    }

    @TestFactory
    default Stream<DynamicTest> memoriesChangeWhileTheyAreInUse() {
        return Stream.of(
                        changes("growth", growingMemory(0)),
                        changes("growth of the second memory", growingMemory(1)),
                        changes("more room", touchedMemory()))
                .flatMap(tests -> tests);
    }

    @TestFactory
    default Stream<DynamicTest> tablesGrowWhileTheyAreInUse() {
        return Stream.of(
                        changes("growth, seen by call_indirect", growingTable(code -> code.i32Const(0)
                                .callIndirect(0, "-> i32"))),
                        changes("growth, seen by table.get", growingTable(code -> code.i32Const(1)
                                .i32Const(0)
                                .op("table.get", 0)
                                .op("table.set", 1)
                                .i32Const(1)
                                .callIndirect(1, "-> i32"))),
                        changes("growth by nulls", growingNulls()))
                .flatMap(tests -> tests);
    }

    @TestFactory
    default Stream<DynamicTest> globalsChangeWhileTheyAreInUse() {
        return Stream.concat(changes("a number", number()), changes("a reference", reference()));
    }
}
