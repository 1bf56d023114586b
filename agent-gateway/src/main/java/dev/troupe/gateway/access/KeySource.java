package dev.troupe.gateway.access;

import java.util.List;
import org.jose4j.jwk.JsonWebKey;

/** Where keys come from that signatures are checked with. Thread-safe; no call waits. */
interface KeySource {
    /** Returns the keys that are known now; none until the first have come. */
    List<JsonWebKey> keys();

    /** Says that a token names a key that is not known; there may be newer ones. */
    default void missing() {}

    /** Looks for newer keys, unless they come by themselves. */
    default void reload() {}
}
