package dev.troupe.chat;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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

    @ArchTest
    static final ArchRule chatKnowsTheApiOnly = classes()
            .that()
            .resideInAPackage(CHAT)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            CHAT,
                            "dev.troupe.agent..",
                            "java..",
                            "com.fasterxml.jackson..",
                            "org.jspecify..",
                            "com.google.errorprone.annotations..")
                    .or(JavaClass.Predicates.resideInAPackage("dev.troupe.message..")
                            .and(simpleName("Json"))));

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
