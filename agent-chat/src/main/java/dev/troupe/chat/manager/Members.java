package dev.troupe.chat.manager;

import dev.troupe.chat.Team;
import dev.troupe.chat.TeamMember;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who a manager chooses from, as it tells a model.
 *
 * @param names in the order of the team
 * @param roles a line for each: its name, and what it can do
 */
public record Members(List<String> names, String roles) {
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    public Members {
        names = List.copyOf(names);
    }

    /**
     * Returns who {@code members} are.
     *
     * @param least how many there have to be
     * @throws IllegalArgumentException if they are fewer, or two have one name
     */
    public static Members of(List<? extends TeamMember> members, int least) {
        if (members.size() < least) {
            throw new IllegalArgumentException("participants: " + members.size() + " (expected: >= " + least + ")");
        }
        Set<String> seen = new HashSet<>();
        List<String> names = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (TeamMember member : members) {
            if (!seen.add(member.name())) {
                throw new IllegalArgumentException(
                        "participant '" + member.name() + "': twice (expected: another name for each)");
            }
            names.add(member.name());
            // A description of several lines would look like several members.
            lines.add(SPACE.matcher(member.name() + ": " + member.description())
                    .replaceAll(" ")
                    .strip());
        }
        return new Members(names, String.join("\n", lines));
    }

    /**
     * As {@link #of}, for managers that have to know whose message is whose: the members of a team speak for themselves.
     *
     * @throws IllegalArgumentException also if a member is a team
     */
    public static Members agents(List<? extends TeamMember> members, int least) {
        for (TeamMember member : members) {
            if (member instanceof Team) {
                throw new IllegalArgumentException("participant '" + member.name() + "': a team (expected: an agent)");
            }
        }
        return of(members, least);
    }

    /** Returns names the way AutoGen's texts show them: {@code ['a', 'b']}. */
    public static String list(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ", "[", "]"));
    }
}
