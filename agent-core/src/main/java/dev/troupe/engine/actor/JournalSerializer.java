package dev.troupe.engine.actor;

import dev.troupe.journal.JournalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Writes what is stored of durable agents as JSON, under the names of {@link JournalJson}. */
public final class JournalSerializer extends SerializerWithStringManifest {
    @Override
    public int identifier() {
        return 7341;
    }

    @Override
    public String manifest(Object stored) {
        return JournalJson.form(stored);
    }

    @Override
    public byte[] toBinary(Object stored) {
        return JournalJson.write(stored);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        try {
            return JournalJson.read(manifest, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
