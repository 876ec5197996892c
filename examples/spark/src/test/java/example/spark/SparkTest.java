package example.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.spark.Campaign.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

class SparkTest {
    private static SparkSession session;
    private static JavaSparkContext context;

    @BeforeAll
    static void start() {
        session = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        context = JavaSparkContext.fromSparkContext(session.sparkContext());
        context.setLogLevel("OFF");
    }

    @AfterAll
    static void stop() throws IOException {
        session.close();
    }

    private static void register(String name, String wat, long fuel) {
        byte[] stored = StoredPrograms.write(
                Translator.translate(Wat.parse(wat), TranslationOptions.DEFAULT.withFuel(true)));
        session.udf().register(name, new GuestFunction(context.broadcast(stored), fuel), DataTypes.StringType);
    }

    private static Dataset<Row> query(String sql, int rows) {
        List<String> words = IntStream.range(0, rows).mapToObj(i -> "word " + i).toList();
        session.createDataset(words, Encoders.STRING()).repartition(4).createOrReplaceTempView("words");
        return session.sql(sql);
    }

    @Test
    void guestsAreFunctionsOfSql() throws IOException {
        try (InputStream text = GuestFunction.class.getResourceAsStream("upper.wat")) {
            register("upper_guest", new String(text.readAllBytes(), UTF_8), 100_000);
        }
        List<Row> rows = query("select value, upper_guest(value) from words", 2_000).collectAsList();
        assertThat(rows).hasSize(2_000).allSatisfy(row -> assertThat(row.getString(1))
                .isEqualTo(row.getString(0).toUpperCase(Locale.ROOT)));
        assertThat(session.sql("select upper_guest(null)").first().isNullAt(0)).isTrue();
    }

    @Test
    void rowsDoNotSeeEachOther() {
        register("count_guest", """
                (module
                  (memory (export "memory") 1)
                  (func (export "allocate") (param i32) (result i32) (i32.const 1024))
                  (func (export "handle") (param i32 i32) (result i64)
                    (i32.store8 (i32.const 0) (i32.add (i32.load8_u (i32.const 0)) (i32.const 1)))
                    (i32.store8 (i32.const 16) (i32.add (i32.const 48) (i32.load8_u (i32.const 0))))
                    (i64.const 0x0000001000000001)))
                """, 100_000);
        assertThat(query("select distinct count_guest(value) from words", 200).collectAsList())
                .singleElement()
                .satisfies(row -> assertThat(row.getString(0)).isEqualTo("1"));
    }

    @Test
    void aRowThatTakesTooMuchFailsItsQueryAndNothingElse() {
        register("endless_guest", """
                (module
                  (memory (export "memory") 1)
                  (func (export "allocate") (param i32) (result i32) (i32.const 1024))
                  (func (export "handle") (param i32 i32) (result i64) (loop (br 0)) (unreachable)))
                """, 100_000);
        assertThatThrownBy(() -> query("select endless_guest(value) from words", 10).collectAsList())
                .hasStackTraceContaining("all fuel consumed");
        assertThat(session.sql("select 1 + 1").first().getInt(0)).isEqualTo(2);
    }

    @Test
    void aCampaignSearchesItsShards() {
        assertThat(Campaign.run(context, 1, 40, 4)).isEmpty();
        assertThat(Campaign.shards(10, 7, 3))
                .containsExactly(
                        new Campaign.Shard(10, 2), new Campaign.Shard(12, 2), new Campaign.Shard(14, 3));
    }

    /** The executor is wrong in most modules; after reduction many of these are alike, also those of other shards. */
    @Test
    void aCampaignMergesWhatItsShardsFind() throws InterruptedException {
        Campaign.Compared compared = () -> List.of(new Mistaken(Executors.named(Executors.SWITCH)));
        List<Finding> merged = Campaign.run(context, compared, 20, 16, 4);
        assertThat(merged).extracting(Finding::summary).doesNotHaveDuplicates();
        assertThat(merged).extracting(Finding::seed).isSorted().allMatch(seed -> seed >= 20 && seed < 36);
        assertThat(merged.stream().mapToInt(Finding::count).sum()).isGreaterThan(merged.size());
        assertThat(Campaign.search(compared, new Campaign.Shard(merged.get(0).seed(), 1)))
                .extracting(Finding::description)
                .containsExactly(merged.get(0).description());
    }

    @Test
    void findingsThatAreTheSameAreMerged() {
        List<Finding> merged = Campaign.merge(List.of(
                new Finding(9, 1, "i32.add", "at 9"),
                new Finding(5, 1, "f32.min", "at 5"),
                new Finding(3, 2, "i32.add", "at 3")));
        assertThat(merged)
                .containsExactly(new Finding(3, 3, "i32.add", "at 3"), new Finding(5, 1, "f32.min", "at 5"));
    }
}
