package dev.troupe.samples.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AutoGenTest {
    @Test
    void installsWhatTheSampleTellsPeopleToInstall() throws IOException {
        var requirements = Files.readAllLines(Path.of("python", "requirements.txt"));

        assertThat(AutoGen.PACKAGES).isEqualTo(requirements);
    }
}
