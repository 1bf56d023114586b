package dev.troupe.gateway.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What somebody may reach, and do there. A tenant reaches the key or source that equals it, and those that begin with it
 * and a slash; who has no tenant reaches all.
 *
 * @param agents names of agent types, or beginnings that end with {@code *}
 * @param topics the same for topic types
 */
public record Grants(Optional<String> tenant, List<String> agents, List<String> topics, Set<Action> allow) {
    private static final Pattern TENANT = Pattern.compile("[^\\s\\p{Cntrl}]*[^\\s\\p{Cntrl}/]");
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_.:=\\-]+\\*?|\\*");

    /** @throws IllegalArgumentException if a part is wrong; names it */
    public Grants {
        tenant.ifPresent(name -> require(TENANT, name, "tenant", "no blanks, and no / at the end"));
        agents.forEach(type -> require(TYPE, type, "agents", "an agent type, or its beginning and *"));
        topics.forEach(type -> require(TYPE, type, "topics", "a topic type, or its beginning and *"));
        agents = List.copyOf(agents);
        topics = List.copyOf(topics);
        allow = Set.copyOf(allow);
    }

    /**
     * Reads what may be done.
     *
     * @throws IllegalArgumentException if one of them is nothing that there is
     */
    public static Set<Action> actions(List<String> names) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (String name : names) {
            switch (name) {
                case "read" -> actions.add(Action.READ);
                case "write" -> actions.add(Action.WRITE);
                case "admin" -> actions.add(Action.ADMIN);
                default -> throw new IllegalArgumentException("allow: '" + name + "' (expected: read, write, admin)");
            }
        }
        return actions;
    }

    /** Returns what {@link #actions} reads. */
    List<String> allowed() {
        return allow.stream()
                .sorted()
                .map(action -> action.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    boolean permit(Action action, Resource resource) {
        if (resource instanceof Resource.OfCluster) {
            return allow.contains(Action.ADMIN) && tenant.isEmpty();
        }
        if (!allow.contains(action)) {
            return false;
        }
        if (resource instanceof Resource.OfAgent of) {
            return cover(agents, of.agent().type()) && reach(of.agent().key());
        }
        if (resource instanceof Resource.OfTopic of) {
            return cover(topics, of.topic().type()) && reach(of.topic().source());
        }
        if (resource instanceof Resource.OfAgentType of) {
            return cover(agents, of.type());
        }
        if (resource instanceof Resource.OfTopicType of) {
            return cover(topics, of.type());
        }
        throw new AssertionError(resource);
    }

    boolean reach(String keyOrSource) {
        return tenant.isEmpty() || isOf(tenant.get(), keyOrSource);
    }

    /** Tells whether a tenant reaches a key or a topic source. */
    public static boolean isOf(String tenant, String keyOrSource) {
        return keyOrSource.equals(tenant) || keyOrSource.startsWith(tenant + "/");
    }

    /** A wanted type may itself be a beginning and {@code *}: then all that begin so have to be granted. */
    private static boolean cover(List<String> patterns, String wanted) {
        for (String pattern : patterns) {
            boolean covers = pattern.endsWith("*")
                    ? wanted.startsWith(pattern.substring(0, pattern.length() - 1))
                    : wanted.equals(pattern);
            if (covers) {
                return true;
            }
        }
        return false;
    }

    private static void require(Pattern form, String value, String part, String expected) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(part + ": '" + Printable.of(value) + "' (expected: " + expected + ")");
        }
    }
}
