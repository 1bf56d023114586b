package dev.troupe.chat.magentic;

/** What a model says of the progress of a task. */
final class Ledgers {
    private Ledgers() {}

    static String next(String speaker, String instruction) {
        return ledger(false, false, true, speaker, instruction);
    }

    static String stalled() {
        return ledger(false, false, false, "coder", "Try.");
    }

    static String looping() {
        return ledger(false, true, true, "coder", "Try.");
    }

    static String done(String reason) {
        return ledger(true, false, true, "coder", "Rest.")
                .replace(
                        "\"is_request_satisfied\":{\"reason\":\"so it is\"",
                        "\"is_request_satisfied\":{\"reason\":\"" + reason + "\"");
    }

    private static String ledger(
            boolean satisfied, boolean loop, boolean progress, String speaker, String instruction) {
        return "{" + field("is_request_satisfied", satisfied) + "," + field("is_in_loop", loop) + ","
                + field("is_progress_being_made", progress) + ","
                + field("next_speaker", "\"" + speaker + "\"") + ","
                + field("instruction_or_question", "\"" + instruction + "\"") + "}";
    }

    private static String field(String name, Object answer) {
        return "\"" + name + "\":{\"reason\":\"so it is\",\"answer\":" + answer + "}";
    }
}
