package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.StoredDeadLetters.Place;
import dev.troupe.engine.SettingsReader;
import dev.troupe.store.FateTable;
import dev.troupe.store.Store;
import dev.troupe.store.StoreSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of messages, on both kinds of store. */
class FateTableIT {

    abstract static class Contract {
        FateTable table;

        abstract String config();

        @BeforeEach
        void open() {
            var config = ConfigFactory.parseString(config())
                    .withFallback(ConfigFactory.defaultReferenceUnresolved())
                    .resolve();
            var store = new Store(SettingsReader.read(config, StoreSettings::of));
            store.prepare();
            table = store.fates();
        }

        @AfterEach
        void close() {
            table.close();
        }

        @Test
        void keepsWhatIsWrittenByMessageAndByPublication() throws SQLException {
            var one = row("p@a", "p", "PROCESSED", null, 1);
            var two = row("p@b", "p", "DEAD_LETTERED", "{\"é\":1}", 2);

            table.write(List.of(one, two, row("other", null, "STORED", null, 3)));

            assertThat(table.find("p")).containsExactlyInAnyOrder(one, two);
            assertThat(table.find("p@b")).containsExactly(two);
            assertThat(table.find("none")).isEmpty();
        }

        @Test
        void letsNothingTakeThePlaceOfWhatSaysMore() throws SQLException {
            var processed = row("m", null, "PROCESSED", null, 3);

            table.write(List.of(row("m", null, "STORED", null, 1)));
            table.write(List.of(row("m", null, "DEAD_LETTERED", "{}", 2)));
            table.write(List.of(row("m", null, "STORED", null, 3)));
            var before = table.find("m");
            table.write(List.of(processed));
            table.write(List.of(row("m", null, "DEAD_LETTERED", "{}", 4)));

            assertThat(before).containsExactly(row("m", null, "DEAD_LETTERED", "{}", 2));
            assertThat(table.find("m")).containsExactly(processed);
            assertThat(table.deadLetters(null, 10)).isEmpty();
        }

        @Test
        void replacesADeadLetterOnlyIfItIsStillTheSame() throws SQLException {
            var letter = row("m", null, "DEAD_LETTERED", "{}", 5);
            table.write(List.of(letter, row("older", null, "DEAD_LETTERED", "{}", 4)));

            boolean late = table.replaceDeadLetter(row("m", null, "STORED", null, 6));
            boolean inTime = table.replaceDeadLetter(row("m", null, "STORED", null, 5));

            assertThat(late).isFalse();
            assertThat(inTime).isTrue();
            assertThat(table.find(letter.key())).containsExactly(row("m", null, "STORED", null, 5));
            assertThat(table.deadLetters(null, 1))
                    .extracting(FateTable.Row::key)
                    .containsExactly(key("older"));
        }

        @Test
        void pagesThroughDeadLettersInOneOrderWhileSomeGo() throws SQLException {
            List<FateTable.Row> all = new ArrayList<>();
            for (String id : List.of("b", "B", "a", "", "é", "e", "\uFFFD", "\uD83D\uDE00", "a b", "_", "10", "9")) {
                all.add(row(id, null, "DEAD_LETTERED", "{}", 7));
            }
            IntStream.range(0, 1_100)
                    .forEach(number -> all.add(row("m-" + number, null, "DEAD_LETTERED", "{}", 8 + number / 300)));
            table.write(all);
            all.sort(Comparator.comparing(Contract::place));

            List<FateTable.Row> paged = new ArrayList<>();
            var page = table.deadLetters(null, 5);
            while (!page.isEmpty()) {
                paged.addAll(page);
                var last = page.get(page.size() - 1);
                table.replaceDeadLetter(
                        row(last.key().messageId(), last.publicationId(), "DEAD_LETTERED", null, last.at()));
                page = table.deadLetters(new FateTable.Place(last.at(), last.key()), paged.size() < 20 ? 3 : 400);
            }

            assertThat(paged).containsExactlyElementsOf(all);
        }

        /** Where the API has it. */
        private static Place place(FateTable.Row row) {
            var recipient = new AgentId(row.key().recipientType(), row.key().recipientKey());
            return new Place(Instant.ofEpochMilli(row.at()), row.key().messageId(), recipient);
        }

        @Test
        void forgetsWhatIsOldAndDeadLettersLater() throws SQLException {
            table.write(List.of(
                    row("old", null, "PROCESSED", null, 10),
                    row("letter", null, "DEAD_LETTERED", "{}", 10),
                    row("old letter", null, "DEAD_LETTERED", "{}", 5),
                    row("new", null, "STORED", null, 20)));

            int forgotten = table.forget(20, 10);

            assertThat(forgotten).isEqualTo(2);
            assertThat(table.find("old")).isEmpty();
            assertThat(table.find("letter")).hasSize(1);
            assertThat(table.find("new")).hasSize(1);
        }

        @Test
        void takesWhatNoDatabaseWouldAndFindsItAgain() throws SQLException {
            table.write(List.of(row("m\0", null, "PROCESSED", null, 1)));

            assertThat(table.find("m\0")).hasSize(1);
        }

        @Test
        void goesOnWithANewConnectionAfterAFailure() throws SQLException {
            table.close();

            table.write(List.of(row("m", null, "PROCESSED", null, 1)));

            assertThat(table.find("m")).hasSize(1);
        }

        static FateTable.Row row(
                String id, @Nullable String publication, String outcome, @Nullable String deadLetter, long at) {
            return new FateTable.Row(
                    key(id), publication, outcome, 1, deadLetter == null ? null : "{}", deadLetter, at);
        }

        private static FateTable.Key key(String id) {
            return new FateTable.Key(id, "test", "a/b");
        }
    }

    @Nested
    class Embedded extends Contract {
        @TempDir
        Path directory;

        @Override
        String config() {
            return "troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"";
        }
    }

    @Nested
    class Postgresql extends Contract {
        private static int databases;

        @Override
        String config() {
            return Postgres.config(postgres.createDatabase("fates" + databases++));
        }

        @Test
        void knowsAFaultThatIsOfOneRowOnly() {
            // Random, so that it cannot be packed into the index.
            var random = new Random(1);
            String id = random.ints(4_000, 0x4E00, 0x9FFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThatThrownBy(() -> table.write(List.of(row(id, null, "PROCESSED", null, 1))))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            thrown -> assertThat(FateTable.isAboutARow(thrown)).isTrue());
        }
    }

    private static Postgres postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = Postgres.start();
    }

    @AfterAll
    static void closePostgres() {
        postgres.close();
    }
}
