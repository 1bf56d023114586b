package dev.troupe.multinode;

/**
 * Names a numbered message of the ledger, whoever applied it.
 *
 * @param run one sending thread of one node
 * @param number counts from 0 for each agent and run
 */
record Message(String agent, String run, int number) {
    static Message parse(String agent, String run, String number) {
        return new Message(agent, run, Integer.parseInt(number));
    }

    String text() {
        return agent + "\t" + run + "\t" + number;
    }
}
