package dev.troupe.gateway.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows those who show a token of the tokens file, a token that is signed, or a certificate that the file names. */
final class TokenAccess extends Access implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TokenAccess.class);
    private static final String SCHEME = "Bearer ";

    private final @Nullable Watched<List<TokenEntry>> entries;
    private final List<KeySource> keySources;
    private final @Nullable JwtTokens signed;
    private final Clock clock;

    /** @throws IllegalArgumentException if a file is missing or wrong; names it, its line, and what is expected */
    TokenAccess(AccessSettings settings, Clock clock) {
        this.clock = clock;
        this.entries = settings.tokensFile().isEmpty() ? null : watch(Path.of(settings.tokensFile()));
        var jwt = settings.jwt();
        this.keySources = jwt.enabled() ? keySources(jwt) : List.of();
        this.signed = jwt.enabled() ? new JwtTokens(jwt, keySources) : null;
        if (jwt.enabled() && jwt.audience().isEmpty()) {
            log.warn(
                    "{}.jwt.audience is not set: tokens that are signed for other services are good here, too",
                    AccessSettings.SECTION);
        }
    }

    @Override
    public Principal authenticate(@Nullable String authorization) {
        return authenticate(authorization, null);
    }

    @Override
    public Principal authenticate(@Nullable String authorization, @Nullable SSLSession session) {
        try {
            return authorization == null ? ofCertificate(session) : ofToken(authorization);
        } catch (AccessDeniedException e) {
            log.warn("Denied: somebody not known: {}", Printable.of(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    /** Looks at the files. */
    void reload() {
        if (entries != null) {
            entries.reload();
        }
        keySources.forEach(KeySource::reload);
    }

    @Override
    public void close() {
        for (KeySource source : keySources) {
            if (source instanceof KeyUrl url) {
                url.close();
            }
        }
    }

    private Principal ofToken(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw AccessDeniedException.unauthenticated("Authorization is of another scheme (expected: Bearer)");
        }
        String token = authorization.substring(SCHEME.length()).strip();
        var entry = find(token);
        if (entry.isPresent()) {
            return principal(entry.get());
        }
        if (signed != null && JwtTokens.hasForm(token)) {
            return signed.principal(token);
        }
        throw AccessDeniedException.unauthenticated("the token is not known");
    }

    /** Compares with all, each in a time that does not depend on where they differ. */
    private Optional<TokenEntry> find(String token) {
        byte[] hash = TokenFile.sha256(token).getBytes(US_ASCII);
        TokenEntry found = null;
        for (TokenEntry entry : entries()) {
            if (entry.proof() instanceof TokenEntry.Hash known
                    && MessageDigest.isEqual(hash, known.sha256().getBytes(US_ASCII))) {
                found = entry;
            }
        }
        return Optional.ofNullable(found);
    }

    private Principal ofCertificate(@Nullable SSLSession session) {
        if (session != null && peer(session) instanceof X509Certificate certificate) {
            for (TokenEntry entry : entries()) {
                if (entry.proof() instanceof TokenEntry.Certificate known
                        && known.subject().equals(certificate.getSubjectX500Principal())) {
                    return principal(entry);
                }
            }
        }
        throw AccessDeniedException.unauthenticated("no token (expected: Authorization: Bearer, and a token)");
    }

    private Principal principal(TokenEntry entry) {
        if (entry.expired(clock.instant())) {
            throw AccessDeniedException.unauthenticated("the token of " + entry.name() + " has expired");
        }
        return entry.principal();
    }

    private List<TokenEntry> entries() {
        return entries == null ? List.of() : entries.value();
    }

    private static java.security.cert.@Nullable Certificate peer(SSLSession session) {
        try {
            return session.getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            return null; // shows none
        }
    }

    private static Watched<List<TokenEntry>> watch(Path file) {
        return new Watched<>(List.of(file), contents -> TokenFile.parse(file, new String(contents.get(0), UTF_8)));
    }

    private static List<KeySource> keySources(AccessSettings.Jwt settings) {
        List<KeySource> sources = new ArrayList<>();
        if (!settings.keysFile().isEmpty()) {
            sources.add(KeyFiles.set(Path.of(settings.keysFile())));
        }
        if (!settings.secretFile().isEmpty()) {
            sources.add(KeyFiles.secret(Path.of(settings.secretFile())));
        }
        if (!settings.keysUrl().isEmpty()) {
            sources.add(KeyUrl.start(settings));
        }
        return sources;
    }
}
