package dev.troupe.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

    @Test
    void writesOverTheProgressOnATerminalAndCutsWhatDoesNotFit() {
        var screen = new Screen(out, true);

        screen.progress("decided 1");
        screen.progress("decided 1");
        screen.progress("decided 2");
        screen.line("done");

        assertThat(text())
                .isEqualTo("\r\u001b[2K\u001b[?7ldecided 1\u001b[?7h" + "\r\u001b[2K\u001b[?7ldecided 2\u001b[?7h"
                        + "\r\u001b[2Kdone\n");
    }

    @Test
    void writesNoEscapeWithoutATerminalAndProgressOnlyNowAndThen() {
        var screen = new Screen(out, false);

        screen.progress("decided 1");
        screen.progress("decided 2");
        screen.good("ok");
        screen.error("failed");

        assertThat(text()).isEqualTo("decided 1\nok\nfailed\n");
    }

    @Test
    void showsNothingAfterItsLastLine() {
        var screen = new Screen(out, true);

        screen.close("interrupted");
        screen.line("node-1 ended");
        screen.progress("decided 1");

        assertThat(text()).isEqualTo("interrupted\n");
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
