package org.wasmi.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.numeric.Vectors;
import org.wasmi.exec.Memory;
import org.wasmi.exec.handler.Handler;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.runtime.MemoryAccess;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.testkit.contract.StaleState.Event;
import org.wasmi.testkit.contract.StaleState.Kind;

/** Mistakes that authors of executors make, each with a test of {@link ExecutorContract} that must notice it. */
final class PlantedFaults {

    /** A test of the contract. */
    interface Check {
        void run(ExecutorContract contract) throws Throwable;
    }

    /**
     * A fault.
     *
     * @param name what is wrong
     * @param executor makes an executor that has it
     * @param noticedBy the test that fails
     * @param fuzzed whether the comparison of generated modules must find it, too
     */
    record Planted(String name, Supplier<Executor> executor, Check noticedBy, boolean fuzzed) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Planted> all = new ArrayList<>();

    private PlantedFaults() {
        operands();
        halves();
        signs();
        bounds();
        traps();
        state();
        fuel();
        positions();
        frames();
        atomics();
        all.addAll(PlantedReferenceFaults.all());
    }

    static List<Planted> all() {
        return List.copyOf(new PlantedFaults().all);
    }

    private void add(String name, Supplier<Fault> fault, Check noticedBy) {
        all.add(new Planted(name, () -> fault.get().executor(), noticedBy, false));
    }

    private void add(String name, Op op, Fault.Body body, Check noticedBy) {
        add(name, () -> Fault.of(op, body), noticedBy);
    }

    /** Adds a fault that generated modules show as well. */
    private void addFuzzed(String name, Supplier<Fault> fault, Check noticedBy) {
        all.add(new Planted(name, () -> fault.get().executor(), noticedBy, true));
    }

    private void addFuzzed(String name, Op op, Fault.Body body, Check noticedBy) {
        addFuzzed(name, () -> Fault.of(op, body), noticedBy);
    }

    /** {@return the test that fails if one of the tests of a factory does} */
    private static Check any(Function<ExecutorContract, Stream<DynamicTest>> factory) {
        return contract -> {
            for (DynamicTest each : factory.apply(contract).toList()) {
                each.getExecutable().execute();
            }
        };
    }

    private static final Check OVERLAP = any(ExecutorContract::operandsAreReadBeforeTheResultIsWritten);
    private static final Check UPPER_HALVES = any(ExecutorContract::theUpperHalfOfA32BitOperandIsNotLookedAt);
    private static final Check NUMERIC = any(ExecutorContract::numericOperatorsDoWhatTheyMean);

