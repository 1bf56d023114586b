package dev.troupe.node;

import dev.troupe.node.remote.AgentsCommand;
import dev.troupe.node.remote.AskCommand;
import dev.troupe.node.remote.DeadLettersCommand;
import dev.troupe.node.remote.ListenCommand;
import dev.troupe.node.remote.MessageCommand;
import dev.troupe.node.remote.PublishCommand;
import dev.troupe.node.remote.SendCommand;
import dev.troupe.node.remote.SubscriptionsCommand;
import dev.troupe.node.remote.TopicsCommand;
import picocli.CommandLine;

/** The commands about agents, topics and messages, which ask a running node. */
final class RemoteCommands {
    private RemoteCommands() {}

    static void addTo(CommandLine line) {
        line.addSubcommand(new AgentsCommand())
                .addSubcommand(new TopicsCommand())
                .addSubcommand(new SubscriptionsCommand())
                .addSubcommand(new SendCommand())
                .addSubcommand(new AskCommand())
                .addSubcommand(new PublishCommand())
                .addSubcommand(new ListenCommand())
                .addSubcommand(new MessageCommand())
                .addSubcommand(new DeadLettersCommand());
    }
}
