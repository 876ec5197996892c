package org.wasmi.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackagesDocumentTest {

    @Test
    void theDocumentInTheRepositoryIsUpToDate() throws IOException {
        Path file = Cli.root("docs/packages.md");
        String text = PackagesDocument.text();
        if (Boolean.getBoolean("wasmi.regenerate")) {
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file))
                .as("docs/packages.md; write it again with -Dtest=PackagesDocumentTest -Dwasmi.regenerate=true")
                .isEqualTo(text);
    }

    @Test
    void twentyOfThirtyModulesDoAJobAndTheOthersHaveAReason() throws IOException {
        List<PackagesDocument.Row> rows = PackagesDocument.rows();
        Map<String, List<PackagesDocument.Job>> jobs = PackagesDocument.jobs();
        assertThat(rows).hasSize(30);
        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(row.reason().isEmpty()).as(row.module()).isEqualTo(jobs.containsKey(row.module())));
        assertThat(rows.stream().filter(row -> row.reason().isEmpty()).count()).isGreaterThanOrEqualTo(20);
    }

    static List<PackagesDocument.Row> modulesThatDoNotRun() throws IOException {
        return PackagesDocument.rows().stream()
                .filter(row -> !row.reason().isEmpty())
                .toList();
    }

    /** Once a package no longer has the text, its reason may be out of date. */
    @ParameterizedTest
    @MethodSource("modulesThatDoNotRun")
    void aFileOfThePackageShowsTheReason(PackagesDocument.Row row) throws IOException {
        Path file = Packages.file(row.artifact() + "/" + row.file());
        assertThat(Files.readString(file, ISO_8859_1).contains(row.text()))
                .as(row.text())
                .isTrue();
    }
}