    private void operands() {
        addFuzzed(
                "copy2 writes its first result before it reads the second slot",
                Op.COPY2,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 1]] = st[fp + code[ip + 2]];
                    st[fp + code[ip + 1] + 1] = st[fp + code[ip + 3]];
                    return ip + 4;
                },
                ExecutorContract::copy2ReadsBothSlotsBeforeItWritesOne);
        addFuzzed(
                "copy2 writes its second result before it reads the first slot",
                Op.COPY2,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 1] + 1] = st[fp + code[ip + 3]];
                    st[fp + code[ip + 1]] = st[fp + code[ip + 2]];
                    return ip + 4;
                },
                ExecutorContract::copy2ReadsBothSlotsBeforeItWritesOne);
        add(
                "i8x16.add writes the lower half of its result before it reads the upper halves",
                Op.I8X16_ADD_SS,
                (machine, code, ip, st, fp) -> {
                    for (int half = 0; half < 2; half++) {
                        st[fp + code[ip + 1] + half] =
                                Vectors.i8x16Add(st[fp + code[ip + 2] + half], st[fp + code[ip + 3] + half]);
                    }
                    return ip + 4;
                },
                OVERLAP);
        addFuzzed(
                "i8x16.add lets lanes carry into their neighbours",
                () -> Fault.confusing(Op.I8X16_ADD_SS, Op.I16X8_ADD_SS),
                any(ExecutorContract::vectorOperatorsDoWhatTheyMean));
        add(
                "v128.store stores half of a vector before it looks whether there is room for the other",
                Op.V128_STORE_S,
                (machine, code, ip, st, fp) -> {
                    for (int half = 0; half < 2; half++) {
                        MemoryAccess.store64(
                                machine.memory(),
                                machine.memorySize(),
                                (int) st[fp + code[ip + 1]],
                                code[ip + 2] + 8 * half,
                                st[fp + code[ip + 3] + half]);
                    }
                    return ip + 4;
                },
                any(ExecutorContract::vectorAccessesEndWithTheMemoryAndTouchTheirBytesOnly));
        add(
                "copy_span copies upwards from its first slot on",
                Op.COPY_SPAN,
                (machine, code, ip, st, fp) -> {
                    for (int i = 0; i < code[ip + 3]; i++) {
                        st[fp + code[ip + 1] + i] = st[fp + code[ip + 2] + i];
                    }
                    return ip + 4;
                },
                ExecutorContract::copiedSpansMayOverlap);
        add(
                "copy_span copies downwards from its last slot on",
                Op.COPY_SPAN,
                (machine, code, ip, st, fp) -> {
                    for (int i = code[ip + 3] - 1; i >= 0; i--) {
                        st[fp + code[ip + 1] + i] = st[fp + code[ip + 2] + i];
                    }
                    return ip + 4;
                },
                ExecutorContract::copiedSpansMayOverlap);
        add(
                "copy_span_refs leaves the references",
                () -> Fault.confusing(Op.COPY_SPAN_REFS, Op.COPY_SPAN),
                ExecutorContract::copiedSpansMayOverlap);
        addFuzzed(
                "return_span_refs leaves the references",
                () -> Fault.confusing(Op.RETURN_SPAN_REFS, Op.RETURN_SPAN),
                ExecutorContract::returnedSpansMayOverlapTheResults);
        addFuzzed(
                "return_span copies downwards from its last slot on",
                Op.RETURN_SPAN,
                (machine, code, ip, st, fp) -> {
                    for (int i = code[ip + 2] - 1; i >= 0; i--) {
                        st[fp + i] = st[fp + code[ip + 1] + i];
                    }
                    machine.pop();
                    return -1;
                },
                ExecutorContract::returnedSpansMayOverlapTheResults);
        add(
                "return_call moves its arguments from the last one on",
                Op.RETURN_CALL,
                (machine, code, ip, st, fp) -> {
                    GuestFunction callee = (GuestFunction) StoreAccess.functionAt(machine.instance(), code[ip + 1]);
                    machine.savePosition(ip + 3);
                    for (int i = callee.type().params().size() - 1; i >= 0; i--) {
                        st[fp + i] = st[fp + code[ip + 2] + i];
                        machine.references()[fp + i] = machine.references()[fp + code[ip + 2] + i];
                    }
                    machine.replace(callee);
                    return -1;
                },
                ExecutorContract::theArgumentsOfATailCallMayOverlapWhereTheyGo);
        add(
                "return_call leaves the references of its arguments",
                Op.RETURN_CALL,
                (machine, code, ip, st, fp) -> {
                    GuestFunction callee = (GuestFunction) StoreAccess.functionAt(machine.instance(), code[ip + 1]);
                    machine.savePosition(ip + 3);
                    int params = callee.type().params().size();
                    System.arraycopy(st, fp + code[ip + 2], st, fp, params);
                    machine.replace(callee);
                    return -1;
                },
                ExecutorContract::theArgumentsOfATailCallMayOverlapWhereTheyGo);
        addFuzzed(
                "select writes its result before it reads the condition",
                Op.SELECT,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 1]] = st[fp + code[ip + 3]];
                    if ((int) st[fp + code[ip + 4]] != 0) {
                        st[fp + code[ip + 1]] = st[fp + code[ip + 2]];
                    }
                    return ip + 5;
                },
                OVERLAP);
        addFuzzed(
                "i64.add writes its first operand to the result before it reads the second",
                Op.I64_ADD_SS,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 1]] = st[fp + code[ip + 2]];
                    st[fp + code[ip + 1]] += st[fp + code[ip + 3]];
                    return ip + 4;
                },
                OVERLAP);
        addFuzzed(
                "a load clears its result before it reads the address",
                Op.LOAD32_S,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 1]] = 0;
                    return Handler.of(Op.LOAD32_S).execute(machine, code, ip, st, fp);
                },
                OVERLAP);
        add(
                "memory.copy copies upwards from its first byte on",
                Op.MEMORY_COPY,
                (machine, code, ip, st, fp) -> {
                    Memory to = (Memory) StoreAccess.memoryAt(machine.instance(), code[ip + 1]);
                    Memory from = (Memory) StoreAccess.memoryAt(machine.instance(), code[ip + 2]);
                    long dst = Integer.toUnsignedLong((int) st[fp + code[ip + 3]]);
                    long src = Integer.toUnsignedLong((int) st[fp + code[ip + 4]]);
                    long n = Integer.toUnsignedLong((int) st[fp + code[ip + 5]]);
                    if (dst + n > to.size() || src + n > from.size()) {
                        throw new TrapException(Trap.MEMORY_OUT_OF_BOUNDS);
                    }
                    for (long i = 0; i < n; i++) {
                        to.putByte(dst + i, from.getByte(src + i));
                    }
                    return ip + 6;
                },
                ExecutorContract::bulkOperationsCopyAndFill);
    }

    private void halves() {
        add(
                "br_if_nez looks at 64 bits",
                Op.BR_IF_NEZ,
                (machine, code, ip, st, fp) -> st[fp + code[ip + 2]] != 0 ? ip + code[ip + 1] : ip + 3,
                UPPER_HALVES);
        addFuzzed(
                "br_if_eqz looks at 64 bits",
                Op.BR_IF_EQZ,
                (machine, code, ip, st, fp) -> st[fp + code[ip + 2]] == 0 ? ip + code[ip + 1] : ip + 3,
                UPPER_HALVES);
        add(
                "br_if_i32.lt_s compares 64 bits",
                Op.BR_IF_I32_LT_S_SS,
                (machine, code, ip, st, fp) ->
                        st[fp + code[ip + 2]] < st[fp + code[ip + 3]] ? ip + code[ip + 1] : ip + 4,
                UPPER_HALVES);
        add(
                "br_table looks at 64 bits",
                Op.BR_TABLE,
                (machine, code, ip, st, fp) -> {
                    long entry = st[fp + code[ip + 1]];
                    int last = code[ip + 2] - 1;
                    int target = entry < 0 || entry > last ? last : (int) entry;
                    return ip + code[ip + 3 + target];
                },
                UPPER_HALVES);
        addFuzzed(
                "select looks at 64 bits of the condition",
                Op.SELECT,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 1]] = st[fp + code[ip + 4]] != 0 ? st[fp + code[ip + 2]] : st[fp + code[ip + 3]];
                    return ip + 5;
                },
                UPPER_HALVES);
        add(
                "call_indirect looks at 64 bits of the index",
                Op.CALL_INDIRECT,
                (machine, code, ip, st, fp) -> {
                    long element = st[fp + code[ip + 3]];
                    return callIndirect(machine, code, ip, fp, element == (int) element ? (int) element : -1);
                },
                UPPER_HALVES);
        add("i64.extend_i32_u copies 64 bits", () -> Fault.confusing(Op.I64_EXTEND_I32_U, Op.COPY), UPPER_HALVES);
        add(
                "i32.shr_u shifts 64 bits",
                Op.I32_SHR_U_SI,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 1]] = st[fp + code[ip + 2]] >>> code[ip + 3];
                    return ip + 4;
                },
                UPPER_HALVES);
        add(
                "an address has 64 bits",
                Op.LOAD64,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 1]] = MemoryAccess.load64(
                            StoreAccess.memoryAt(machine.instance(), 0), 0, st[fp + code[ip + 2]] + code[ip + 3]);
                    return ip + 4;
                },
                UPPER_HALVES);
        add(
                "memory.grow looks at 64 bits",
                Op.MEMORY_GROW,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 1]] = StoreAccess.memoryAt(machine.instance(), code[ip + 2])
                            .grow(st[fp + code[ip + 3]]);
                    machine.refresh();
                    return ip + 4;
                },
                UPPER_HALVES);
        add(
                "memory.fill looks at 64 bits of the length",
                Op.MEMORY_FILL,
                (machine, code, ip, st, fp) -> {
                    if (st[fp + code[ip + 4]] >>> 32 != 0) {
                        throw new TrapException(Trap.MEMORY_OUT_OF_BOUNDS);
                    }
                    return Handler.of(Op.MEMORY_FILL).execute(machine, code, ip, st, fp);
                },
                UPPER_HALVES);
        add(
                "table.get looks at 64 bits of the index",
                Op.TABLE_GET,
                (machine, code, ip, st, fp) -> {
                    if (st[fp + code[ip + 3]] >>> 32 != 0) {
                        throw new TrapException(Trap.TABLE_OUT_OF_BOUNDS);
                    }
                    return Handler.of(Op.TABLE_GET).execute(machine, code, ip, st, fp);
                },
                UPPER_HALVES);
        add(
                "charge_fuel looks at 64 bits of the number",
                Op.CHARGE_FUEL,
                (machine, code, ip, st, fp) -> {
                    boolean large = st[fp + code[ip + 1]] >>> 32 != 0;
                    StoreAccess.chargeFuel(machine.instance(), large ? -1 : (int) st[fp + code[ip + 1]], code[ip + 2]);
                    return ip + 3;
                },
                UPPER_HALVES);
    }

    /** Calls an element of a table, as {@code call_indirect} at {@code ip} does. */
    private static int callIndirect(Machine machine, int[] code, int ip, int fp, int element) {
        FunctionState callee = Calls.indirect(machine.instance(), code[ip + 1], code[ip + 2], element);
        machine.savePosition(ip + 5);
        Calls.call(machine, callee, fp + code[ip + 4]);
        return -1;
    }

    private void signs() {
        addFuzzed(
                "br_table takes its first target for a negative index",
                Op.BR_TABLE,
                (machine, code, ip, st, fp) -> {
                    int target = Math.max(0, Math.min((int) st[fp + code[ip + 1]], code[ip + 2] - 1));
                    return ip + code[ip + 3 + target];
                },
                ExecutorContract::branchTableTakesItsDefaultBeyondItsEnd);
        addFuzzed(
                "call_indirect compares its index with signs",
                Op.CALL_INDIRECT,
                (machine, code, ip, st, fp) -> {
                    int element = (int) st[fp + code[ip + 3]];
                    if (element < 0) {
                        throw new ArrayIndexOutOfBoundsException(element);
                    }
                    return callIndirect(machine, code, ip, fp, element);
                },
                ExecutorContract::indirectCallsCheckIndexNullAndType);
        add(
                "an address wraps when its offset is added",
                Op.LOAD32_S,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 1]] = MemoryAccess.load32(
                            machine.memory(), machine.memorySize(), (int) st[fp + code[ip + 2]] + code[ip + 3], 0);
                    return ip + 4;
                },
                any(ExecutorContract::loadsExtendWhatTheyFind));
        add(
                "an address that is a sum does not wrap",
                Op.LOAD32_S_SI,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 1]] = MemoryAccess.load32(
                            StoreAccess.memoryAt(machine.instance(), 0),
                            0,
                            (st[fp + code[ip + 2]] & 0xFFFF_FFFFL) + (code[ip + 3] & 0xFFFF_FFFFL));
                    return ip + 4;
                },
                any(ExecutorContract::sumsOfAddressesWrapAround));
        add(
                "a distance beyond the width of a number shifts everything out",
                Op.LOAD32_S_ISI,
                (machine, code, ip, st, fp) -> {
                    int shifted = code[ip + 4] > 31 ? 0 : (int) st[fp + code[ip + 3]] << code[ip + 4];
                    st[fp + code[ip + 1]] =
                            MemoryAccess.load32(machine.memory(), machine.memorySize(), code[ip + 2] + shifted, 0);
                    return ip + 5;
                },
                any(ExecutorContract::sumsOfAddressesWrapAround));
        add(
                "a rotation of an exclusive or is one of 32 bits",
                Op.I64_XOR_ROTL_SSI,
                (machine, code, ip, st, fp) -> {
                    long value = st[fp + code[ip + 2]] ^ st[fp + code[ip + 3]];
                    st[fp + code[ip + 1]] = Long.rotateLeft(value, code[ip + 4] & 31);
                    return ip + 5;
                },
                any(ExecutorContract::shiftsOfOperandsAreModuloTheirWidth));
        add(
                "an address is extended with its sign",
                Op.STORE32_S,
                (machine, code, ip, st, fp) -> {
                    int address = (int) st[fp + code[ip + 1]];
                    int offset = code[ip + 2];
                    boolean negative = address < 0 && address + (long) offset >= 0;
                    MemoryAccess.store32(
                            machine.memory(),
                            machine.memorySize(),
                            negative ? address + offset : address,
                            negative ? 0 : offset,
                            (int) st[fp + code[ip + 3]]);
                    return ip + 4;
                },
                any(ExecutorContract::storesTouchTheirBytesOnly));
        add(
                "the product in a sum is not rounded",
                Op.F64_MUL_ADD,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 1]] = Double.doubleToRawLongBits(Math.fma(
                            Double.longBitsToDouble(st[fp + code[ip + 2]]),
                            Double.longBitsToDouble(st[fp + code[ip + 3]]),
                            Double.longBitsToDouble(st[fp + code[ip + 4]])));
                    return ip + 5;
                },
                ExecutorContract::productsAreRoundedBeforeTheyAreAdded);
        addFuzzed("i64.lt_u is i64.lt_s", () -> Fault.confusing(Op.I64_LT_U_SS, Op.I64_LT_S_SS), NUMERIC);
        add("i32.div_u is i32.div_s", () -> Fault.confusing(Op.I32_DIV_U_SS, Op.I32_DIV_S_SS), NUMERIC);
        add(
                "load8_s is load8_u",
                () -> Fault.confusing(Op.LOAD8_S, Op.LOAD8_U),
                any(ExecutorContract::loadsExtendWhatTheyFind));
        add(
                "f64.min takes one zero for the other",
                Op.F64_MIN_SS,
                (machine, code, ip, st, fp) -> {
                    double a = Double.longBitsToDouble(st[fp + code[ip + 2]]);
                    double b = Double.longBitsToDouble(st[fp + code[ip + 3]]);
                    st[fp + code[ip + 1]] = Double.doubleToRawLongBits(Double.isNaN(b) || b < a ? b : a);
                    return ip + 4;
                },
                NUMERIC);
    }

    private void atomics() {
        add(
                "an atomic change of 16 bits extends the sign",
                Op.ATOMIC_RMW16_ADD_M,
                (machine, code, ip, st, fp) -> {
                    int next = Handler.of(Op.ATOMIC_RMW16_ADD_M).execute(machine, code, ip, st, fp);
                    st[fp + code[ip + 1]] = (short) st[fp + code[ip + 1]];
                    return next;
                },
                any(ExecutorContract::atomicChangesReturnWhatTheyFind));
        add(
                "an atomic exchange compares no more bits than it stores",
                Op.I64_ATOMIC_RMW8_CMPXCHG_M,
                (machine, code, ip, st, fp) -> {
                    st[fp + code[ip + 5]] &= 0xFF;
                    return Handler.of(Op.I64_ATOMIC_RMW8_CMPXCHG_M).execute(machine, code, ip, st, fp);
                },
                any(ExecutorContract::atomicExchangesCompareAllThatIsExpected));
        add(
                "an atomic access takes the upper half of an address of 32 bits",
                Op.ATOMIC_RMW64_ADD_M,
                (machine, code, ip, st, fp) -> {
                    if (code[ip + 6] == 0 && st[fp + code[ip + 2]] >>> 32 != 0) {
                        throw new TrapException(Trap.MEMORY_OUT_OF_BOUNDS);
                    }
                    return Handler.of(Op.ATOMIC_RMW64_ADD_M).execute(machine, code, ip, st, fp);
                },
                ExecutorContract::addressesHaveAsManyBitsAsThoseOfTheMemory);
        add(
                "a wait at a memory that is not shared is over at once",
                Op.ATOMIC_WAIT32_M,
                (machine, code, ip, st, fp) -> {
                    try {
                        return Handler.of(Op.ATOMIC_WAIT32_M).execute(machine, code, ip, st, fp);
                    } catch (TrapException trap) {
                        if (trap.trap() != Trap.EXPECTED_SHARED_MEMORY) {
                            throw trap;
                        }
                        st[fp + code[ip + 1]] = 2;
                        return ip + Op.ATOMIC_WAIT32_M.format().words();
                    }
                },
                ExecutorContract::onlySharedMemoriesCanBeWaitedAt);
    }

    private void bounds() {
        add(
                "a load of the last four bytes is out of bounds",
                Op.LOAD32_S,
                (machine, code, ip, st, fp) -> {
                    long end = Integer.toUnsignedLong((int) st[fp + code[ip + 2]])
                            + Integer.toUnsignedLong(code[ip + 3])
                            + 4;
                    if (end >= StoreAccess.memoryAt(machine.instance(), 0).size()) {
                        throw new TrapException(Trap.MEMORY_OUT_OF_BOUNDS);
                    }
                    return Handler.of(Op.LOAD32_S).execute(machine, code, ip, st, fp);
                },
                any(ExecutorContract::loadsExtendWhatTheyFind));
        add(
                "a store may end a byte behind the end",
                Op.STORE64_S,
                (machine, code, ip, st, fp) -> {
                    long end = Integer.toUnsignedLong((int) st[fp + code[ip + 1]])
                            + Integer.toUnsignedLong(code[ip + 2])
                            + 8;
                    return end == StoreAccess.memoryAt(machine.instance(), 0).size() + 1
                            ? ip + 4
                            : Handler.of(Op.STORE64_S).execute(machine, code, ip, st, fp);
                },
                any(ExecutorContract::storesTouchTheirBytesOnly));
        add(
                "memory.fill of nothing is never out of bounds",
                Op.MEMORY_FILL,
                (machine, code, ip, st, fp) -> (int) st[fp + code[ip + 4]] == 0
                        ? ip + 5
                        : Handler.of(Op.MEMORY_FILL).execute(machine, code, ip, st, fp),
                ExecutorContract::bulkOperationsOutOfBoundsDoNothing);
        add(
                "memory.fill to the end is out of bounds",
                Op.MEMORY_FILL,
                (machine, code, ip, st, fp) -> {
                    long end = Integer.toUnsignedLong((int) st[fp + code[ip + 2]])
                            + Integer.toUnsignedLong((int) st[fp + code[ip + 4]]);
                    if (end
                            == StoreAccess.memoryAt(machine.instance(), code[ip + 1])
                                    .size()) {
                        throw new TrapException(Trap.MEMORY_OUT_OF_BOUNDS);
                    }
                    return Handler.of(Op.MEMORY_FILL).execute(machine, code, ip, st, fp);
                },
                ExecutorContract::bulkOperationsOutOfBoundsDoNothing);
        add(
                "the last element of a table cannot be called",
                Op.CALL_INDIRECT,
                (machine, code, ip, st, fp) -> {
                    int element = (int) st[fp + code[ip + 3]];
                    boolean last = element == StoreAccess.tableSize(machine.instance(), code[ip + 2]) - 1;
                    return callIndirect(machine, code, ip, fp, last ? -1 : element);
                },
                ExecutorContract::indirectCallsReachTheFunctionsOfATable);
        addFuzzed(
                "br_table takes the last target but one for its default",
                Op.BR_TABLE,
                (machine, code, ip, st, fp) -> {
                    int entry = (int) st[fp + code[ip + 1]];
                    int last = Math.max(0, code[ip + 2] - 2);
                    return ip + code[ip + 3 + (Integer.compareUnsigned(entry, last) > 0 ? last : entry)];
                },
                ExecutorContract::branchTableTakesItsDefaultBeyondItsEnd);
    }

    private void traps() {
        addFuzzed(
                "call_indirect does not check the type",
                Op.CALL_INDIRECT,
                (machine, code, ip, st, fp) -> {
                    int element = (int) st[fp + code[ip + 3]];
                    InstanceState instance = machine.instance();
                    if (Integer.compareUnsigned(element, StoreAccess.tableSize(instance, code[ip + 2])) < 0
                            && StoreAccess.tableGet(instance, code[ip + 2], element) instanceof FunctionState callee) {
                        machine.savePosition(ip + 5);
                        Calls.call(machine, callee, fp + code[ip + 4]);
                        return -1;
                    }
                    return callIndirect(machine, code, ip, fp, element);
                },
                ExecutorContract::indirectCallsCheckIndexNullAndType);
        addFuzzed(
                "a null in a table is an undefined element",
                () -> trapping(Op.CALL_INDIRECT, Trap.UNINITIALIZED_ELEMENT, Trap.UNDEFINED_ELEMENT),
                ExecutorContract::indirectCallsCheckIndexNullAndType);
        add(
                "an overflow of i32.div_s is a division by zero",
                () -> trapping(Op.I32_DIV_S_SS, Trap.INTEGER_OVERFLOW, Trap.INTEGER_DIVIDE_BY_ZERO),
                NUMERIC);
        addFuzzed(
                "table.get is out of bounds of a memory",
                () -> trapping(Op.TABLE_GET, Trap.TABLE_OUT_OF_BOUNDS, Trap.MEMORY_OUT_OF_BOUNDS),
                ExecutorContract::elementsAreReadAndWritten);
        addFuzzed(
                "i32.div_u by zero is zero",
                Op.I32_DIV_U_SS,
                (machine, code, ip, st, fp) -> {
                    if ((int) st[fp + code[ip + 3]] == 0) {
                        st[fp + code[ip + 1]] = 0;
                        return ip + 4;
                    }
                    return Handler.of(Op.I32_DIV_U_SS).execute(machine, code, ip, st, fp);
                },
                NUMERIC);
        add(
                "an invalid conversion is an overflow",
                () -> trapping(Op.I32_TRUNC_F64_S, Trap.INVALID_CONVERSION_TO_INTEGER, Trap.INTEGER_OVERFLOW),
                ExecutorContract::everyOperatorTrapsForItsReason);
    }

    /** {@return a fault that takes one trap of an instruction for another} */
    private static Fault trapping(Op op, Trap correct, Trap wrong) {
        return Fault.of(op, (machine, code, ip, st, fp) -> {
            try {
                return Handler.of(op).execute(machine, code, ip, st, fp);
            } catch (TrapException trap) {
                throw trap.trap() == correct ? new TrapException(wrong) : trap;
            }
        });
    }

    private void state() {
        Check memory = any(ExecutorContract::memoriesChangeWhileTheyAreInUse);
        Check table = any(ExecutorContract::tablesGrowWhileTheyAreInUse);
        Check globals = any(ExecutorContract::globalsChangeWhileTheyAreInUse);
        addFuzzed("keeps the array of the memory after its own memory.grow", stale(Kind.MEMORY, Event.GROWTH), memory);
        addFuzzed("keeps the array of the memory after a call", stale(Kind.MEMORY, Event.CALL), memory);
        add(
                "keeps the array of the memory after a call of another instance",
                stale(Kind.MEMORY, Event.CALL_OF_ANOTHER_INSTANCE),
                memory);
        add(
                "keeps the array of the memory after a call of the host",
                stale(Kind.MEMORY, Event.CALL_OF_THE_HOST),
                memory);
        add("keeps the elements of a table after its own table.grow", stale(Kind.TABLE, Event.GROWTH), table);
        add("keeps the elements of a table after a call", stale(Kind.TABLE, Event.CALL), table);
        add(
                "keeps the elements of a table after a call of another instance",
                stale(Kind.TABLE, Event.CALL_OF_ANOTHER_INSTANCE),
                table);
        add("keeps the elements of a table after a call of the host", stale(Kind.TABLE, Event.CALL_OF_THE_HOST), table);
        add("keeps globals after a call", stale(Kind.GLOBALS, Event.CALL), globals);
        add(
                "keeps globals after a call of another instance",
                stale(Kind.GLOBALS, Event.CALL_OF_ANOTHER_INSTANCE),
                globals);
        add("keeps globals after a call of the host", stale(Kind.GLOBALS, Event.CALL_OF_THE_HOST), globals);
    }

    private static Supplier<Fault> stale(Kind kind, Event missed) {
        return () -> new StaleState(kind, missed);
    }

    private void fuel() {
        add(
                "consume_fuel takes nothing",
                Op.CONSUME_FUEL,
                (machine, code, ip, st, fp) -> ip + 2,
                ExecutorContract::fuelIsExact);
        add(
                "consume_fuel takes one unit whatever the amount",
                Op.CONSUME_FUEL,
                (machine, code, ip, st, fp) -> machine.consumeFuel(1, ip + 2) ? ip + 2 : -1,
                ExecutorContract::fuelIsExact);
        add(
                "consume_fuel is executed again when the call is resumed",
                Op.CONSUME_FUEL,
                (machine, code, ip, st, fp) -> machine.consumeFuel(code[ip + 1], ip) ? ip + 2 : -1,
                ExecutorContract::aCallThatGetsItsFuelBitByBitIsAsGoodAsAnyOther);
        add(
                "consume_fuel goes on although the call waits",
                Op.CONSUME_FUEL,
                (machine, code, ip, st, fp) -> {
                    machine.consumeFuel(code[ip + 1], ip + 2);
                    return ip + 2;
                },
                ExecutorContract::aCallThatGetsItsFuelBitByBitIsAsGoodAsAnyOther);
        add(
                "charge_fuel charges nothing",
                Op.CHARGE_FUEL,
                (machine, code, ip, st, fp) -> ip + 3,
                ExecutorContract::bulkOperatorsPayForWhatTheyTouch);
        add(
                "charge_fuel takes a negative number for none",
                Op.CHARGE_FUEL,
                (machine, code, ip, st, fp) -> {
                    StoreAccess.chargeFuel(machine.instance(), Math.max(0, (int) st[fp + code[ip + 1]]), code[ip + 2]);
                    return ip + 3;
                },
                ExecutorContract::aChargeIsUnsignedAndRoundedUp);
        add(
                "charge_fuel rounds down",
                Op.CHARGE_FUEL,
                (machine, code, ip, st, fp) -> {
                    long product =
                            Integer.toUnsignedLong((int) st[fp + code[ip + 1]]) * Integer.toUnsignedLong(code[ip + 2]);
                    StoreAccess.chargeFuel(machine.instance(), (int) (product >>> 16), 1 << 16);
                    return ip + 3;
                },
                ExecutorContract::aChargeIsUnsignedAndRoundedUp);
        add(
                "charge_fuel takes what it should only note",
                Op.CHARGE_FUEL,
                (machine, code, ip, st, fp) -> {
                    long product =
                            Integer.toUnsignedLong((int) st[fp + code[ip + 1]]) * Integer.toUnsignedLong(code[ip + 2]);
                    return machine.consumeFuel((int) ((product + 0xFFFF) >>> 16), ip + 3) ? ip + 3 : -1;
                },
                ExecutorContract::aChargeIsTakenWithTheNextPaymentOrNotAtAll);
    }

    private void positions() {
        Check backtrace = any(ExecutorContract::aBacktraceSaysWhereEachTrapWas);
        add(
                "saves the start of the instruction at fault",
                () -> new Fault() {
                    @Override
                    void savePosition(Machine machine, int[] code, int ip) {
                        machine.savePosition(ip);
                    }
                },
                backtrace);
        add(
                "saves a position in the instruction that follows",
                () -> new Fault() {
                    @Override
                    void savePosition(Machine machine, int[] code, int ip) {
                        machine.savePosition(ip + Op.of(code[ip]).format().words() + 1);
                    }
                },
                backtrace);
        add(
                "saves no position of an instruction at fault",
                () -> new Fault() {
                    @Override
                    void savePosition(Machine machine, int[] code, int ip) {}
                },
                backtrace);
        all.add(new Planted(
                "has positions of its own and does not say what they stand for",
                () -> new ShiftedExecutor(true, false),
                backtrace,
                false));
        all.add(new Planted(
                "has positions of its own and does not say where instructions begin",
                () -> new ShiftedExecutor(false, true),
                any(ExecutorContract::storesReachUntouchedMemory),
                false));
    }

    private void frames() {
        addFuzzed(
                "keeps the slots when the stack moves",
                () -> new Fault() {
                    private long[] slots = {};

                    @Override
                    void begin(Machine machine, int base) {
                        slots = machine.slots();
                    }

                    @Override
                    long[] slots(Machine machine) {
                        return slots;
                    }
                },
                ExecutorContract::deepRecursionWorks);
        add(
                "runs the frames below the base",
                () -> new Fault() {
                    @Override
                    boolean goesOn(Executor executor, Machine machine, int base) {
                        return super.goesOn(executor, machine, 0);
                    }
                },
                ExecutorContract::guestsAndHostMayCallEachOtherInTurn);
        add(
                "runs frames of other executors",
                () -> new Fault() {
                    @Override
                    boolean goesOn(Executor executor, Machine machine, int base) {
                        return machine.depth() > base;
                    }
                },
                ExecutorContract::functionsOfOtherExecutorsAreLeftToThem);
        add(
                "keeps the caller's instance when another one is called",
                () -> new Fault() {
                    @Override
                    void frameOnTop(Machine machine) {
                        if (machine.position() != 0 || machine.depth() == 1) {
                            super.frameOnTop(machine);
                        }
                    }
                },
                ExecutorContract::aCallIntoAnotherInstanceUsesThatOnesMemoryAndGlobals);
        add(
                "keeps the callee's instance when that returns",
                () -> new Fault() {
                    @Override
                    void frameOnTop(Machine machine) {
                        if (machine.position() == 0) {
                            super.frameOnTop(machine);
                        }
                    }
                },
                ExecutorContract::aCallIntoAnotherInstanceUsesThatOnesMemoryAndGlobals);
        add(
                "keeps its frame pointer in a field while the host has control",
                () -> new Fault() {
                    private int framePointer;
                    private boolean afterHost;

                    @Override
                    Handler handler(Op op) {
                        Handler correct = super.handler(op);
                        return op != Op.CALL_IMPORT
                                ? correct
                                : handler((machine, code, ip, st, fp) -> {
                                    int depth = machine.depth();
                                    int next = correct.execute(machine, code, ip, st, fp);
                                    afterHost = machine.depth() == depth;
                                    return next;
                                });
                    }

                    @Override
                    int framePointer(Machine machine) {
                        if (!afterHost) {
                            framePointer = machine.framePointer();
                        }
                        afterHost = false;
                        return framePointer;
                    }
                },
                ExecutorContract::runsWithinRunsDoNotDisturbEachOther);
        add(
                "leaves what a frame has of references",
                () -> Fault.of(Op.RETURN_REF, (machine, code, ip, st, fp) -> {
                    machine.pop();
                    return -1;
                }),
                ExecutorContract::aHostReferencePassesUnchanged);
    }
}
