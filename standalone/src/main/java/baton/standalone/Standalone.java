package baton.standalone;

import baton.embedded.EmbeddedStartException;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.List;

/** {@code ./baton up}: finds command line, ports and data folder in order, then launches. */
@QuarkusMain
public final class Standalone {
  private Standalone() {}

  /** Runs until it is told to stop; exit status 0, or 1 with a sentence where it cannot start. */
  public static void main(String... arguments) {
    long began = System.nanoTime();
    Path home = Path.of(System.getProperty("baton.home", "."));
    try {
      UpOptions options = UpOptions.parse(List.of(arguments), home);
      Environment environment = new Environment(System.getenv());
      Ports ports = Ports.of(environment);
      Launch launch = new Launch(DataFolder.take(options.data()));
      ports.requireFree();
      launch.run(ports, environment, began);
    } catch (StartException | EmbeddedStartException e) {
      Launch.giveUp(e);
    }
  }
}
