package baton.standalone;

import baton.embedded.EmbeddedStartException;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./baton up}: finds everything in order, starts Kafka and PostgreSQL, then the services on
 * top of them as one Quarkus application, and stops all of it in the reverse order.
 */
@QuarkusMain
public final class Standalone {
  private static final int FAILURE = 1;

  private final DataFolder folder;
  private final Foundations foundations = new Foundations();

  private Standalone(DataFolder folder) {
    this.folder = folder;
  }

  /** Runs until it is told to stop; exit status 0, or 1 with a sentence where it cannot start. */
  public static void main(String... arguments) {
    long began = System.nanoTime();
    Path home = Path.of(System.getProperty("baton.home", "."));
    try {
      UpOptions options = UpOptions.parse(List.of(arguments), home);
      Environment environment = new Environment(System.getenv());
      Ports ports = Ports.of(environment);
      Standalone standalone = new Standalone(DataFolder.take(options.data()));
      ports.requireFree();
      standalone.run(ports, environment, began);
    } catch (StartException | EmbeddedStartException e) {
      giveUp(e);
    }
  }

  private void run(Ports ports, Environment environment, long began) {
    Secrets secrets = Secrets.in(folder, environment);
    say("Starting Baton with the data folder " + folder.path() + " …");
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "baton-stop"));
    foundations.start(folder, ports);

    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("baton.data", folder.path().toString());
    settings.put("baton.mailbox-directory", folder.mailbox().toString());
    settings.put("baton.tls.directory", folder.tls().toString());
    settings.put("baton.kafka", foundations.bootstrapServers());
    settings.put("baton.postgres", foundations.databaseUrl());
    settings.put("baton.token-keys", secrets.tokenKeys());
    settings.put("baton.secret-keys", secrets.secretKeys());
    settings.put("baton.admin-key", secrets.adminKey());
    for (Port port : Port.values()) {
      settings.put(port.key(), Integer.toString(ports.get(port)));
    }
    settings.forEach(System::setProperty);
    Platform.prepare(new Platform.Surroundings(folder, ports, secrets, settings, began));
    Quarkus.run(Platform.class, this::ended);
  }

  /** Quarkus has stopped, or could not start. */
  private void ended(int status, @Nullable Throwable failure) {
    if (failure != null) {
      foundations.close();
      giveUp(failure);
    }
    System.exit(status);
  }

  /** The services first, for they are at home only while Kafka and PostgreSQL are. */
  private void stop() {
    Optional.ofNullable(Application.currentApplication()).ifPresent(Application::awaitShutdown);
    foundations.close();
    folder.close();
  }

  private static void giveUp(Throwable failure) {
    System.err.println("baton: " + sentence(failure));
    System.exit(FAILURE);
  }

  /** The innermost words say what it is; around them stands which part of the start it was. */
  static String sentence(Throwable failure) {
    Throwable inner = failure;
    while (!(inner instanceof StartException || inner instanceof EmbeddedStartException)
        && inner.getCause() != null
        && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    String words = inner.getMessage() == null ? inner.toString() : inner.getMessage().strip();
    return "Baton cannot start: " + words + (words.endsWith(".") ? "" : ".");
  }

  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
