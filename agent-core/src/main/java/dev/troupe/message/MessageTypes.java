package dev.troupe.message;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.Failure;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.Subscription;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The closed list of types that may travel, each with its JSON name. Only these names can be read, and none of them is
 * a class name, so no peer can name a class, and moving a package is no change of the wire. Immutable.
 */
public final class MessageTypes {
    private static final Pattern NAME = Pattern.compile("[\\w\\-.]+");

    /** How one class travels. */
    private record Form(String name, Encoder encoder) {}

    /** How one name is read, and whether several agents may have what comes out. */
    private record Reader(ObjectReader json, boolean immutable) {}

    private final Map<String, Class<?>> byName = new HashMap<>();
    private final Map<String, Reader> readers = new HashMap<>();
    private final Map<Class<?>, Form> byClass = new HashMap<>();
    private final int maxPayloadBytes;

    private MessageTypes(int maxPayloadBytes) {
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /**
     * Collects the messages of {@code definitions}.
     *
     * @throws IllegalArgumentException if two classes have one name, or a class has none or two
     */
    public static MessageTypes of(Collection<? extends AgentDefinition<?, ?>> definitions, int maxPayloadBytes) {
        var types = new MessageTypes(maxPayloadBytes);
        for (var definition : definitions) {
            definition.messages().forEach(message -> types.add(definition.type().name(), message));
            definition.aliases().forEach(types::addName);
        }
        for (var definition : definitions) {
            definition.subscriptions().forEach(subscription -> types.addEvent(definition, subscription));
        }
        return types;
    }

    /**
     * Returns what travels for {@code message}.
     *
     * @throws IllegalArgumentException if its class is not registered, or its JSON is over the limit
     */
    public Payload encode(Object message) {
        var form = byClass.get(message.getClass());
        if (form == null) {
            throw new IllegalArgumentException(
                    "message class " + message.getClass().getName()
                            + " (expected: one of a registered definition; add it with withMessages)");
        }
        return requireSize(new Payload(form.name(), form.encoder().write(message)));
    }

    /** Returns {@code payload} if it is not over {@code troupe.message.max-payload}; throws otherwise. */
    public Payload requireSize(Payload payload) {
        if (payload.size() > maxPayloadBytes) {
            throw new IllegalArgumentException("payload of " + payload.type() + ": " + payload.size()
                    + " bytes (expected: <= " + maxPayloadBytes + ", troupe.message.max-payload)");
        }
        return payload;
    }

    /**
     * Reads a payload; what cannot change is read once for all the agents that get the same event here.
     *
     * @throws UnreadableException {@code UNHANDLED} for an unknown name, {@code UNREADABLE} for JSON that does not fit
     */
    public Object decode(Payload payload) {
        Object before = payload.message();
        if (before != null) {
            return before;
        }
        var reader = readers.get(payload.type());
        if (reader == null) {
            throw new UnreadableException(Failure.of(
                    Failure.Kind.UNHANDLED,
                    "message type '" + payload.type() + "' (expected: one of " + new TreeSet<>(byName.keySet()) + ")"));
        }
        try {
            Object message = Json.read(reader.json(), payload.json());
            if (reader.immutable()) {
                payload.keep(message);
            }
            return message;
        } catch (IOException | RuntimeException e) {
            throw new UnreadableException(Failure.of(Failure.Kind.UNREADABLE, payload.type() + ": " + e.getMessage()));
        }
    }

    /** Returns the class of a JSON name; null if it is unknown. */
    public @Nullable Class<?> classOf(String name) {
        return byName.get(name);
    }

    /** Returns every name that can be read, older ones too, in alphabetical order. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(byName.keySet()));
    }

    private void add(String agentType, Class<?> message) {
        String name = annotatedName(message);
        if (name == null) {
            name = agentType + "." + message.getSimpleName();
        }
        var other = byClass.putIfAbsent(message, new Form(name, new Encoder(Json.writer(message))));
        if (other != null && !other.name().equals(name)) {
            throw new IllegalArgumentException("message " + message.getName() + " is both " + other.name() + " and "
                    + name + " (expected: one name; annotate it with @MessageName)");
        }
        addName(name, message);
    }

    private void addName(String name, Class<?> message) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("message name '" + name + "' (expected: " + NAME.pattern() + ")");
        }
        Class<?> other = byName.putIfAbsent(name, message);
        if (other != null && other != message) {
            throw new IllegalArgumentException("message name '" + name + "' of both " + other.getName() + " and "
                    + message.getName() + " (expected: one class; rename one, or use @MessageName)");
        }
        readers.computeIfAbsent(name, key -> new Reader(Json.reader(message), Immutability.isImmutable(message)));
    }

    private void addEvent(AgentDefinition<?, ?> definition, Subscription<?> subscription) {
        Class<?> event = subscription.eventType();
        if (byClass.containsKey(event)) {
            return;
        }
        if (annotatedName(event) == null) {
            throw new IllegalArgumentException(
                    "subscription of " + definition.type().name() + " to '"
                            + subscription.topic() + "': " + event.getName()
                            + " has no JSON name here (annotate it with @MessageName, or register its publisher too)");
        }
        add(definition.type().name(), event);
    }

    private static @Nullable String annotatedName(Class<?> message) {
        MessageName name = message.getAnnotation(MessageName.class);
        return name == null ? null : name.value();
    }
}
