package dev.troupe.gateway.http;

import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Request;
import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.message.Json;
import dev.troupe.message.Payload;
import dev.troupe.message.UnreadableException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads messages, and refuses at the door what no agent could read. */
final class Payloads {
    static final String TYPE_HEADER = "Troupe-Message-Type";

    private static final int MAX_NAME_LENGTH = 256;

    private final AbstractAgentRuntime runtime;

    Payloads(AbstractAgentRuntime runtime) {
        this.runtime = runtime;
    }

    /** Returns the type of the message in the body, which the header or the query names. */
    static String typeName(Call call) {
        var header = call.header(TYPE_HEADER);
        var parameter = call.parameter("type");
        if (header.isPresent() && parameter.isPresent() && !header.equals(parameter)) {
            throw ProblemException.invalid("type: '" + parameter.orElse("") + "' but " + TYPE_HEADER + ": '"
                    + header.orElse("") + "' (expected: the same)");
        }
        return header.or(() -> parameter)
                .orElseThrow(() -> ProblemException.invalid("the type of the message is missing (expected: its name, "
                        + "such as triage.Document, in the header " + TYPE_HEADER + " or in ?type=)"));
    }

    /** Makes a payload that its type can be read from, as far as this node knows the type. */
    JsonPayload read(String type, byte[] body) {
        return requireReadable(new JsonPayload(type, text(body)));
    }

    /** Returns the payload if it is JSON, not too large, and what its type says. */
    JsonPayload requireReadable(JsonPayload payload) {
        requireName(payload.type());
        Json.requireWellFormed(payload.json());
        var types = runtime.messageTypes();
        var bytes = Payload.of(payload);
        try {
            types.requireSize(bytes);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemType.TOO_LARGE, String.valueOf(e.getMessage()))
                    .exception();
        }
        if (types.classOf(payload.type()) != null) {
            try {
                types.decode(bytes);
            } catch (UnreadableException e) {
                throw Problem.of(e.failure()).exception();
            }
        }
        return payload;
    }

    /** A name ends up in the lines of event streams, where some are ours. */
    private static void requireName(String type) {
        if (type.isEmpty()
                || type.length() > MAX_NAME_LENGTH
                || type.chars().anyMatch(Character::isISOControl)
                || Described.isReserved(type)) {
            throw ProblemException.invalid("message type of " + type.length() + " characters (expected: 1 to "
                    + MAX_NAME_LENGTH + ", no control characters, and not troupe.*)");
        }
    }

    /** Throws if the type of agents is hosted here and has no such message. */
    void requireHandled(String agentType, String messageType) {
        requireOneOf(agentType, messageType, names(agentType, Object.class));
    }

    /** Throws if the type of agents is hosted here and has no such request. */
    void requireAnswered(String agentType, String messageType) {
        requireOneOf(agentType, messageType, names(agentType, Request.class));
    }

    private void requireOneOf(String agentType, String messageType, List<String> names) {
        if (isKnown(agentType) && !names.contains(messageType)) {
            throw Problem.of(
                            ProblemType.UNHANDLED,
                            "message type '" + messageType + "' (expected: one of " + names + ")")
                    .exception();
        }
    }

    private boolean isKnown(String agentType) {
        return runtime.definitions().stream()
                .anyMatch(definition -> definition.type().name().equals(agentType));
    }

    /** Returns the names of the messages of an agent type that are of a kind. */
    List<String> names(String agentType, Class<?> kind) {
        var types = runtime.messageTypes();
        return runtime.definitions().stream()
                .filter(definition -> definition.type().name().equals(agentType))
                .flatMap(definition -> types.names().stream().filter(name -> {
                    Class<?> message = types.classOf(name);
                    return message != null
                            && kind.isAssignableFrom(message)
                            && definition.messages().contains(message);
                }))
                .toList();
    }

    static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ProblemException.invalid("the body is not UTF-8 (expected: JSON in UTF-8)");
        }
    }
}
