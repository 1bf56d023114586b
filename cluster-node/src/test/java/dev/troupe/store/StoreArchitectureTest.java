package dev.troupe.store;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.troupe.engine.SettingsReader;

/** Holds that the store knows databases only; what it says to Pekko are settings. */
@AnalyzeClasses(packages = "dev.troupe.store")
class StoreArchitectureTest {

    @ArchTest
    static final ArchRule theStoreKnowsSettingsAndDatabases = classes()
            .that()
            .haveNameNotMatching(".*Test(\\$.*)?")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage("dev.troupe.store", "java..", "com.typesafe.config", "org.jspecify..")
                            .or(assignableTo(SettingsReader.class)));
}
