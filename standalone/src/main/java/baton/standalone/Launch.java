package baton.standalone;

import baton.embedded.EmbeddedStartException;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of the platform: Kafka and PostgreSQL first, then the services on top of them as one
 * Quarkus application; all of it stops in the reverse order.
 */
final class Launch {
  private static final int FAILURE = 1;

  private final DataFolder folder;
  private final Foundations foundations = new Foundations();

  Launch(DataFolder folder) {
    this.folder = folder;
  }

  /** Runs until it is told to stop. */
  void run(Ports ports, Environment environment, long began) {
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
      keepTrace(failure);
      giveUp(failure);
    }
    System.exit(status);
  }

  /** The sentence is for whoever started Baton, the trace for whoever mends it. */
  private void keepTrace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    try {
      Files.writeString(
          folder.log(),
          Instant.now() + " Baton could not start\n" + trace,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      // The sentence must do.
      return;
    }
  }

  /** The services first, for they are at home only while Kafka and PostgreSQL are. */
  private void stop() {
    Optional.ofNullable(Application.currentApplication()).ifPresent(Application::awaitShutdown);
    foundations.close();
    folder.close();
  }

  static void giveUp(Throwable failure) {
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
    // Some say several things, a line each, and each behind the name of a class.
    words = words.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\b(\\w+\\.)+\\w+Exception: ", "");
    return "Baton cannot start: " + words + (words.endsWith(".") ? "" : ".");
  }

  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
