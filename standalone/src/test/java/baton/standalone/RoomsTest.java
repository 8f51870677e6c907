package baton.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** All four services are here together, so here it shows that they do not know each other. */
@AnalyzeClasses(packages = "baton", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

  @ArchTest
  static final ArchRule SUBMISSION_KNOWS_NO_OTHER_SERVICE =
      stranger("baton.submission..", "baton.delivery..", "baton.tracking..", "baton.feedback..");

  @ArchTest
  static final ArchRule DELIVERY_KNOWS_NO_OTHER_SERVICE =
      stranger("baton.delivery..", "baton.submission..", "baton.tracking..", "baton.feedback..");

  @ArchTest
  static final ArchRule TRACKING_KNOWS_NO_OTHER_SERVICE =
      stranger(
          "baton.tracking..",
          "baton.submission..",
          "baton.delivery..",
          "baton.feedback..",
          "baton.smtp..");

  @ArchTest
  static final ArchRule FEEDBACK_KNOWS_NO_OTHER_SERVICE =
      stranger("baton.feedback..", "baton.submission..", "baton.delivery..", "baton.tracking..");

  @ArchTest
  static final ArchRule NOBODY_KNOWS_STANDALONE =
      noClasses()
          .that()
          .resideOutsideOfPackage("baton.standalone..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("baton.standalone..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule STANDALONE_USES_OF_THE_SERVICES_ONLY_WHAT_THE_DEMO_ACCOUNT_NEEDS =
      noClasses()
          .that()
          .resideInAPackage("baton.standalone..")
          .and()
          .doNotHaveSimpleName("Platform")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "baton.submission..", "baton.delivery..", "baton.tracking..", "baton.feedback..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule STORE_AND_READING_KNOW_NO_EDGE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "baton.standalone.mailbox.store..", "baton.standalone.mailbox.reading..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..",
              "io.quarkus..",
              "jakarta..",
              "org.apache.kafka..",
              "baton.smtp..",
              "baton.standalone.mailbox.smtp..",
              "baton.standalone.mailbox.pages..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule ONLY_THE_MAILBOX_ITSELF_OPENS_ITS_DOOR =
      classes()
          .that()
          .resideInAPackage("baton.standalone.mailbox.smtp..")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAnyPackage("baton.standalone.mailbox", "baton.standalone.mailbox.smtp..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule ROOMS_HAVE_NO_CYCLES =
      slices().matching("baton.standalone.(**)").should().beFreeOfCycles().allowEmptyShould(false);

  private static ArchRule stranger(String service, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(service)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(false);
  }
}
