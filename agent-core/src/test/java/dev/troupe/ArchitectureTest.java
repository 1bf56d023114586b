package dev.troupe;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.Stream;

/** Holds the directions between packages. A rule allows an empty package, since packages come one by one. */
@AnalyzeClasses(packages = "dev.troupe", importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {

    private static final String AGENT = "dev.troupe.agent..";
    private static final String MESSAGE = "dev.troupe.message..";
    private static final String DELIVERY = "dev.troupe.delivery..";
    private static final String JOURNAL = "dev.troupe.journal..";
    private static final String ENGINE = "dev.troupe.engine..";
    private static final String ENGINE_ACTOR = "dev.troupe.engine.actor..";
    private static final String STANDALONE = "dev.troupe.standalone..";
    private static final String PEKKO = "org.apache.pekko..";
    private static final String SLF4J = "org.slf4j..";

    @ArchTest
    static final ArchRule theApiKnowsNothingOfOurs = mayUse(AGENT, SLF4J);

    @ArchTest
    static final ArchRule messagesKnowTheApiAndJackson = mayUse(MESSAGE, AGENT, "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule deliveryIsPure = mayUse(DELIVERY);

    @ArchTest
    static final ArchRule theJournalIsAFormat = mayUse(JOURNAL, AGENT, MESSAGE, DELIVERY, "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule theEngineDoesNotKnowItsRuntimes = mayUse(
            ENGINE,
            AGENT,
            MESSAGE,
            DELIVERY,
            JOURNAL,
            SLF4J,
            "com.typesafe.config..",
            PEKKO,
            // Signatures of Pekko that Java code meets.
            "scala..");

    @ArchTest
    static final ArchRule theEngineIsPureOutsideItsActors = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .and()
            .resideOutsideOfPackage(ENGINE_ACTOR)
            .should()
            .dependOnClassesThat(resideInAnyPackage(PEKKO, "scala..", ENGINE_ACTOR))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingDependsOnARuntime = noClasses()
            .that()
            .resideOutsideOfPackage(STANDALONE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(STANDALONE)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.troupe.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule noJavaSerialization = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
            .allowEmptyShould(true);

    private static ArchRule mayUse(String from, String... others) {
        String[] allowed = Stream.concat(
                        Stream.of(from, "java..", "org.jspecify..", "com.google.errorprone.annotations.."),
                        Stream.of(others))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .allowEmptyShould(true);
    }

    /** ArchUnit's own option knows the build directory {@code target} only. */
    static final class MainClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }
}
