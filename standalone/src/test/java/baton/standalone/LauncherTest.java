package baton.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script itself, in a small checkout of its own; what it runs tells how it was run. */
class LauncherTest {
  @TempDir Path folder;
  private Path home;
  private Path jvms;
  private Path old;
  private Path script;
  private final Map<String, String> environment = new HashMap<>();

  /** What the launcher runs in place of Baton. */
  public static final class Probe {
    public static void main(String... arguments) {
      System.out.println("ran with " + List.of(arguments));
      System.out.println("java " + Runtime.version().feature());
      System.out.println("home " + System.getProperty("baton.home"));
      System.out.println("folder " + Path.of("").toAbsolutePath());
    }
  }

  @BeforeEach
  void aCheckout() throws IOException {
    home = Files.createDirectories(folder.resolve("a check out"));
    jvms = Files.createDirectories(folder.resolve("jvms"));
    old = folder.resolve("jdk-17");
    program(old.resolve("bin/java"), "echo 'openjdk version \"17.0.1\"' >&2; exit 3");
    program(old.resolve("bin/javac"), "exit 3");
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.createSymbolicLink(
        jvms.resolve("jdk of today"), Path.of(System.getProperty("java.home")));

    Path original = Path.of(System.getProperty("baton.repository"), "baton");
    String text = Files.readString(original).replace("/usr/lib/jvm/", quoted(jvms) + "/");
    script = program(home.resolve("baton"), null);
    Files.writeString(script, text);
    Files.writeString(
        Files.createDirectories(home.resolve("module/src/main")).resolve("A.java"), "");
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.writeString(home.resolve("module/pom.xml"), "<project/>");
    program(home.resolve("mvnw"), "echo \"mvnw $*\"");
    environment.put("PATH", old.resolve("bin") + ":/usr/bin:/bin");
    environment.put("JAVA_HOME", old.toString());
    environment.put("HOME", folder.toString());
    built();
  }

  /** What a link leads to is not the test's to delete. */
  @AfterEach
  void withoutLinks() throws IOException {
    Files.deleteIfExists(jvms.resolve("jdk of today"));
    Files.deleteIfExists(folder.resolve(".sdkman/candidates/java/25-tem"));
  }

  @Test
  void findsAJdkThatIsNewEnoughThoughPathAndJavaHomeNameAnOlder() throws Exception {
    assertThat(run("up", "--data", "x y"))
        .isEqualTo(
            new Ended(
                0,
                """
                ran with [--data, x y]
                java %d
                home %s
                folder %s
                """
                    .formatted(
                        Runtime.version().feature(), home.toRealPath(), folder.toRealPath())));
  }

  @Test
  void findsAJdkThatSdkmanHasInstalled() throws Exception {
    Files.createDirectories(folder.resolve(".sdkman/candidates/java"));
    Files.move(jvms.resolve("jdk of today"), folder.resolve(".sdkman/candidates/java/25-tem"));
    assertThat(run("up").status()).isZero();
  }

  @Test
  void saysInOneSentenceWhatToInstallWhereThereIsNoJdk() throws Exception {
    Files.delete(jvms.resolve("jdk of today"));
    assertThat(run("up"))
        .isEqualTo(
            new Ended(
                1,
                "baton: Baton needs a JDK 25 or newer and found none: install one (for instance"
                    + " from https://adoptium.net), or name its folder in BATON_JAVA_HOME.\n"));
    environment.put("PATH", "");
    assertThat(run("up").output()).startsWith("baton: Baton needs a JDK 25 or newer");
  }

  @Test
  void doesNotPassOverAJdkThatWasNamedAndIsTooOld() throws Exception {
    environment.put("BATON_JAVA_HOME", old.toString());
    assertThat(run("up"))
        .isEqualTo(
            new Ended(1, "baton: BATON_JAVA_HOME (" + old + ") is not a JDK 25 or newer.\n"));
  }

  @Test
  void worksThroughASymbolicLink() throws Exception {
    Path link = Files.createDirectories(folder.resolve("bin")).resolve("baton");
    Files.createSymbolicLink(link, Path.of("../a check out/baton"));
    script = link;
    assertThat(run("up").output()).contains("home " + home.toRealPath());
  }

  @Test
  void buildsBeforeTheFirstRunAndWhenASourceIsNewerAndNotOtherwise() throws Exception {
    assertThat(run("up").output()).doesNotContain("mvnw");

    Files.setLastModifiedTime(
        home.resolve("module/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(run("up").output())
        .startsWith("baton: building, for the sources have changed …\nmvnw ")
        .contains("package\nran with []");

    Files.delete(home.resolve("standalone/target/built"));
    assertThat(run("up").output())
        .startsWith("baton: building (the first time takes a few minutes) …\nmvnw ");
  }

  @Test
  void saysThatTheBuildFailed() throws Exception {
    program(home.resolve("mvnw"), "echo 'it is broken'; exit 1");
    Files.delete(home.resolve("standalone/target/built"));
    assertThat(run("up"))
        .isEqualTo(
            new Ended(
                1,
                """
                baton: building (the first time takes a few minutes) …
                it is broken
                baton: the build failed; what Maven said stands above.
                """));
    assertThat(run("test").status()).isEqualTo(1);
  }

  @Test
  void runsTheSuite() throws Exception {
    assertThat(run("test", "-pl", "module"))
        .isEqualTo(new Ended(0, "mvnw --batch-mode --no-transfer-progress verify -pl module\n"));
  }

  @Test
  void explainsItself() throws Exception {
    assertThat(run("help").status()).isZero();
    assertThat(run("help").output()).contains("./baton up", "./baton send", "./baton status ID");
    Ended unknown = run("explode");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.output()).startsWith("baton: there is no command explode\n");
  }

  /** How a run of the script ended. */
  private record Ended(int status, String output) {}

  private Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    return new Ended(process.waitFor(), output);
  }

  private void built() throws IOException {
    Path app = Files.createDirectories(home.resolve("standalone/target/quarkus-app"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Probe.class.getName());
    String file = Probe.class.getName().replace('.', '/') + ".class";
    try (OutputStream stream = Files.newOutputStream(app.resolve("quarkus-run.jar"));
        JarOutputStream jar = new JarOutputStream(stream, manifest);
        var code = Probe.class.getClassLoader().getResourceAsStream(file)) {
      jar.putNextEntry(new JarEntry(file));
      code.transferTo(jar);
      jar.closeEntry();
    }
    Files.writeString(home.resolve("standalone/target/built"), "");
  }

  private static Path program(Path path, String line) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/sh\n" + line + "\n");
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String quoted(Path path) {
    return "'" + path + "'";
  }
}
