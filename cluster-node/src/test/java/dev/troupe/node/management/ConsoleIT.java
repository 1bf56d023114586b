package dev.troupe.node.management;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import dev.troupe.gateway.access.Grants;
import dev.troupe.gateway.access.TokenEntry;
import dev.troupe.gateway.access.TokenFile;
import dev.troupe.node.RunningNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The console of a cluster of three nodes in a browser; each test leaves a screenshot in {@code target/console}. */
class ConsoleIT {
    private static final int AGENTS = 120;

    @TempDir
    private static Path directory;

    private static final List<RunningNode> NODES = new ArrayList<>();
    private static Browser browser;

    private Page page;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        NODES.add(node("troupe.cluster.roles = [front]"));
        String join = "\ntroupe.cluster.join = [\"" + NODES.get(0).runtime().address() + "\"]";
        NODES.add(node("troupe.cluster.roles = [back]" + join));
        NODES.add(node("troupe.cluster.roles = [back]" + join));
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int key = 100; key < 100 + AGENTS; key++) {
            receipts.add(add("acme/" + key, "hello"));
        }
        for (var receipt : receipts) {
            receipt.get(2, TimeUnit.MINUTES);
        }
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

    @BeforeEach
    void openWindow() {
        page = browser.open(1280, 900);
    }

    @AfterEach
    void keepScreenshot(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName() + ".png";
        Path file = Path.of(System.getProperty("troupe.build.dir", "target"), "console", name);
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        page.context().close();
    }

    @Test
    void showsNodesWithTheirRolesAndAgents() {
        go(0, "");

        assertThat(page.locator(".card[data-node]")).hasCount(3);
        assertThat(page.locator(".card[data-node]").filter(withText("front"))).hasCount(1);
        assertThat(page.locator(".card[data-node]").filter(withText("this node")))
                .hasCount(1);
        assertThat(page.locator(".card[data-node]").filter(withText("oldest"))).hasCount(1);
        assertThat(page.locator(".card[data-node]").filter(withText("shards")).first())
                .isVisible();
        assertThat(page.locator("#state")).hasText("live");
    }

    @Test
    void listsAgentsOfAllNodesInPages() {
        go(1, "#/agents/note/acme%2F1");

        assertThat(page.locator("main tbody tr")).hasCount(50);
        List<String> first = page.locator("main tbody tr td:first-child").allInnerTexts();
        page.getByText("Next page").click();
        assertThat(page.getByText("First page")).isVisible();
        List<String> second = page.locator("main tbody tr td:first-child").allInnerTexts();

        assertThat(first).isSorted().first().isEqualTo("note/acme/100");
        assertThat(second).isNotEmpty().isSorted().doesNotContainAnyElementsOf(first);
        assertThat(second.get(0)).isGreaterThan(first.get(first.size() - 1));
    }

    @Test
    void showsTheTurnsAndTheStateOfAnAgent() throws Exception {
        add("turns", "the first line").get(1, TimeUnit.MINUTES);
        add("turns", "the second line").get(1, TimeUnit.MINUTES);

        go(2, "#/agent/note/turns");

        assertThat(page.locator("main")).containsText("\"lines\": 2");
        page.locator("details[data-name='turn-3'] summary").click();
        assertThat(page.locator("details[data-name='turn-3']")).containsText("the second line");
    }

    @Test
    void saysWhyTurnsAreNotShown() {
        go(0, "#/agent/note/acme%2F100/newest");

        assertThat(page.locator("main [role=alert]")).containsText("from: 'newest' (expected: 1 to ");
    }

    @Test
    void showsWhoTalksToWhomAndWhoHearsWhat() throws Exception {
        publish("acme", "flows").get(1, TimeUnit.MINUTES);

        go(0, "#/flows");
        assertThat(page.locator("main")).containsText("outside");
        assertThat(page.locator("main")).containsText("note");
        go(0, "#/topics");

        assertThat(page.locator("main tbody tr").filter(withText("noted"))).containsText("note");
    }

    @Test
    void showsAConversationAsItHappens() {
        go(1, "#/conversation/noted/live");
        assertThat(page.getByText("Listening to noted/live")).isVisible();

        // The first events may be missed while the other nodes learn that somebody listens here.
        for (int tries = 0; tries < 60 && page.locator("article.says").count() == 0; tries++) {
            publish("live", "said just now").join();
            page.waitForTimeout(500);
        }

        assertThat(page.locator("article.says").first()).containsText("said just now");
    }

    @Test
    void saysWhenAConversationIsNotHeardAndHearsItAgain() {
        String events = "**/v1/topics/noted/broken/events";
        page.route(events, Route::abort);
        go(1, "#/conversation/noted/broken");
        assertThat(page.locator("#state")).hasText("connection lost, trying again");
        assertThat(page.locator("main")).containsText("Nothing is heard of noted/broken now");

        page.unroute(events);
        assertThat(page.locator("#state")).hasText("live");
        assertThat(page.getByText("Listening to noted/broken")).isVisible();
        page.route(events, route -> route.fulfill(problem(503, "too many streams")));
        page.reload();

        assertThat(page.locator("main")).containsText("too many streams");
        assertThat(page.locator("#state")).hasText("connection lost, trying again");
        page.unroute(events);
        assertThat(page.locator("#state")).hasText("live");
    }

    @Test
    void saysWhenANodeWithAnOpenConversationHasGone() {
        try (var gone = alone("gone", "")) {
            page.navigate(uri(gone) + "/console#/conversation/noted/gone");
            assertThat(page.locator("main")).containsText("Listening to noted/gone");
        }

        assertThat(page.locator("#state")).hasText("connection lost, trying again");
    }

    @Test
    void sendsADeadLetterAgainAndPurgesIt() throws Exception {
        var receipt = add("broken", "").get(1, TimeUnit.MINUTES);
        var row = page.locator("tbody tr").filter(withText(receipt.messageId()));
        go(0, "#/letters");
        assertThat(row).containsText("HANDLER_ERROR");
        row.locator("summary").click();
        assertThat(row).containsText("\"text\"");

        row.getByText("Send again").click();
        assertThat(row).containsText("HANDLER_ERROR"); // it fails as before, and comes back
        page.onDialog(dialog -> dialog.accept());
        row.getByText("Purge").click();

        assertThat(row).hasCount(0);
    }

    @Test
    void findsAgentsOfATenantAndAnAgent() {
        go(2, "");

        search("acme");
        assertThat(page.locator("tbody tr")).hasCount(50);
        search("note/acme/105");

        assertThat(page.locator("tbody tr")).hasCount(1);
        page.locator("tbody tr a").click();
        assertThat(page.locator("main")).containsText("durable");
    }

    @Test
    void saysWhatCouldNotBeSearched() {
        go(2, "");

        page.route("**/v1/agents?*", route -> route.fulfill(problem(403, "the token is for others")));
        search("acme");
        assertThat(page.locator("main [role=alert]")).hasText("the token is for others");
        assertThat(page.locator("main")).not().containsText("None whose key begins so");
        page.unroute("**/v1/agents?*");
        page.route("**/v1/agents?*", route -> route.fulfill(json(200, "{\"agents\":[],\"missing\":[\"gone:1\"]}")));
        search("acme/1");

        assertThat(page.locator("main [role=alert]")).hasText("Did not answer in time: gone:1");
        assertThat(page.locator("main")).containsText("None whose key begins so");
    }

    @Test
    void findsAMessageAndSaysWhoToldWhom() throws Exception {
        var receipt = add("traced", "hello").get(1, TimeUnit.MINUTES);
        go(1, "");

        search(receipt.messageId());

        assertThat(page.locator("ul.tree li")).hasCount(1);
        assertThat(page.locator("ul.tree li")).containsText("outside → note/traced note.Add APPLIED");
    }

    @Test
    void isUsedByKeyboardAlone() {
        go(0, "");
        page.keyboard().press("Tab");
        assertThat(page.getByText("Skip to content")).isFocused();

        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");

        assertThat(page).hasURL(Pattern.compile(".*#/agents"));
        assertThat(page.locator("main")).isFocused();
        assertThat(page.locator("main h2")).hasText("Agents");
        assertThat(page.locator("main tbody tr")).hasCount(50);
        var links = page.locator("main tbody tr td:first-child a");
        links.nth(1).focus();
        awaitRefresh();
        assertThat(links.nth(1)).isFocused();
        page.keyboard().press("Tab");
        awaitRefresh();
        assertThat(links.nth(2)).isFocused();
    }

    @Test
    void keepsWhatIsOpenWhereItIsScrolledTo() throws Exception {
        add("long", "much to read ".repeat(2_000)).get(1, TimeUnit.MINUTES);
        go(0, "#/agent/note/long");
        var turn = page.locator("details.card");
        turn.locator("summary").click();
        var text = turn.locator("pre").first();
        text.evaluate("pre => { pre.scrollTop = 120; pre.focus(); }");

        awaitRefresh();

        assertThat(text).isFocused();
        assertThat(text.evaluate("pre => pre.scrollTop")).isEqualTo(120);
    }

    @Test
    void keepsTheContentOfAnOpenDeadLetter() throws Exception {
        var receipt = add("kept", "").get(1, TimeUnit.MINUTES);
        var row = page.locator("tbody tr").filter(withText(receipt.messageId()));
        List<String> asked = new ArrayList<>();
        page.onRequest(request -> asked.add(URI.create(request.url()).getPath()));
        go(0, "#/letters");
        row.locator("summary").click();
        assertThat(row.locator("pre")).containsText("\"text\"");

        awaitRefresh();
        awaitRefresh();

        assertThat(row.locator("pre")).containsText("\"text\"");
        assertThat(asked.stream().filter(path -> path.startsWith("/v1/dead-letters/")))
                .hasSize(1);
    }

    @Test
    void waitsWhileTextIsSelected() {
        go(0, "#/agents");
        assertThat(page.locator("main tbody tr")).hasCount(50);
        var heading = page.querySelector("main h2");
        heading.evaluate("h2 => getSelection().selectAllChildren(h2)");
        for (int refresh = 0; refresh < 3; refresh++) {
            page.waitForResponse("**/v1/agents?*", () -> {});
        }

        Object selected = page.evaluate("() => getSelection().toString()");
        boolean shown = (Boolean) heading.evaluate("h2 => h2.isConnected");
        page.evaluate("() => getSelection().removeAllRanges()");

        assertThat(selected).isEqualTo("Agents");
        assertThat(shown).isTrue();
        awaitGone(heading);
    }

    @Test
    void fitsASmallScreen() throws Exception {
        add("small", "").get(1, TimeUnit.MINUTES);
        page.setViewportSize(360, 740);
        var views = Map.of(
                "", "Cluster",
                "#/flows", "Flows",
                "#/agents", "Agents",
                "#/topics", "Topics",
                "#/letters", "Dead letters",
                "#/agent/note/acme%2F100", "Agent");

        views.forEach((view, title) -> {
            go(0, view);
            assertThat(page.locator("main h2")).hasText(title);

            Object width = page.evaluate("() => document.documentElement.scrollWidth");

            assertThat((Integer) width).as("width of '%s'", view).isLessThanOrEqualTo(360);
            assertThat(page.locator("#state")).hasText("live");
        });
    }

    @Test
    void asksForATokenAndSaysWhatItDoesNotAllow() throws Exception {
        String token = TokenFile.newToken();
        var grants = new Grants(Optional.empty(), List.of("*"), List.of("*"), Grants.actions(List.of("read", "admin")));
        var entry = new TokenEntry("looker", new TokenEntry.Hash(TokenFile.sha256(token)), grants, Optional.empty());
        Path file = Files.writeString(directory.resolve("tokens.conf"), "tokens = [ " + TokenFile.render(entry) + " ]");
        try (var guarded = alone("guarded", "troupe.gateway.auth.tokens-file = \"" + file + '"')) {
            page.navigate(uri(guarded) + "/console");
            assertThat(page.locator("main [role=alert]")).containsText("Give a token above");

            page.locator("#token-button").click();
            page.locator("#token").fill(token);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use it"))
                    .click();

            assertThat(page.locator(".card[data-node]")).hasCount(1);
            assertThat(page.locator("#state")).hasText("live");
        }
    }

    private static RunningNode node(String more) {
        String store = "troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"\n";
        String fast = "troupe.agents.retry { max-attempts = 2, first-delay = 10ms }\ntroupe.agents.idle-timeout = 1h\n";
        return RunningNode.start(
                ConfigFactory.parseString(
                        "troupe { cluster.port = 0, management.http.port = 0 }\n" + store + fast + more),
                List.of(NoteAgent.definition()));
    }

    /** Starts a node of a cluster of its own, which has a store of its own. */
    private static RunningNode alone(String name, String more) {
        return node(more + "\ntroupe.store.embedded.file = \"" + directory.resolve(name + ".db") + '"');
    }

    private static CompletableFuture<Receipt> add(String key, String text) {
        return NODES.get(0)
                .runtime()
                .send(
                        AgentId.of("note", key),
                        new JsonPayload("note.Add", "{\"text\":\"" + text + "\"}"),
                        SendOptions.DEFAULT)
                .toCompletableFuture();
    }

    private static CompletableFuture<?> publish(String source, String text) {
        return NODES.get(0)
                .runtime()
                .publish(TopicId.of("noted", source), new NoteAgent.Noted(text))
                .toCompletableFuture();
    }

    private static String uri(RunningNode node) {
        return node.management().orElseThrow().uri();
    }

    private void go(int node, String view) {
        page.navigate(uri(NODES.get(node)) + "/console" + view);
    }

    /** Waits until what is shown is shown anew. */
    private void awaitRefresh() {
        awaitGone(page.querySelector("main h2"));
    }

    private static void awaitGone(ElementHandle element) {
        await().pollInSameThread().atMost(Duration.ofMinutes(1)).until(() ->
                (Boolean) element.evaluate("each => !each.isConnected"));
    }

    private static Route.FulfillOptions problem(int status, String detail) {
        return json(status, "{\"detail\":\"" + detail + "\"}");
    }

    private static Route.FulfillOptions json(int status, String body) {
        return new Route.FulfillOptions()
                .setStatus(status)
                .setContentType("application/json")
                .setBody(body);
    }

    private void search(String text) {
        page.locator("#query").fill(text);
        page.locator("#query").press("Enter");
        assertThat(page.locator("main")).containsText("“" + text + "”");
    }

    private static Locator.FilterOptions withText(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }
}
