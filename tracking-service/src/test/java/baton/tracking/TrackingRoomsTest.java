package baton.tracking;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The plan of the house. Every rule fails where its room stands empty. */
@AnalyzeClasses(packages = "baton.tracking", importOptions = ImportOption.DoNotIncludeTests.class)
class TrackingRoomsTest {

  @ArchTest
  static final ArchRule TRACKING_KNOWS_NO_OTHER_SERVICE =
      classes()
          .that()
          .resideInAPackage("baton.tracking..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "baton.submission..",
              "baton.delivery..",
              "baton.feedback..",
              "baton.standalone..",
              "baton.smtp..",
              "baton.embedded..",
              "baton.testkit..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule THE_MIDDLE_KNOWS_NO_EDGE =
      noClasses()
          .that()
          .resideInAPackage("baton.tracking.engagement..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "baton.tracking",
              "baton.tracking.http..",
              "baton.tracking.events..",
              "io.vertx..",
              "io.quarkus..",
              "jakarta..",
              "org.apache.kafka..",
              "org.eclipse.microprofile..",
              "io.smallrye.reactive..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule HTTP_IS_AN_EDGE_THAT_KNOWS_NO_OTHER =
      noClasses()
          .that()
          .resideInAPackage("baton.tracking.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("baton.tracking.events..", "org.apache.kafka..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule EVENTS_IS_AN_EDGE_THAT_KNOWS_NO_OTHER =
      noClasses()
          .that()
          .resideInAPackage("baton.tracking.events..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("baton.tracking.http..", "io.vertx..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule NO_ROOM_IS_REACHED_FROM_ITSELF =
      slices().matching("baton.tracking.(*)..").should().beFreeOfCycles().allowEmptyShould(false);
}
