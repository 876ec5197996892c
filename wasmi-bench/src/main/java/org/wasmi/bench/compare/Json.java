package org.wasmi.bench.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** All that was measured, for readers who want more than the tables. Times are in nanoseconds. */
final class Json {
    private Json() {}

    static String text(Results results) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        results.environment().forEach(root.putObject("environment")::put);
        ObjectNode instructions = root.putObject("instructions");
        results.workloads().forEach(each -> instructions.put(each.name(), Math.round(each.instructions())));
        ArrayNode steady = root.putArray("steady");
        for (Steady each : results.steady()) {
            ObjectNode node = steady.addObject()
                    .put("engine", each.contender())
                    .put("workload", each.workload())
                    .put("load", each.loadNanos())
                    .put("first", each.firstNanos())
                    .put("median", Math.round(each.nanos()))
                    .put("allocated_bytes", each.allocated())
                    .put("busy", each.busy());
            ArrayNode samples = node.putArray("samples");
            each.samples().forEach(sample -> samples.add(Math.round(sample)));
        }
        ArrayNode starts = root.putArray("starts");
        for (WarmUp each : results.warmUps()) {
            ArrayNode points =
                    starts.addObject().put("engine", each.contender()).putArray("points");
            each.points().forEach(point -> points.addArray()
                    .add(Math.round(point.instructions()))
                    .add(Math.round(point.nanos())));
        }
        results.refused().forEach(root.putObject("refused")::put);
        try {
            return mapper.writeValueAsString(root).replace("},{", "},\n{") + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
