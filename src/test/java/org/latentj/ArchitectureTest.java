
package org.latentj;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the map of rooms: who may import whom, each third party behind its
 * doors, no cycles. A new room, or a new import between rooms, is a line here,
 * to be weighed like any other change of the design.
 */
class ArchitectureTest {

	private static final String ROOT = "org.latentj";

	/** The room of the root package itself, which no other room may import. */
	private static final String FACADE = "(facade)";

	/** The ground floor, open to all rooms. */
	private static final List<String> GROUND = List.of("control", "tensor",
		"json");

	private static final String SAMPLING =
		"sampling sampling.attention sampling.conditioning " +
			"sampling.hint sampling.model sampling.noise sampling.sampler sampling.scheduler";

	/** What is asked for, how it is run, and how that is told. */
	private static final String RUN = "provenance operation " +
		"operation.attention operation.conditioning operation.enlarging operation.inpainting setting pipeline ";

	private static final String ONNX = "onnx.graph onnx.layer onnx.runtime";

	private static final String IMAGEPLUS =
		"imageplus imageplus.attention imageplus.hint imageplus.file " +
			"imageplus.planes imageplus.region ";

	/** What most rooms of commands may import. */
	private static final String COMMANDS = RUN + IMAGEPLUS +
		"record stack batch " +
		"service engine engine.folder latent checkpoint checkpoint.format " +
		SAMPLING;

