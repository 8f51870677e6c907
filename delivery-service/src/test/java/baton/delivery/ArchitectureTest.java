package baton.delivery;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms and the doors between them. A rule that finds no class fails. */
@AnalyzeClasses(packages = "baton", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule SERVICES_DO_NOT_KNOW_EACH_OTHER =
      noClasses()
          .that()
          .resideInAPackage("baton.delivery..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "baton.submission..", "baton.tracking..", "baton.feedback..", "baton.standalone..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule THE_MIDDLE_KNOWS_NO_EDGE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "baton.delivery",
              "baton.delivery.routing",
              "baton.delivery.shaping",
              "baton.delivery.outcome")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..",
              "io.quarkus..",
              "org.hibernate..",
              "org.apache.kafka..",
              "org.xbill..",
              "baton.delivery.intake",
              "baton.delivery.transmission",
              "baton.delivery.deferral",
              "baton.delivery.events",
              "baton.delivery.dns",
              "baton.delivery.suppression",
              "baton.delivery.operations",
              "baton.delivery.assembly")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_ASSEMBLY =
      noClasses()
          .that()
          .resideOutsideOfPackage("baton.delivery.assembly")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("baton.delivery.assembly")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule ROOMS_FORM_NO_CIRCLE =
      slices().matching("baton.delivery.(*)..").should().beFreeOfCycles().allowEmptyShould(false);
}
