package dev.troupe.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Principal;
import dev.troupe.gateway.access.Resource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    private final Principal one = new Caller("one", Optional.of("acme"));
    private final Principal two = new Caller("two", Optional.of("acme"));

    @Test
    void givesTwoCallersOfOneTenantTheSameIdForTheSameKey() {
        String id = MessageIds.of(one, 'k', "upload-1");

        assertThat(MessageIds.of(two, 'k', "upload-1")).isEqualTo(id);
        assertThat(MessageIds.isOf(two, MessageIds.next(one))).isTrue();
    }

    @Test
    void keepsTenantsNamesKeysAndUsesApart() {
        var otherTenant = new Caller("one", Optional.of("acme2"));
        var nameLikeTheTenant = new Caller("acme", Optional.empty());
        var otherName = new Caller("root", Optional.empty());
        String id = MessageIds.of(one, 'k', "upload-1");

        assertThat(id)
                .isNotEqualTo(MessageIds.of(otherTenant, 'k', "upload-1"))
                .isNotEqualTo(MessageIds.of(nameLikeTheTenant, 'k', "upload-1"))
                .isNotEqualTo(MessageIds.of(one, 'c', "upload-1"))
                .isNotEqualTo(MessageIds.of(one, 'k', "upload-", "1"));
        assertThat(MessageIds.isOf(nameLikeTheTenant, id)).isFalse();
        assertThat(MessageIds.isOf(otherName, MessageIds.next(nameLikeTheTenant)))
                .isFalse();
    }

    private record Caller(String name, Optional<String> tenant) implements Principal {
        @Override
        public boolean may(Action action, Resource resource) {
            return true;
        }

        @Override
        public boolean reaches(String keyOrSource) {
            return true;
        }
    }
}