	/** Each room and those that it may import beside itself and the ground. */
	private static final Map<String, String> ROOMS = Map.ofEntries(//
		entry("control", ""), entry("tensor", ""), //
		entry("pickle", ""), //
		entry("checkpoint", ""), //
		entry("checkpoint.format", "checkpoint checkpoint.naming checkpoint.torch"), //
		entry("checkpoint.naming", "checkpoint"), //
		entry("checkpoint.torch", "checkpoint pickle"), //
		entry("latent", ""), //
		entry("image", ""), //
		entry("onnx.graph", "checkpoint"), //
		entry("onnx.engine", "onnx.graph onnx.runtime"), //
		entry("onnx.layer", "checkpoint onnx.graph"), //
		entry("onnx.library", ""), //
		entry("onnx.placement", ""), //
		entry("onnx.runtime", "onnx.graph onnx.library onnx.placement"), //
		entry("sampling", "latent sampling.noise sampling.model " +
			"sampling.conditioning"), //
		entry("sampling.attention", "latent sampling.conditioning"), //
		entry("sampling.conditioning", ""), //
		entry("sampling.hint", "sampling.conditioning"), //
		entry("sampling.model", "sampling.conditioning"), //
		entry("sampling.noise", ""), //
		entry("sampling.sampler", "sampling sampling.model sampling.noise"), //
		entry("sampling.scheduler", "sampling sampling.model"), //
		entry("clip", "checkpoint " + ONNX), //
		entry("clip.vision", "clip checkpoint checkpoint.naming latent " + ONNX), //
		entry("clip.joint", "clip clip.vision checkpoint checkpoint.naming " +
			ONNX), //
		entry("unet",
			"checkpoint sampling.attention sampling.conditioning sampling.model " +
				"onnx.engine " + ONNX), //
		entry("unet.control", "unet checkpoint checkpoint.naming latent " +
			"sampling.conditioning onnx.engine " + ONNX), //
		entry("vae", "checkpoint checkpoint.naming latent onnx.engine " + ONNX), //
		entry("family.embedding", "pickle checkpoint checkpoint.format " +
			"checkpoint.torch clip"), //
		entry("family.text", "family.embedding checkpoint clip " +
			"sampling.attention sampling.conditioning onnx.runtime"), //
		entry("family.model",
			"family.text family.embedding checkpoint clip unet unet.control " +
				"vae latent sampling.attention sampling.conditioning sampling.hint " +
				"sampling.model sampling.noise onnx.runtime"), //
		entry("family.lora.change", "checkpoint"), //
		entry("family.lora",
			"family.lora.change family.model checkpoint checkpoint.naming onnx.runtime"), //
		entry("family", "family.model family.text checkpoint checkpoint.naming " +
			"unet vae latent sampling.conditioning sampling.hint sampling.model"), //
		entry("pipeline", "clip.vision family.model family.text vae latent " +
			SAMPLING), //
		entry("json", ""), entry("setting", ""), //
		entry("operation",
			"operation.inpainting operation.conditioning operation.enlarging setting pipeline image latent " +
				SAMPLING), //
		entry("operation.attention",
			"operation operation.conditioning setting pipeline latent " + SAMPLING), //
		entry("operation.conditioning",
			"setting pipeline image sampling.conditioning sampling.hint"), //
		entry("operation.enlarging", "setting pipeline image latent " + SAMPLING), //
		entry("operation.inpainting", "setting pipeline image latent " +
			"sampling.conditioning sampling.hint"), //
		entry("provenance",
			"operation operation.attention operation.conditioning operation.enlarging setting pipeline family family.model checkpoint " +
				"checkpoint.format " + SAMPLING), //
		entry("engine.memory", ""), //
		entry("engine.compute", "onnx.engine onnx.runtime"), //
		entry("engine.attention", "engine operation operation.attention pipeline " +
			"family.embedding family.model family.text latent " + SAMPLING), //
		entry("engine.trial", "engine engine.compute pipeline " + SAMPLING), //
		entry("engine.folder",
			"clip clip.joint clip.vision family family.model family.embedding " +
				"family.lora checkpoint " + "checkpoint.format unet.control " +
				SAMPLING), //
		entry("engine",
			"engine.compute engine.folder engine.memory provenance operation operation.conditioning pipeline family " +
				"family.embedding family.lora family.model family.text clip.joint clip.vision vae " +
				"checkpoint checkpoint.format onnx.runtime latent sampling.attention " +
				"sampling.conditioning sampling.model unet.control"), //
		entry("similarity", "engine clip.vision provenance"), //
		entry("service", RUN +
			"workflow.run engine engine.compute engine.folder onnx.runtime"), //
		entry("workflow.graph", ""), //
		entry("workflow.node", "workflow.graph engine engine.folder family.model " +
			"pipeline latent " + SAMPLING), //
		entry("workflow.entry",
			"workflow.node engine engine.folder family.model pipeline image latent " +
				SAMPLING), //
		entry("workflow.format", "workflow.graph workflow.node workflow.entry"), //
		entry("workflow.export",
			"workflow.graph workflow.node workflow.entry workflow.format " +
				"operation.conditioning pipeline family.model provenance"), //
		entry("workflow.run",
			"workflow.graph workflow.node workflow.entry engine engine.folder " +
				"family.model family.embedding clip.vision checkpoint " +
				"checkpoint.format workflow.format provenance pipeline " + SAMPLING), //
		entry("workflow",
			"workflow.graph workflow.node workflow.entry workflow.format workflow.run"), //
		entry("batch", "batch.journal"), //
		entry("stack", RUN + "batch checkpoint image " + SAMPLING), //
		entry("batch.journal", ""), //
		entry("zarr.store", ""), entry("zarr.codec", ""), //
		entry("zarr", "zarr.store zarr.codec"), //
		entry("omezarr", "zarr zarr.store image"), //
		entry("omezarr.run", RUN + "omezarr zarr zarr.store stack batch " +
			"batch.journal checkpoint image " + SAMPLING), //
		entry("record", RUN + "workflow.export"), //
		entry("imageplus.attention", "sampling.attention"), //
		entry("imageplus.hint", "imageplus.planes"), //
		entry("imageplus.planes", "record image provenance"), //
		entry("imageplus.region", "imageplus.planes record stack provenance image"), //
		entry("imageplus.file",
			"imageplus.planes record provenance batch image omezarr zarr"), //
		entry("imageplus", IMAGEPLUS + "record stack batch " + RUN +
			"image latent checkpoint " + SAMPLING), //
		entry("command",
			"operation.conditioning command.attention command.control command.base command.batch command.forecast command.workflow command.zarr " +
				"command.input command.models command.preview command.progress image " +
				"batch.journal engine.attention " + COMMANDS), //
		entry("command.attention", RUN + IMAGEPLUS +
			"record stack batch command.base command.progress service engine engine.attention " +
			SAMPLING), //
		entry("command.control",
			"command.input engine.folder imageplus imageplus.hint operation.conditioning provenance setting"), //
		entry("command.base",
			"image batch command.forecast command.input command.preview " +
				"command.progress " + COMMANDS), //
		entry("command.batch",
			"operation.conditioning command.base command.forecast batch.journal omezarr " +
				"omezarr.run " + COMMANDS), //
		entry("command.forecast",
			"command.input engine.compute engine.memory image " + COMMANDS), //
		entry("command.input", RUN + "service engine.folder"), //
		entry("command.models", "command.base command.input command.progress " +
			"engine.compute engine.trial " + COMMANDS), //
		entry("command.similarity", "similarity clip.vision image command.base " +
			"command.batch command.input command.progress batch.journal " + COMMANDS), //
		entry("command.preview", RUN + "command.progress record image latent " +
			SAMPLING), //
		entry("command.workflow",
			"workflow workflow.entry workflow.graph workflow.node workflow.run image batch.journal " +
				"command.batch command.input command.progress " + COMMANDS), //
		entry("command.zarr", "command.batch command.input batch batch.journal " +
			"imageplus imageplus.file omezarr omezarr.run operation " +
			"operation.conditioning provenance record setting stack zarr.store"), //
		entry("command.progress", RUN + "command.input service " + SAMPLING), //
		entry("host",
			"host.dialog host.macro command command.input command.models " +
				"command.similarity record service engine.compute engine.folder " +
				RUN + SAMPLING), //
		entry("host.dialog",
			"host.macro command command.input command.models imageplus.region service"), //
		entry("host.macro", "command.input"), //
		entry("studio", "studio.view command.input"), //
		entry("studio.prompt", "clip"), //
		entry("studio.preset", "setting"), //
		entry("studio.history",
			"image imageplus imageplus.file record pipeline provenance"), //
		entry("studio.run",
			"host command command.base command.input command.preview command.progress " +
				"command.workflow imageplus.planes service engine " + RUN + SAMPLING), //
		entry("studio.foreign", "provenance sampling.sampler sampling.scheduler"), //
		entry("studio.form",
			"studio.run host.macro command.input provenance engine.folder pipeline " +
				"operation operation.conditioning setting"), //
		entry("studio.panel",
			"studio.foreign studio.form studio.history studio.preset studio.prompt " +
				"studio.run command.input service engine engine.folder checkpoint " +
				"checkpoint.format imageplus imageplus.file imageplus.region record " +
				"provenance"), //
		entry("studio.view",
			"studio.form studio.history studio.panel studio.run command.base command.input " +
				"command.progress imageplus imageplus.region provenance setting"), //
		entry(FACADE, "command command.base command.input command.workflow " +
			"operation.conditioning"), //
		entry("launcher", "host command"));

