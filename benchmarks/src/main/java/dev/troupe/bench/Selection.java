package dev.troupe.bench;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which scenarios are wanted: by name, or by the words a name starts with ({@code send}, {@code ask-remote}). */
final class Selection implements Predicate<String> {
    private final Set<String> selected;

    private Selection(Set<String> selected) {
        this.selected = selected;
    }

    /**
     * Selects all names if none is wanted.
     *
     * @throws IllegalArgumentException if a wanted name fits none of {@code names}; says which there are
     */
    static Selection of(List<String> wanted, List<String> names) {
        if (wanted.isEmpty()) {
            return new Selection(Set.copyOf(names));
        }
        Set<String> selected = new HashSet<>();
        for (String each : wanted) {
            var fitting = names.contains(each)
                    ? List.of(each)
                    : names.stream().filter(name -> name.startsWith(each + "-")).toList();
            if (fitting.isEmpty()) {
                throw new IllegalArgumentException("scenario: '" + each + "' (expected: one of "
                        + String.join(", ", names) + "; or the words one of them starts with, such as '"
                        + names.get(0).split("-", -1)[0] + "')");
            }
            selected.addAll(fitting);
        }
        return new Selection(selected);
    }

    @Override
    public boolean test(String name) {
        return selected.contains(name);
    }
}
