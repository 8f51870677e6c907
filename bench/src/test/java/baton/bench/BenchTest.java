package baton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BenchTest {

  private static final Options FEW =
      new Options(2, 10, 0, 1_000, List.of(true, false), List.of(false));

  @TempDir Path folder;

  @Test
  void aPlatformThatDoesNotStartEndsIt() throws Exception {
    assertThat(Bench.run(FEW, launcher("echo no Java; exit 1"))).isEqualTo(1);
  }

  @Test
  void aPlatformThatTakesNoConnectionsEndsIt() throws Exception {
    assertThat(Bench.run(FEW, launcher("echo Baton is ready; exec sleep 50"))).isEqualTo(1);
  }

  @Test
  void onlyAPlatformThatIsToBeUnsignedIsToldSo() throws Exception {
    Path told = folder.resolve("told");
    Path baton = launcher("echo \"<$BATON_SUBMISSION_DKIM>\" >> " + told + "; exit 1");
    for (String dkim : List.of("on", "off")) {
      assertThat(Bench.run(Options.parse(List.of("--dkim", dkim)), baton)).isEqualTo(1);
    }
    assertThat(Files.readAllLines(told)).containsExactly("<>", "<off>");
  }

  @Test
  void aLauncherThatIsNotThereEndsIt() {
    assertThat(Bench.run(FEW, folder.resolve("nothing"))).isEqualTo(1);
  }

  private Path launcher(String script) throws Exception {
    Path launcher = folder.resolve("baton");
    Files.writeString(launcher, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    return launcher;
  }
}
