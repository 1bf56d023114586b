package dev.troupe.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who calls in the tests of denials, and what the rules of docs/security.md say of them. */
final class DenialMatrix {
    static final TestCaller NOBODY = TestCaller.unknown("nobody", "");
    static final TestCaller WRONG = TestCaller.unknown("wrong", "token-of-no-one");
    static final TestCaller EXPIRED = TestCaller.unknown("expired", "token-of-expired");
    static final TestCaller OTHER = TestCaller.of("other", "other", "read", "write", "admin");
    static final TestCaller READER = TestCaller.of("reader", "acme", "read");
    static final TestCaller WRITER = TestCaller.of("writer", "acme", "write");
    static final TestCaller TENANT_ADMIN = TestCaller.of("tenant-admin", "acme", "admin");
    static final TestCaller ADMIN = TestCaller.of("admin", "", "admin");
    static final TestCaller RIGHT = TestCaller.of("right", "", "read", "write", "admin");
    /** Whose worker is there already. */
    static final TestCaller OWNER = TestCaller.of("owner", "", "read", "write", "admin");

    static final TestCaller SIGNED = TestCaller.signed("signed", "acme", "read", "write");
    static final TestCaller FORGED = TestCaller.signedByAnother(SIGNED);

    static final List<TestCaller> CALLERS =
            List.of(NOBODY, WRONG, EXPIRED, FORGED, OTHER, READER, WRITER, TENANT_ADMIN, ADMIN, RIGHT, SIGNED);
    static final List<TestCaller> IN_FILE = List.of(EXPIRED, OTHER, READER, WRITER, TENANT_ADMIN, ADMIN, RIGHT, OWNER);

    private DenialMatrix() {}

    /**
     * Tells whether somebody known may do this.
     *
     * @param right as the log says it, such as {@code WRITE agent book/acme}; empty for what everybody known may do
     */
    static boolean permits(TestCaller caller, String right) {
        if (right.isEmpty()) {
            return true;
        }
        String action = right.substring(0, right.indexOf(' ')).toLowerCase(Locale.ROOT);
        String resource = right.substring(action.length() + 1);
        if (!resource.matches("(agent|topic) .*")) {
            return caller.may("admin") && caller.tenant().isEmpty();
        }
        boolean whole = resource.matches("(agent|topic) type .*");
        return caller.may(action) && (whole || caller.reaches("acme"));
    }

    /** Returns the line of the log about a denial. */
    static String denial(TestCaller caller, String right) {
        return "WARN Denied: " + caller.name() + " may not " + right;
    }

    /** Returns the first line that shows a token. */
    static Optional<String> leak(List<String> log) {
        return log.stream()
                .filter(line ->
                        CALLERS.stream().anyMatch(caller -> !caller.token().isEmpty() && line.contains(caller.token())))
                .findFirst();
    }
}
