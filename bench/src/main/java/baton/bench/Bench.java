package baton.bench;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** {@code ./baton bench}: acceptance by each door, with and without signature and tracking. */
public final class Bench {

  private static final Duration LONGEST_QUEUE = Duration.ofMinutes(5);
  private static final int USAGE_STATUS = 2;

  private final Options options;
  private final Vertx vertx;
  private final Sink sink;
  private final Platform platform;

  private Bench(Options options, Vertx vertx, Sink sink, Platform platform) {
    this.options = options;
    this.vertx = vertx;
    this.sink = sink;
    this.platform = platform;
  }

  /** Runs it; the table goes to standard output. */
  public static void main(String[] arguments) throws Exception {
    Options options;
    try {
      options = Options.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("baton: " + e.getMessage() + ".\n\n" + Options.USAGE);
      System.exit(USAGE_STATUS);
      return;
    }
    System.exit(run(options, Path.of(System.getProperty("baton.home"), "baton")));
  }

  /**
   * Runs it; gives the exit status.
   *
   * @param baton the launcher of what is measured
   */
  static int run(Options options, Path baton) {
    Vertx vertx = Vertx.vertx();
    try {
      Sink sink = new Sink(vertx);
      int port = sink.listen().toCompletionStage().toCompletableFuture().get();
      System.out.printf(
          "%d sessions, %d messages of %d octets after %d to warm up%n%n%s%n",
          options.sessions(), options.messages(), options.size(), options.warm(), Figures.HEAD);
      // Each has a platform of its own: whether it signs is settled when it starts.
      for (boolean signed : options.signed()) {
        try (Platform platform = Platform.start(baton, port, signed)) {
          Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "baton-bench-stop"));
          new Bench(options, vertx, sink, platform).run(signed ? "" : ", unsigned");
        }
      }
      return 0;
    } catch (Exception e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      System.err.println("baton: the benchmark failed: " + cause.getMessage());
      return 1;
    } finally {
      vertx.close();
    }
  }

  private void run(String platformName) throws Exception {
    for (boolean tracked : options.tracked()) {
      Letter letter = new Letter(options.size(), tracked);
      String how = (tracked ? ", tracked" : "") + platformName;
      int smtp = platform.port("BATON_SMTP_PORT");
      int http = platform.port("BATON_HTTP_PORT");
      System.out.println(measure("SMTP" + how, new SmtpDoor(vertx, smtp, letter)).row());
      System.out.println(
          measure("HTTP" + how, new HttpDoor(vertx, http, platform.apiKey(), letter)).row());
    }
  }

  private Figures measure(String name, Door door) throws InterruptedException, ExecutionException {
    long before = sink.received();
    ClosedLoop.run(door, options.sessions(), options.warm());
    awaitSink(before + options.warm());

    Duration cpu = platform.cpu();
    long start = System.nanoTime();
    Histogram latencies = ClosedLoop.run(door, options.sessions(), options.messages());
    Duration accepted = Duration.ofNanos(System.nanoTime() - start);
    awaitSink(before + options.warm() + options.messages());
    Duration delivered = Duration.ofNanos(System.nanoTime() - start);
    return new Figures(
        name, options.messages(), accepted, delivered, latencies, platform.cpu().minus(cpu));
  }

  private void awaitSink(long messages) {
    long deadline = System.nanoTime() + LONGEST_QUEUE.toNanos();
    while (sink.received() < messages) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "of %d messages %d have not arrived within %d minutes"
                .formatted(messages, messages - sink.received(), LONGEST_QUEUE.toMinutes()));
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
