package dev.troupe.chat;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Teams are agents like others: they know the API, and nothing of the machinery below it. */
@AnalyzeClasses(packages = "dev.troupe", importOptions = ChatArchitectureTest.MainClasses.class)
class ChatArchitectureTest {
    private static final String CHAT = "dev.troupe.chat..";

    /** What decides who speaks, and what is said, needs no model. */
    private static final String[] API = {
        "dev.troupe.agent..",
        "java..",
        "org.slf4j..",
        "com.fasterxml.jackson..",
        "org.jspecify..",
        "com.google.errorprone.annotations..",
    };

    private static final String[] MODELS_AND_TOOLS = {
        "dev.langchain4j..",
        "io.modelcontextprotocol..",
        "io.opentelemetry..",
        "com.typesafe.config..",
        "com.sun.net.httpserver..",
        "reactor..",
    };

    @ArchTest
    static final ArchRule teamsKnowTheApiOnly = classes()
            .that()
            .resideInAPackage("dev.troupe.chat")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(API)
                    .or(resideInAPackage("dev.troupe.chat"))
                    .or(json()));

    @ArchTest
    static final ArchRule assistantsKnowModelsAndTools = classes()
            .that()
            .resideInAPackage(CHAT)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(API)
                    .or(resideInAnyPackage(MODELS_AND_TOOLS))
                    .or(resideInAPackage(CHAT))
                    .or(resideInAPackage("dev.troupe.engine.counters"))
                    .or(json())
                    .or(settings()));

    private static DescribedPredicate<JavaClass> json() {
        return resideInAPackage("dev.troupe.message..").and(simpleName("Json"));
    }

    /** How a section of settings is read and checked. */
    private static DescribedPredicate<JavaClass> settings() {
        return simpleName("SettingsReader").or(simpleName("SettingsSection"));
    }

    @ArchTest
    static final ArchRule nothingOfTheCoreKnowsChat = noClasses()
            .that()
            .resideOutsideOfPackage(CHAT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CHAT);

    /** ArchUnit's own option knows the build directory {@code target} only. */
    static final class MainClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }
}
