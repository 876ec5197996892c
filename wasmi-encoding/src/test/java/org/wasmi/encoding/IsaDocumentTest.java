package org.wasmi.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IsaDocumentTest {

    private static final Path FILE = Path.of("..", "docs", "isa.md");

    @Test
    void theDocumentInTheRepositoryIsUpToDate() throws IOException {
        if (Boolean.getBoolean("wasmi.regenerate")) {
            Files.writeString(FILE, IsaDocument.text());
        }

        assertThat(Files.readString(FILE))
                .as("docs/isa.md; write it again with -Dtest=IsaDocumentTest -Dwasmi.regenerate=true")
                .isEqualTo(IsaDocument.text());
    }

    @Test
    void eachOperatorThatIsNotNumericHasItsSentenceAndThereAreNoOthers() {
        assertThat(IsaDocument.describedOperators())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Op.values())
                        .filter(op -> !op.isNumeric() && op.kind() != Op.Kind.VECTOR && op.kind() != Op.Kind.ATOMIC)
                        .map(Op::operator)
                        .distinct()
                        .toList());
    }
}
