package dev.troupe.node.management;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentType;
import dev.troupe.node.RunningNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The console of three nodes with 100,000 loaded agents. What it takes is printed; the machine is not asked to be quick. */
class CrowdedConsoleIT {
    private static final int AGENTS = 100_000;
    private static final AgentType<NoteAgent.Command> CROWD = AgentType.of("crowd", NoteAgent.Command.class);

    private static final List<RunningNode> NODES = new ArrayList<>();
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(120_000);
        NODES.add(node(""));
        String join = "\ntroupe.cluster.join = [\"" + NODES.get(0).runtime().address() + "\"]";
        NODES.add(node(join));
        NODES.add(node(join));
        for (int key = 0; key < AGENTS; key++) {
            NODES.get(key % NODES.size())
                    .runtime()
                    .tell(CROWD.ref(String.format("t%02d/%05d", key % 50, key)), new NoteAgent.Add("hello"));
        }
        // A message of tell may be lost.
        await().atMost(Duration.ofMinutes(5)).until(CrowdedConsoleIT::loaded, loaded -> loaded > AGENTS * 9 / 10);
    }

    private static int loaded() {
        return NODES.stream()
                .mapToInt(node -> node.runtime().activeAgents().size())
                .sum();
    }

    private static RunningNode node(String more) {
        return RunningNode.start(
                ConfigFactory.parseString("troupe { cluster.port = 0, management.http.port = 0 }\n"
                        + "troupe { store.kind = none, agents.idle-timeout = 1h }" + more),
                List.of(NoteAgent.inMemory(CROWD)));
    }

    @AfterAll
    static void stop() {
        for (int last = NODES.size() - 1; last >= 0; last--) {
            NODES.get(last).close();
        }
        NODES.clear();
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void showsAHundredThousandAgentsByPages() {
        var page = browser.open(1280, 900);
        String console = NODES.get(0).management().orElseThrow().uri() + "/console";

        long began = System.nanoTime();
        page.navigate(console);
        assertThat(page.locator(".card[data-node]")).hasCount(3);
        long overview = millisSince(began);
        began = System.nanoTime();
        page.navigate(console + "#/agents/crowd/t07%2F");
        assertThat(page.locator("main tbody tr")).hasCount(50);
        long list = millisSince(began);
        began = System.nanoTime();
        String first = page.locator("main tbody tr").first().innerText();
        page.getByText("Next page").click();
        assertThat(page.getByText("First page")).isVisible();
        long next = millisSince(began);

        System.out.printf(
                "console with %d agents: overview %d ms, first page of a tenant %d ms, next page %d ms%n",
                loaded(), overview, list, next);
        assertThat(page.locator("main tbody tr")).hasCount(50);
        assertThat(page.locator("main tbody tr").first().innerText()).isNotEqualTo(first);
        assertThat((Integer) page.evaluate("() => document.querySelectorAll('*').length"))
                .as("elements of the page")
                .isLessThan(1_000);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of(System.getProperty("troupe.build.dir", "target"), "console", "crowded.png")));
        page.context().close();
    }

    private static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }
}
