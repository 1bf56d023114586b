package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says when a team stops. A team asks with the task, and after each turn with what is new. Immutable: how far it is stands
 * in its {@link Progress}. See {@link Conditions} for those that there are.
 */
public abstract class TerminationCondition {

    /**
     * What a condition is asked with.
     *
     * @param news what was said, or happened, since it was asked last
     * @param now the time
     * @param stopRequested whether somebody outside has asked for the end
     */
    public record Situation(List<? extends ChatItem> news, Instant now, boolean stopRequested) {
        public Situation {
            news = List.copyOf(news);
        }
    }

    TerminationCondition() {}

    /** Returns the progress of a conversation that begins at {@code now}. */
    public Progress start(Instant now) {
        return Progress.NONE;
    }

    /**
     * Looks at what is new.
     *
     * @return how far it is now; with a stop reason if it is met
     * @throws TerminatedException if it was met before
     */
    public final Progress check(Progress progress, Situation situation) {
        if (progress.stopReason() != null) {
            throw new TerminatedException(progress.stopReason());
        }
        return next(progress, situation);
    }

    abstract Progress next(Progress progress, Situation situation);

    /** Is met once both were, not necessarily at once; the reason is both, in the order in which they were met. */
    public final TerminationCondition and(TerminationCondition other) {
        return new And(List.of(this, requireNonNull(other, "other")));
    }

    /** Is met as soon as one is. */
    public final TerminationCondition or(TerminationCondition other) {
        return new Or(List.of(this, requireNonNull(other, "other")));
    }

    /** Several conditions, whose progress is the parts of its own. */
    private abstract static class Combined extends TerminationCondition {
        final List<TerminationCondition> conditions;

        Combined(List<TerminationCondition> conditions) {
            this.conditions = conditions;
        }

        @Override
        public final Progress start(Instant now) {
            return Progress.of(conditions.stream().map(each -> each.start(now)).toList());
        }
    }

    private static final class And extends Combined {
        private And(List<TerminationCondition> conditions) {
            super(conditions);
        }

        @Override
        Progress next(Progress progress, Situation situation) {
            List<Progress> parts = new ArrayList<>();
            List<String> before = new ArrayList<>();
            List<String> fresh = new ArrayList<>();
            for (int i = 0; i < conditions.size(); i++) {
                var part = progress.parts().get(i);
                boolean wasMet = part.stopReason() != null;
                var now = wasMet ? part : conditions.get(i).check(part, situation);
                parts.add(now);
                if (now.stopReason() != null) {
                    (wasMet ? before : fresh).add(now.stopReason());
                }
            }
            var next = Progress.of(parts);
            before.addAll(fresh);
            return before.size() == conditions.size() ? next.met(String.join(", ", before)) : next;
        }
    }

    private static final class Or extends Combined {
        private Or(List<TerminationCondition> conditions) {
            super(conditions);
        }

        @Override
        Progress next(Progress progress, Situation situation) {
            List<Progress> parts = new ArrayList<>();
            for (int i = 0; i < conditions.size(); i++) {
                parts.add(conditions.get(i).check(progress.parts().get(i), situation));
            }
            String reasons = parts.stream()
                    .map(Progress::stopReason)
                    .filter(reason -> reason != null)
                    .collect(Collectors.joining(", "));
            return reasons.isEmpty() ? Progress.of(parts) : Progress.of(parts).met(reasons);
        }
    }
}
