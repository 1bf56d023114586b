package dev.troupe.delivery;

/** Checks of numbers that a caller gives. */
final class Arguments {
    private Arguments() {}

    static void require(boolean valid, String name, long value, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
