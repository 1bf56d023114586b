package dev.troupe.engine.external;

/**
 * Rendezvous hashing: of all candidates the one with the highest rank for a key is the key's place, wherever that is
 * computed. One candidate more or less moves only the keys that it gets or had.
 */
public final class Rendezvous {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rendezvous() {}

    public static long rank(String key, String candidate) {
        long hash = add(add(FNV_OFFSET, key) * FNV_PRIME, candidate);
        // FNV alone leaves the high bits alike for short texts: the finalizer of MurmurHash3 spreads them.
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    private static long add(long hash, String text) {
        long result = hash;
        for (int i = 0; i < text.length(); i++) {
            result = (result ^ text.charAt(i)) * FNV_PRIME;
        }
        return result;
    }
}
