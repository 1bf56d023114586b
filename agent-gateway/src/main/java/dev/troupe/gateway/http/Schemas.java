package dev.troupe.gateway.http;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinition.AttributeInclusion;
import com.github.victools.jsonschema.generator.CustomDefinition.DefinitionType;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.impl.DefinitionKey;
import com.github.victools.jsonschema.generator.naming.DefaultSchemaDefinitionNamingStrategy;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Request;
import dev.troupe.agent.TopicId;
import dev.troupe.message.MessageTypes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages of agents as JSON Schema 2020-12: what {@code dev.troupe.message.Json} writes and reads. References lead to
 * {@code #/components/schemas} of the document that they are put in.
 */
final class Schemas {
    private final Map<Class<?>, String> names = new HashMap<>();
    private final Map<String, ObjectNode> references = new TreeMap<>();
    private final ObjectNode definitions;

    private Schemas(MessageTypes types, Collection<? extends AgentDefinition<?, ?>> definitions) {
        Set<String> aliases = new HashSet<>();
        definitions.forEach(definition -> aliases.addAll(definition.aliases().keySet()));
        for (String name : types.names()) {
            Class<?> message = types.classOf(name);
            if (message != null && !aliases.contains(name) && isOf(definitions, message)) {
                names.put(message, name);
            }
        }
        var builder = new SchemaGenerator(config().build()).buildMultipleSchemaDefinitions();
        names.forEach((message, name) -> references.put(name, builder.createSchemaReference(message)));
        this.definitions = builder.collectDefinitions("components/schemas");
    }

    /** Describes the messages of {@code definitions} and the events that they hear. */
    static Schemas of(MessageTypes types, Collection<? extends AgentDefinition<?, ?>> definitions) {
        return new Schemas(types, definitions);
    }

    private static boolean isOf(Collection<? extends AgentDefinition<?, ?>> definitions, Class<?> message) {
        return definitions.stream()
                .anyMatch(definition -> definition.messages().contains(message)
                        || definition.subscriptions().stream()
                                .anyMatch(subscription -> subscription.eventType() == message));
    }

    /** Returns the schema of each message by its name, as a reference. */
    Map<String, ObjectNode> references() {
        return references;
    }

    /** Returns what the references lead to. */
    ObjectNode definitions() {
        return definitions;
    }

    Optional<String> nameOf(Class<?> message) {
        return Optional.ofNullable(names.get(message));
    }

    /** Returns the requests among the messages of a definition, each with the name of its answer. */
    Map<String, String> requests(AgentDefinition<?, ?> definition) {
        Map<String, String> requests = new LinkedHashMap<>();
        for (Class<?> message : definition.messages()) {
            if (Request.class.isAssignableFrom(message)) {
                var types = TypeFactory.defaultInstance();
                var answer = types.findTypeParameters(types.constructType(message), Request.class)[0];
                nameOf(message)
                        .ifPresent(name ->
                                requests.put(name, nameOf(answer.getRawClass()).orElse("")));
            }
        }
        return requests;
    }

    private SchemaGeneratorConfigBuilder config() {
        var config = new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(
                        Option.ADDITIONAL_FIXED_TYPES,
                        Option.STANDARD_FORMATS,
                        Option.FLATTENED_OPTIONALS,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                        Option.DEFINITIONS_FOR_ALL_OBJECTS,
                        Option.PLAIN_DEFINITION_KEYS)
                .without(Option.SCHEMA_VERSION_INDICATOR)
                .with(new JacksonModule());
        config.forFields()
                .withNullableCheck(field -> field.getType() != null
                        && field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class));
        config.forTypesInGeneral()
                .withCustomDefinitionProvider(Schemas::asText)
                .withDefinitionNamingStrategy(new DefaultSchemaDefinitionNamingStrategy() {
                    @Override
                    public String getDefinitionNameForKey(DefinitionKey key, SchemaGenerationContext context) {
                        String name = names.get(key.getType().getErasedType());
                        return name == null ? super.getDefinitionNameForKey(key, context) : name;
                    }
                });
        return config;
    }

    /** What Json writes as text, though it is an object in Java. */
    private static @Nullable CustomDefinition asText(ResolvedType type, SchemaGenerationContext context) {
        Class<?> erased = type.getErasedType();
        var text = context.getGeneratorConfig().createObjectNode().put("type", "string");
        if (erased == Duration.class) {
            text.put("format", "duration");
        } else if (erased == byte[].class) {
            text.put("contentEncoding", "base64");
        } else if (erased != AgentId.class && erased != TopicId.class) {
            return null;
        }
        return new CustomDefinition(text, DefinitionType.INLINE, AttributeInclusion.YES);
    }
}