	/** Each third party and the rooms that may know it. */
	private static final Map<String, String> DOORS = Map.of( //
		"com.github.luben", "zarr.codec", //
		"net.jpountz", "zarr.codec", //
		"ai.onnxruntime", "onnx.runtime", //
		"com.google.protobuf", "onnx.graph", //
		"com.google.gson",
		"batch batch.journal checkpoint.format json onnx.placement operation " +
			"provenance setting similarity studio.foreign studio.preset workflow.format workflow.run " +
			"zarr zarr.store omezarr omezarr.run", //
		"net.imglib2", "image operation operation.inpainting stack imageplus " +
			"imageplus.planes imageplus.region omezarr omezarr.run", //
		"org.scijava", FACADE + " service command command.base command.input " +
			"command.control command.models command.progress command.similarity command.workflow command.zarr host host.dialog host.macro studio studio.form studio.panel studio.run studio.view", //
		"ij", IMAGEPLUS + FACADE +
			" record command command.attention command.base command.batch " +
			"command.control command.forecast command.models command.preview command.progress command.similarity command.workflow command.zarr host host.dialog host.macro launcher studio.form studio.history studio.panel studio.run studio.view", //
		"net.imagej", "launcher");

	/** So that a room is seen at once. */
	private static final int MOST_CLASSES = 16;

