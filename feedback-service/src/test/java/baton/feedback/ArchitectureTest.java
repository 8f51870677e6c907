package baton.feedback;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The plan of the house: which room may know which. */
@AnalyzeClasses(packages = "baton.feedback", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] MIDDLE = {
    "baton.feedback.intake..",
    "baton.feedback.recognition..",
    "baton.feedback.arf..",
    "baton.feedback.dsn..",
    "baton.feedback.attribution.."
  };

  private static final String[] EDGES = {"baton.feedback.smtp..", "baton.feedback.events.."};

  @ArchTest
  static final ArchRule the_middle_knows_no_edge =
      noClasses()
          .that()
          .resideInAnyPackage(MIDDLE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(EDGES)
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule the_middle_knows_neither_sockets_nor_kafka =
      noClasses()
          .that()
          .resideInAnyPackage(MIDDLE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..",
              "io.netty..",
              "org.apache.kafka..",
              "io.smallrye.reactive..",
              "org.eclipse.microprofile.reactive..",
              "io.quarkus..",
              "jakarta..",
              "baton.smtp.server..",
              "baton.smtp.client..",
              "java.net..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule every_edge_knows_the_middle =
      classes()
          .that()
          .haveNameMatching(".*\\.(FeedbackConversation|KafkaFeedbackEvents)")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("baton.feedback.intake")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule the_edges_do_not_know_each_other =
      slices()
          .matching("baton.feedback.(smtp|events)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule only_recognition_parses_mime =
      noClasses()
          .that()
          .resideOutsideOfPackage("baton.feedback.recognition")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.james..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule there_is_no_way_round_in_circles =
      slices().matching("baton.feedback.(*)..").should().beFreeOfCycles().allowEmptyShould(false);

  @ArchTest
  static final ArchRule services_never_import_each_other =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "baton.submission..",
              "baton.delivery..",
              "baton.tracking..",
              "baton.standalone..",
              "baton.embedded..",
              "baton.testkit..")
          .allowEmptyShould(false);
}
