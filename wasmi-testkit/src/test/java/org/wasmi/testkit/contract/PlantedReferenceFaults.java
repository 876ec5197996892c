package org.wasmi.testkit.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.wasmi.encoding.Op;
import org.wasmi.exec.handler.Handler;
import org.wasmi.testkit.contract.PlantedFaults.Check;
import org.wasmi.testkit.contract.PlantedFaults.Planted;

/** Faults of instructions on references, objects and exceptions. */
final class PlantedReferenceFaults {
    private final List<Planted> all = new ArrayList<>();

    private PlantedReferenceFaults() {
        objects();
        casts();
        exceptions();
    }

    static List<Planted> all() {
        return new PlantedReferenceFaults().all;
    }

    private void add(String name, Supplier<Fault> fault, Check noticedBy) {
        all.add(new Planted(name, () -> fault.get().executor(), noticedBy, false));
    }

    /** Adds a fault that generated modules show as well. */
    private void addFuzzed(String name, Supplier<Fault> fault, Check noticedBy) {
        all.add(new Planted(name, () -> fault.get().executor(), noticedBy, true));
    }

    /** {@return a fault that takes other operands, given by the number of the word behind the instruction's code} */
    private static Fault taking(Op faulty, IntUnaryOperator word) {
        Handler correct = Handler.of(faulty);
        return Fault.of(faulty, (machine, code, ip, st, fp) -> {
            int[] other = code.clone();
            Arrays.setAll(
                    other,
                    i -> i > ip && i < ip + faulty.format().words() ? code[ip + word.applyAsInt(i - ip)] : code[i]);
            return correct.execute(machine, other, ip, st, fp);
        });
    }

    /** {@return a fault that takes two operands for each other} */
    private static Fault swapping(Op faulty, int one, int two) {
        return taking(faulty, word -> word == one ? two : word == two ? one : word);
    }

    /** {@return a fault that lets any reference pass} */
    private static Fault passing(Op faulty) {
        return Fault.of(faulty, (machine, code, ip, st, fp) -> {
            Object[] references = machine.references();
            references[fp + code[ip + 1]] = references[fp + code[ip + 2]];
            return ip + faulty.format().words();
        });
    }

    private void objects() {
        add(
                "struct.get_s of a byte does not extend the sign",
                () -> Fault.confusing(Op.STRUCT_GET8_S, Op.STRUCT_GET8_U),
                ExecutorContract::fieldsOfAllTypesKeepTheirValues);
        add(
                "array.get_u of 16 bits extends the sign",
                () -> Fault.confusing(Op.ARRAY_GET16_U_SS, Op.ARRAY_GET16_S_SS),
                ExecutorContract::arraysOfAllTypesKeepTheirElements);
        add(
                "array.set of 16 bits sets a byte",
                () -> Fault.confusing(Op.ARRAY_SET16, Op.ARRAY_SET8),
                ExecutorContract::arraysOfAllTypesKeepTheirElements);
        add(
                "array.init_data takes its place in the segment for that in the array",
                () -> swapping(Op.ARRAY_INIT_DATA, 3, 4),
                ExecutorContract::arraysAreMadeOfSegments);
        add(
                "array.new_elem takes its place in the segment for the length",
                () -> swapping(Op.ARRAY_NEW_ELEM, 4, 5),
                ExecutorContract::arraysAreMadeOfSegments);
        addFuzzed(
                "i31.get_s does not extend the sign",
                () -> Fault.confusing(Op.I31_GET_S, Op.I31_GET_U),
                ExecutorContract::integersOf31BitsAreComparedByValue);
    }

    private void casts() {
        addFuzzed("a cast never fails", () -> passing(Op.REF_CAST), ExecutorContract::casesOfTypesAreTested);
        addFuzzed(
                "a cast to an abstract type never fails",
                () -> passing(Op.REF_CAST_ABSTRACT),
                ExecutorContract::abstractTypesAreTested);
        addFuzzed(
                "ref.as_non_null lets null pass",
                () -> passing(Op.REF_AS_NON_NULL),
                ExecutorContract::nullIsRefusedWhereItMayNotBe);
        add(
                "br_on_cast branches if the cast fails",
                () -> Fault.confusing(Op.BR_ON_CAST, Op.BR_ON_CAST_FAIL),
                ExecutorContract::casesOfTypesAreTested);
        addFuzzed(
                "br_on_null branches unless the reference is null",
                () -> Fault.confusing(Op.BR_ON_NULL, Op.BR_ON_NON_NULL),
                ExecutorContract::aBranchOnNullLeavesTheReferenceBehind);
        addFuzzed(
                "ref.eq compares a reference with itself",
                () -> taking(Op.REF_EQ_SS, word -> word == 3 ? 2 : word),
                ExecutorContract::referencesAreEqualIfTheyAreToTheSameObject);
    }

    private void exceptions() {
        Handler correct = Handler.of(Op.THROW);
        addFuzzed(
                "throw throws the tag before its own",
                () -> Fault.of(Op.THROW, (machine, code, ip, st, fp) -> {
                    int[] other = code.clone();
                    other[ip + 1] = Math.max(0, code[ip + 1] - 1);
                    return correct.execute(machine, other, ip, st, fp);
                }),
                ExecutorContract::tagsOfOneTypeAreNotTheSame);
        addFuzzed(
                "throw carries zeros",
                () -> Fault.of(Op.THROW, (machine, code, ip, st, fp) -> {
                    Arrays.fill(st, fp + code[ip + 2], fp + code[ip + 2] + code[ip + 3], 0);
                    return correct.execute(machine, code, ip, st, fp);
                }),
                ExecutorContract::whatIsThrownInACallIsCaughtWithItsValue);
        addFuzzed(
                "throw_ref takes its operand for null",
                () -> Fault.of(Op.THROW_REF, (machine, code, ip, st, fp) -> {
                    machine.references()[fp + code[ip + 1]] = null;
                    return Handler.of(Op.THROW_REF).execute(machine, code, ip, st, fp);
                }),
                ExecutorContract::aCaughtExceptionIsThrownAgain);
    }
}
