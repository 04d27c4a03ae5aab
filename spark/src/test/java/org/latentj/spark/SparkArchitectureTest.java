
package org.latentj.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/** The room of this artifact: what it knows, and that nobody knows it. */
class SparkArchitectureTest {

	private static final String ROOT = "org.latentj";

	private static final String OWN = ROOT + ".spark";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void importsOnlyWhatItsRoomMay() {
		classes().that().resideInAPackage(OWN).should().onlyDependOnClassesThat()
			.resideInAnyPackage(OWN, ROOT + ".batch..", ROOT + ".command", ROOT +
				".command.batch", ROOT + ".command.input", ROOT + ".command.workflow",
				ROOT + ".control", ROOT + ".engine.compute", ROOT + ".engine.folder",
				ROOT + ".operation", ROOT + ".sampling.model", ROOT + ".service",
				"java..", "ij", "org.scijava..", "org.apache.spark..", "scala..",
				"picocli..").check(CLASSES);
	}

	@Test
	void isTheOnlyOneThatKnowsSpark() {
		assertFalse(CLASSES.stream().noneMatch(c -> c.getPackageName().equals(ROOT +
			".engine")),
			"LatentJ is not here: mvn compile in the folder above first");
		noClasses().that().resideOutsideOfPackage(OWN).should()
			.dependOnClassesThat().resideInAnyPackage(OWN, "org.apache.spark..",
				"scala..", "picocli..").check(CLASSES);
	}
}
