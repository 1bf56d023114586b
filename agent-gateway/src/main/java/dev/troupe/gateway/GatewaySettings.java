package dev.troupe.gateway;

import com.typesafe.config.Config;
import dev.troupe.engine.SettingsReader;
import dev.troupe.gateway.access.AccessSettings;
import dev.troupe.gateway.access.TlsSettings;
import dev.troupe.gateway.http.HttpSettings;
import dev.troupe.gateway.worker.WorkerSettings;

/** The settings below {@code troupe.gateway}. */
public record GatewaySettings(WorkerSettings workers, HttpSettings http, AccessSettings auth, TlsSettings tls) {

    /** @throws IllegalArgumentException if a value is wrong; names every wrong key */
    static GatewaySettings of(Config config) {
        return SettingsReader.read(
                config,
                reader -> new GatewaySettings(
                        WorkerSettings.read(reader),
                        HttpSettings.read(reader),
                        AccessSettings.read(reader),
                        TlsSettings.read(reader)));
    }
}
