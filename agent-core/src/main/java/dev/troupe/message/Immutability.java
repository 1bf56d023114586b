package dev.troupe.message;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tells which classes of messages cannot change, so that several agents may have the same object. */
final class Immutability {
    private static final Set<Class<?>> VALUES = Set.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Character.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            UUID.class,
            URI.class);

    /** Records that are being looked at; one that contains itself is no reason against it. */
    private final Set<Class<?>> open = new HashSet<>();

    private Immutability() {}

    /**
     * Returns true for a record of nothing but primitives, enums, texts, numbers, times, such records, and optional ones
     * of all these; also for an interface sealed over such records. A list makes it false: nobody knows which kind it is.
     */
    static boolean isImmutable(Class<?> message) {
        return new Immutability().cannotChange(message);
    }

    private boolean cannotChange(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Optional.class && cannotChange(generic.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> plain && (isValue(plain) || isOfValues(plain));
    }

    private static boolean isValue(Class<?> type) {
        return type.isPrimitive() || type.isEnum() || VALUES.contains(type) || isTime(type);
    }

    private static boolean isTime(Class<?> type) {
        return type.getName().startsWith("java.time.")
                && (Temporal.class.isAssignableFrom(type) || TemporalAmount.class.isAssignableFrom(type));
    }

    private boolean isOfValues(Class<?> type) {
        if (!open.add(type)) {
            return true;
        }
        if (type.isRecord()) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getGenericType)
                    .allMatch(this::cannotChange);
        }
        return type.isSealed()
                && type.isInterface()
                && Arrays.stream(type.getPermittedSubclasses()).allMatch(this::cannotChange);
    }
}
