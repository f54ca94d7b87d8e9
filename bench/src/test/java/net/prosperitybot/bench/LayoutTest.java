package net.prosperitybot.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import org.openjdk.jmh.annotations.State;

/**
 * What may see what. docs/architecture.md draws the same walls. It is here because the benchmark is
 * the one module that sees all others.
 */
@AnalyzeClasses(
    packages = "net.prosperitybot",
    importOptions = {DoNotIncludeTests.class, LayoutTest.WrittenByHand.class})
class LayoutTest {

  /** Not what JMH makes of a benchmark. */
  static final class WrittenByHand implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/jmh_generated/");
    }
  }

  // Between the modules

  @ArchTest
  static final ArchRule theSimulatorKnowsNothingOfProsperity =
      noClasses()
          .that()
          .resideInAPackage("net.prosperitybot.simulator..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("net.prosperitybot..")
                  .and(resideOutsideOfPackages("net.prosperitybot.simulator..")));

  @ArchTest
  static final ArchRule commonKnowsNoService =
      noClasses()
          .that()
          .resideInAPackage("net.prosperitybot.common..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("net.prosperitybot..")
                  .and(resideOutsideOfPackages("net.prosperitybot.common..")));

  @ArchTest
  static final ArchRule theServicesMeetOnlyInTheDatabase =
      noClasses()
          .that()
          .resideInAnyPackage("net.prosperitybot.worker..", "net.prosperitybot.events..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "net.prosperitybot.simulator..",
                  "net.prosperitybot.localdb..",
                  "net.prosperitybot.demo.."));

  @ArchTest
  static final ArchRule theWorkerDoesNotSeeTheEventsService =
      noClasses()
          .that()
          .resideInAPackage("net.prosperitybot.worker..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.prosperitybot.events..");

  @ArchTest
  static final ArchRule theEventsServiceDoesNotSeeTheWorker =
      noClasses()
          .that()
          .resideInAPackage("net.prosperitybot.events..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.prosperitybot.worker..");

  @ArchTest
  static final ArchRule theDemoStartsTheServicesFromOutside =
      noClasses()
          .that()
          .resideInAPackage("net.prosperitybot.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("net.prosperitybot.worker..", "net.prosperitybot.events..");

  @ArchTest
  static final ArchRule nobodySeesTheBenchmark =
      noClasses()
          .that()
          .resideOutsideOfPackage("net.prosperitybot.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.prosperitybot.bench..");

  // Libraries in their places

  @ArchTest
  static final ArchRule jdaIsForTheEventsServiceAndItsReference =
      noClasses()
          .that()
          .resideOutsideOfPackages("net.prosperitybot.events..", "net.prosperitybot.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.dv8tion..");

  @ArchTest
  static final ArchRule commonHasNoWeb =
      noClasses()
          .that()
          .resideInAPackage("net.prosperitybot.common..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule signaturesAreBouncyCastlesBusinessInOnePlace =
      noClasses()
          .that()
          .resideInAnyPackage("net.prosperitybot.common..", "net.prosperitybot.events..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..");

  // Inside a module

  @ArchTest
  static final ArchRule packagesOfCommonFormNoCycle =
      slices().matching("net.prosperitybot.common.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesOfTheWorkerFormNoCycle =
      slices().matching("net.prosperitybot.worker.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesOfTheEventsServiceFormNoCycle =
      slices().matching("net.prosperitybot.events.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesOfTheSimulatorFormNoCycle =
      slices().matching("net.prosperitybot.simulator.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesOfTheBenchmarkFormNoCycle =
      slices().matching("net.prosperitybot.bench.(*)..").should().beFreeOfCycles();

  // Style that can be checked

  @ArchTest
  static final ArchRule timeIsInjected =
      noClasses()
          .that()
          .resideInAnyPackage("net.prosperitybot.worker..", "net.prosperitybot.events..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule nothingStaticChanges =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("net.prosperitybot.common.database.schema..")
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule packagesAreThingsNotKinds =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..",
              "..utils..",
              "..helper..",
              "..helpers..",
              "..impl..",
              "..manager..",
              "..managers..",
              "..handlers..",
              "..misc..");

  @ArchTest
  static final ArchRule onlyMainsExit =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Main")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule classesAreFinalUnlessASubclassIsMeant =
      classes()
          .that()
          .areTopLevelClasses()
          .and()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .and()
          .haveSimpleNameNotEndingWith("package-info")
          .and()
          .resideOutsideOfPackage("net.prosperitybot.common.database.schema..")
          .and()
          // JMH makes subclasses of them.
          .areNotAnnotatedWith(State.class)
          .should()
          .haveModifier(JavaModifier.FINAL);
}
