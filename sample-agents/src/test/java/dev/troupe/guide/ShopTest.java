package dev.troupe.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.testkit.TroupeExtension;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final TroupeExtension troupe =
            TroupeExtension.with(OrderAgent.definition((key, cents) -> "p-" + cents), StockAgent.definition());

    @Test
    void shipsWhatIsInStock() throws Exception {
        var order = OrderAgent.TYPE.ref("o1");
        get(troupe.runtime().send(StockAgent.TYPE.ref("book"), new StockAgent.Add(1)));
        get(troupe.runtime().ask(order, new OrderAgent.Place("book", 900), PATIENCE));

        var shipped = get(troupe.runtime().ask(order, new OrderAgent.Ship(), PATIENCE));

        assertThat(shipped.parcel()).isEqualTo("book-1");
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
}
