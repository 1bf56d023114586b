package dev.troupe.chat.magentic;

import dev.troupe.chat.manager.Members;
import dev.troupe.chat.manager.Template;
import java.util.HashMap;
import java.util.Map;

/** What the orchestrator asks its model, and the plan as it tells the team. */
record MagenticPrompts(Members members, String finalAnswer) {
    static final String FINAL_ANSWER = """
            This is what was asked for:

            {task}

            The work on it has ended, and the messages above are what was said meanwhile. Answer the request with what they
            have brought to light. Speak to whoever asked.
            """;

    private static final String FACTS = """
            This is a request that we are going to work on:

            {task}

            Before anybody begins, write down what is known. Use your memory and your wits: both are good. The sheet has
            exactly these headings:

                1. GIVEN OR VERIFIED FACTS
                2. FACTS TO LOOK UP
                3. FACTS TO DERIVE
                4. EDUCATED GUESSES

            Under the first: facts and figures that the request itself states; there may be none. Under the second: what has
            to be looked up, and in which places exactly; the request may name them. Under the third: what follows by
            thinking, calculating or trying out. Under the fourth: what you remember or suppose. Facts are mostly names,
            dates, numbers and the like. Write no other section, and no plan or next step: you will be asked for those.
            """;

    private static final String PLAN = """
            Good. These work on the request:

            {team}

            From who they are, and what is known and unknown, make a short plan for the request, as a list of bullet points.
            Not everybody has to take part: leave out whom the task does not need.
            """;

    private static final String LEDGER = """
            We are working on this request:

            {task}


            These work on it:

            {team}


            This is what we know so far:

            {facts}


            This is the plan; follow it as well as you can:

            {plan}
            """;

    private static final String PROGRESS = """
            Remember that we are working on this request:

            {task}

            And that these work on it:

            {team}

            Answer these questions, each with the reason for the answer:

                - Is the request fully satisfied? (true only if all of it was done, and successfully)
                - Are we in a loop, with the same requests or the same answers again? A loop can take several turns, such as
                  scrolling up and down again and again.
                - Are we making progress? (true if we have just begun, or the last messages add something; false if they show
                  that we are stuck, or that something essential does not work, such as a file that cannot be read)
                - Who speaks next? (one of: {names})
                - What do you ask or tell that member? (in words for that member, with everything that it has to know)

            Answer with one JSON object of this form. It is read by a program: write nothing before it, nothing after it, and
            no other fields.

                {
                   "is_request_satisfied": {
                        "reason": string,
                        "answer": boolean
                    },
                    "is_in_loop": {
                        "reason": string,
                        "answer": boolean
                    },
                    "is_progress_being_made": {
                        "reason": string,
                        "answer": boolean
                    },
                    "next_speaker": {
                        "reason": string,
                        "answer": string (one of: {names})
                    },
                    "instruction_or_question": {
                        "reason": string,
                        "answer": string
                    }
                }
            """;

    private static final String LEDGER_FEEDBACK = """
            That cannot be used: {error}. Answer again, with nothing but the one JSON object.
            """;

    private static final String FACTS_UPDATE = """
            Remember that we are working on this task:

            {task}

            It goes slower than it should, but we may have learned something. Write the sheet of facts below again, with
            whatever is new and can help: a guess that turned out to be true is now a verified fact, and there may be new
            guesses. Any section may change. Change or add at least one educated guess, and say why.

            This is the old sheet:

            {facts}
            """;

    private static final String PLAN_UPDATE = """
            Say in short what went wrong this time, and what was at the bottom of it. Then make a new plan that gets round it:
            with steps or hints against what was difficult, and above all without the same mistakes. It is again a short list
            of bullet points, and again for this team; nobody else can be reached:

            {team}
            """;

    String facts(MagenticMemory memory) {
        return fill(FACTS, memory);
    }

    String plan(MagenticMemory memory) {
        return fill(PLAN, memory);
    }

    String ledger(MagenticMemory memory) {
        return fill(LEDGER, memory);
    }

    String progress(MagenticMemory memory) {
        return fill(PROGRESS, memory);
    }

    String progressAgain(String error) {
        return Template.fill(LEDGER_FEEDBACK, Map.of("error", error));
    }

    String factsUpdate(MagenticMemory memory) {
        return fill(FACTS_UPDATE, memory);
    }

    String planUpdate(MagenticMemory memory) {
        return fill(PLAN_UPDATE, memory);
    }

    String finalAnswer(MagenticMemory memory) {
        return fill(finalAnswer, memory);
    }

    private String fill(String template, MagenticMemory memory) {
        Map<String, String> values = new HashMap<>();
        values.put("task", memory.task());
        values.put("facts", memory.facts());
        values.put("plan", memory.plan());
        values.put("team", members.roles());
        values.put("names", String.join(", ", members.names()));
        return Template.fill(template, values);
    }
}
