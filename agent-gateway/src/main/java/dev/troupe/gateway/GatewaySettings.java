package dev.troupe.gateway;

import com.typesafe.config.Config;
import dev.troupe.engine.SettingsReader;
import dev.troupe.gateway.access.AccessSettings;
import dev.troupe.gateway.access.Security;
import dev.troupe.gateway.access.TlsSettings;
import dev.troupe.gateway.http.HttpSettings;
import dev.troupe.gateway.worker.WorkerSettings;
import java.util.List;

/** The settings below {@code troupe.gateway}. */
public record GatewaySettings(WorkerSettings workers, HttpSettings http, AccessSettings auth, TlsSettings tls) {

    /** @throws IllegalArgumentException if a value is wrong; names every wrong key */
    static GatewaySettings of(Config config) {
        return SettingsReader.read(config, GatewaySettings::of);
    }

    /** For a start that has more sections: the reader tells of all faults together. */
    public static GatewaySettings of(SettingsReader reader) {
        return new GatewaySettings(
                WorkerSettings.read(reader),
                HttpSettings.read(reader),
                AccessSettings.read(reader),
                TlsSettings.read(reader));
    }

    /** Returns where the gateway listens. */
    public List<Security.Door> doors() {
        return List.of(
                new Security.Door("troupe.gateway.grpc.host", workers.host()),
                new Security.Door("troupe.gateway.http.host", http.host()));
    }
}
