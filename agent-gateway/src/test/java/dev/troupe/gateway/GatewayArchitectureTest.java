package dev.troupe.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the directions between the packages of the gateway. */
@AnalyzeClasses(packages = "dev.troupe", importOptions = GatewayArchitectureTest.MainClasses.class)
class GatewayArchitectureTest {
    private static final String ACCESS = "dev.troupe.gateway.access..";
    private static final String HTTP = "dev.troupe.gateway.http..";
    private static final String WORKER = "dev.troupe.gateway.worker..";

    @ArchTest
    static final ArchRule httpDoesNotKnowWorkers = noClasses()
            .that()
            .resideInAPackage(HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(WORKER);

    @ArchTest
    static final ArchRule workersDoNotKnowHttp = noClasses()
            .that()
            .resideInAPackage(WORKER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(HTTP);

    @ArchTest
    static final ArchRule whoMayDoWhatDoesNotDependOnADoor = noClasses()
            .that()
            .resideInAPackage(ACCESS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HTTP, WORKER);

    @ArchTest
    static final ArchRule theGatewayKnowsNoRuntime = noClasses()
            .that()
            .resideInAPackage("dev.troupe.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.troupe.standalone..", "dev.troupe.cluster..", "dev.troupe.node..");

    @ArchTest
    static final ArchRule nothingOfTheCoreKnowsTheGateway = noClasses()
            .that()
            .resideOutsideOfPackage("dev.troupe.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.troupe.gateway..");

    /** ArchUnit's own option knows the build directory {@code target} only. */
    static final class MainClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }
}
