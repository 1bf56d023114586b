package dev.troupe.cluster;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Receives the questions of other nodes, and the answers to those of this one. */
final class InquiryActor {
    static final String NAME = "troupe-inquiries";

    private InquiryActor() {}

    static Behavior<Wire.Inquiry> create(Inquiries inquiries) {
        return Behaviors.receive(Wire.Inquiry.class)
                .onMessage(Wire.Question.class, question -> {
                    inquiries.onQuestion(question);
                    return Behaviors.same();
                })
                .onMessage(Wire.Told.class, told -> {
                    inquiries.onTold(told);
                    return Behaviors.same();
                })
                .build();
    }
}
