package baton.smtp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room of this module may know which. */
@AnalyzeClasses(packages = "baton.smtp", importOptions = DoNotIncludeTests.class)
class RoomsTest {

  @ArchTest
  static final ArchRule grammarKnowsTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("baton.smtp.grammar")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("baton.smtp.grammar", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule repliesAreReadWithoutSockets =
      noClasses()
          .that()
          .resideInAPackage("baton.smtp.reply")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io..", "baton.smtp.server", "baton.smtp.client");

  @ArchTest
  static final ArchRule theServerDoesNotKnowTheClient =
      noClasses()
          .that()
          .resideInAPackage("baton.smtp.server")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("baton.smtp.client", "baton.smtp.reply");

  @ArchTest
  static final ArchRule noCycles = slices().matching("baton.smtp.(*)..").should().beFreeOfCycles();
}
