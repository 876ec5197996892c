package org.wasmi.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Instruction;
import org.wasmi.encoding.Instructions;
import org.wasmi.encoding.Op;

/** What holds for every encoding on the path, and every instruction. */
class EncodingProperties {

    @Provide
    Arbitrary<List<Instruction>> instructionLists() {
        return InstructionArbitraries.instructionLists();
    }

    @Property
    @StatisticsReport(StatisticsReportMode.OFF)
    void decodeIsTheInverseOfEncode(@ForAll("instructionLists") List<Instruction> instructions) {
        for (Encoding encoding : Encodings.all().values()) {
            Code code = Instructions.encode(instructions, InstructionArbitraries.FRAME, encoding);
            assertThat(Instructions.decode(code)).as(encoding.name()).isEqualTo(instructions);
            assertThat(code.encoding()).isEqualTo(encoding.name());
            assertThat(code.frame()).isEqualTo(InstructionArbitraries.FRAME);
        }
        instructions.forEach(each -> Statistics.collect(each.op()));
        Statistics.coverage(coverage -> {
            for (Op op : Op.values()) {
                coverage.check(op).count(count -> count > 0);
            }
        });
    }

    @Property
    void encodingTheSameInstructionsTwiceGivesEqualCode(@ForAll("instructionLists") List<Instruction> instructions) {
        for (Encoding encoding : Encodings.all().values()) {
            assertThat(Instructions.encode(instructions, InstructionArbitraries.FRAME, encoding))
                    .isEqualTo(Instructions.encode(instructions, InstructionArbitraries.FRAME, encoding));
        }
    }
}
