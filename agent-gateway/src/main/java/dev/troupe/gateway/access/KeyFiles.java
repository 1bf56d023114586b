package dev.troupe.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.interfaces.EdECKey;
import java.util.ArrayList;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Keys in files, taken again when they change. */
final class KeyFiles implements KeySource {
    private static final int LEAST_SECRET_BYTES = 32;
    private static final int LEAST_RSA_BITS = 2048;

    private final Watched<List<JsonWebKey>> keys;

    private KeyFiles(Watched<List<JsonWebKey>> keys) {
        this.keys = keys;
    }

    /** @throws IllegalArgumentException if the file is missing, or there is no key in it to be used */
    static KeyFiles set(Path file) {
        return new KeyFiles(new Watched<>(
                List.of(file), contents -> parse(file.toString(), new String(contents.get(0), UTF_8), true)));
    }

    /** @throws IllegalArgumentException if the file is missing, or too short */
    static KeyFiles secret(Path file) {
        return new KeyFiles(new Watched<>(List.of(file), contents -> {
            byte[] secret = new String(contents.get(0), UTF_8).strip().getBytes(UTF_8);
            if (secret.length < LEAST_SECRET_BYTES) {
                throw new IllegalArgumentException(
                        file + ": " + secret.length + " bytes (expected: a secret of at least 32)");
            }
            return List.of(new OctetSequenceJsonWebKey(new HmacKey(secret)));
        }));
    }

    @Override
    public List<JsonWebKey> keys() {
        return keys.value();
    }

    @Override
    public void reload() {
        keys.reload();
    }

    /**
     * Returns the keys of a key set that we can use; others are left out.
     *
     * @param secrets whether secrets count; those of a set that is published are none
     * @throws IllegalArgumentException if there is none
     */
    static List<JsonWebKey> parse(String where, String json, boolean secrets) {
        List<JsonWebKey> keys = new ArrayList<>();
        try {
            for (JsonWebKey key : new JsonWebKeySet(json).getJsonWebKeys()) {
                if (usable(key) && (secrets || !(key instanceof OctetSequenceJsonWebKey))) {
                    keys.add(key);
                }
            }
        } catch (JoseException e) {
            throw new IllegalArgumentException(where + ": not a JSON Web Key Set, " + e.getMessage(), e);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(where + ": no key to be used (expected: a JSON Web Key Set with keys of "
                    + "kty RSA of 2048 bits or more, OKP with crv Ed25519"
                    + (secrets ? ", oct of 32 bytes or more)" : ")"));
        }
        return List.copyOf(keys);
    }

    private static boolean usable(JsonWebKey key) {
        if (key.getUse() != null && !key.getUse().equals("sig")) {
            return false;
        }
        if (key instanceof RsaJsonWebKey rsa) {
            return rsa.getRsaPublicKey().getModulus().bitLength() >= LEAST_RSA_BITS;
        }
        if (key instanceof OctetSequenceJsonWebKey secret) {
            return secret.getOctetSequence().length >= LEAST_SECRET_BYTES;
        }
        return key.getKey() instanceof EdECKey;
    }
}