	/** A sampler is a file, and there are many. */
	private static final Set<String> LARGE = Set.of("sampling.sampler");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	@ParameterizedTest
	@MethodSource("rooms")
	void importsOnlyWhatItsRoomMay(final String room) {
		final Stream<String> allowed = Stream.of(Stream.of(room), GROUND.stream(),
			Stream.of(ROOMS.get(room).split(" "))).flatMap(s -> s);
		classes().that().resideInAPackage(packageOf(room)).should()
			.onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + "..").or(
				resideInAnyPackage(packages(allowed)))).allowEmptyShould(true).check(
					CLASSES);
	}

	@ParameterizedTest
	@MethodSource("thirdParties")
	void knowsAThirdPartyOnlyBehindItsDoors(final String party) {
		final Stream<String> doors = Stream.of(DOORS.get(party).split(" "));
		noClasses().that().resideOutsideOfPackages(packages(doors)).should()
			.dependOnClassesThat().resideInAPackage(party + "..").allowEmptyShould(
				true).check(CLASSES);
	}

	@Test
	void knowsNoOtherThirdParty() {
		final Stream<String> known = Stream.concat(Stream.of(ROOT, "java", "javax",
			"com.sun.management"), DOORS.keySet().stream());
		classes().should().onlyDependOnClassesThat().resideInAnyPackage(known.map(
			p -> p + "..").toArray(String[]::new)).check(CLASSES);
	}

	@Test
	void hasNoRoomThatIsNotOnTheMap() {
		final Set<String> unknown = new TreeSet<>();
		for (final JavaClass c : CLASSES) {
			if (!ROOMS.containsKey(roomOf(c))) {
				unknown.add(c.getPackageName());
			}
		}
		assertEquals(Set.of(), unknown);
	}

	@Test
	void hasNoRoomThatIsTooLarge() {
		final Map<String, Long> sizes = CLASSES.stream().filter(c -> !c
			.isNestedClass() && !c.getSimpleName().equals("package-info")).collect(
				groupingBy(ArchitectureTest::roomOf, counting()));
		sizes.values().removeIf(n -> n <= MOST_CLASSES);
		sizes.keySet().removeAll(LARGE);
		assertEquals(Map.of(), sizes);
	}

	/** What a cluster needs; with it go all rooms that these may import. */
	@ParameterizedTest
	@ValueSource(strings = { "stack", "batch", "engine", "operation",
		"operation.enlarging", "operation.inpainting", "omezarr.run" })
	void runsStacksWithoutImageJAndSciJava(final String room) {
		final Set<String> needed = new TreeSet<>(List.of(room));
		for (int before = 0; needed.size() > before;) {
			before = needed.size();
			for (final String below : List.copyOf(needed)) {
				Stream.of(ROOMS.get(below).split(" ")).filter(r -> !r.isEmpty())
					.forEach(needed::add);
			}
		}
		needed.addAll(GROUND);
		noClasses().that().resideInAnyPackage(packages(needed.stream())).should()
			.dependOnClassesThat().resideInAnyPackage("ij..", "net.imagej..",
				"org.scijava..").check(CLASSES);
	}

	/** Each package says whether it is API; two pages list those that are. */
	@ParameterizedTest
	@ValueSource(strings = { "ARCHITECTURE.md", "docs/scripting.md" })
	void namesTheRoomsThatAreApi(final String page) throws IOException {
		final Set<String> api = new TreeSet<>();
		for (final String room : ROOMS.keySet()) {
			final String info = Files.readString(Path.of("src/main/java", packageOf(
				room).split("[.]")).resolve("package-info.java"));
			assertTrue(info.startsWith("/**\n * API. ") || info.startsWith(
				"/**\n * Internal. "), room +
					": its package-info begins with 'API. ' or 'Internal. '");
			if (info.contains(" API. ")) {
				api.add("`" + (room.equals(FACADE) ? ROOT : room) + "`");
			}
		}
		final String list = Files.readString(Path.of(page)).lines().filter(l -> l
			.contains("`org.latentj`, `")).findFirst().orElseThrow();
		assertEquals(api, Pattern.compile("`[a-z.]+`").matcher(list).results().map(
			MatchResult::group).collect(toCollection(TreeSet::new)));
	}

	@Test
	void hasNoCycleOfRooms() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
	}

	private static Stream<String> rooms() {
		return ROOMS.keySet().stream().sorted();
	}

	private static Stream<String> thirdParties() {
		return DOORS.keySet().stream().sorted();
	}

	private static String[] packages(final Stream<String> rooms) {
		return rooms.map(ArchitectureTest::packageOf).toArray(String[]::new);
	}

	private static String packageOf(final String room) {
		return room.equals(FACADE) ? ROOT : ROOT + "." + room;
	}

	private static String roomOf(final JavaClass c) {
		return c.getPackageName().equals(ROOT) ? FACADE : c.getPackageName()
			.substring(ROOT.length() + 1);
	}
}
