package baton.delivery.shaping;

import baton.delivery.routing.Host;
import baton.smtp.client.Problem;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Opens connections. */
public interface Lines {

  /**
   * Connects and gets as far as the first message.
   *
   * @param encrypted whether only a server will do that proves who it is, and promises to pass on
   *     under TLS what it gets
   * @param over is called once, on the loop and after the line was given out, when it has ended,
   *     whoever ended it
   * @return completes on the loop; fails with {@link NotOpened} alone
   */
  CompletionStage<Line> open(Host host, boolean encrypted, Consumer<Line> over);

  /** The host cannot be used now. */
  final class NotOpened extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient List<String> transcript;

    public NotOpened(Problem problem, List<String> transcript) {
      // Daily bread of a mail server: the stack would say nothing.
      super(problem.describe(), null, false, false);
      this.problem = problem;
      this.transcript = transcript;
    }

    public Problem problem() {
      return problem;
    }

    public List<String> transcript() {
      return transcript;
    }
  }
}
