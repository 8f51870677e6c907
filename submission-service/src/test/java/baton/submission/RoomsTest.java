package baton.submission;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** The house's plan: DESIGN's rooms, and which door leads where. */
@AnalyzeClasses(packages = "baton.submission", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

  private static final String ROOM = "baton.submission.";
  private static final String[] MIDDLE = {
    ROOM + "admission..", ROOM + "compose..", ROOM + "prepare.."
  };
  private static final String[] EDGES = {
    ROOM + "smtp..",
    ROOM + "http..",
    ROOM + "idempotency..",
    ROOM + "notices..",
    ROOM + "outbox..",
    ROOM + "accounts..",
    ROOM + "domains..",
    ROOM + "suppression..",
    ROOM + "history..",
    ROOM + "erasure..",
    ROOM + "protection..",
    ROOM + "settings..",
    ROOM + "templates..",
    ROOM + "database..",
    ROOM + "assembly.."
  };

  @ArchTest
  static final ArchRule roomsFormNoCycle =
      slices().matching("baton.submission.(*)..").should().beFreeOfCycles().allowEmptyShould(false);

  @ArchTest
  static final ArchRule theMiddleKnowsNoEdge =
      noClasses()
          .that()
          .resideInAnyPackage(MIDDLE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(EDGES)
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule theMiddleKnowsNoTechnologyOfTheEdges =
      noClasses()
          .that()
          .resideInAnyPackage(MIDDLE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.hibernate..",
              "jakarta.persistence..",
              "jakarta.ws.rs..",
              "io.vertx.core.net..",
              "io.vertx.sqlclient..",
              "io.vertx.mutiny..",
              "io.smallrye.reactive.messaging..",
              "org.xbill.DNS..",
              "baton.smtp.server..",
              "baton.smtp.client..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule admissionComesBeforeComposeAndPrepare =
      noClasses()
          .that()
          .resideInAPackage(ROOM + "admission..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOM + "compose..", ROOM + "prepare..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule onlyTheAssemblyKnowsTheAssembly =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOM + "assembly..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOM + "assembly..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule entitiesStayInTheirRoom =
      classes()
          .that()
          .areAnnotatedWith("jakarta.persistence.Entity")
          .should()
          .bePackagePrivate()
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule submissionImportsNoOtherService =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "baton.delivery..", "baton.tracking..", "baton.feedback..", "baton.standalone..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule everyClassLivesInARoom =
      classes()
          .should()
          .resideInAnyPackage(join(MIDDLE, EDGES))
          .orShould()
          .haveSimpleName("package-info")
          .allowEmptyShould(false);

  private static String[] join(String[] some, String[] others) {
    return Stream.of(some, others).flatMap(Arrays::stream).toArray(String[]::new);
  }
}
