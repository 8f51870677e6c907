package baton.smtp.client;

import baton.smtp.reply.Phase;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The replies that must come, in order, and the time for the first of them. Only the first has a
 * deadline: the peer can answer the second command no sooner than the first.
 */
final class AwaitedReplies {

  private final Deque<Awaited> awaited = new ArrayDeque<>();
  private final Deadline deadline;
  private final Timeouts timeouts;

  AwaitedReplies(Deadline deadline, Timeouts timeouts) {
    this.deadline = deadline;
    this.timeouts = timeouts;
    setDeadline();
  }

  void add(Awaited reply) {
    awaited.add(reply);
    if (awaited.size() == 1) {
      setDeadline();
    }
  }

  /** Takes the one that a reply answers; null where none was awaited. */
  @Nullable Awaited answered() {
    Awaited first = awaited.poll();
    setDeadline();
    return first;
  }

  /** Starts the time for the reply to this message's dot anew, if that is the first. */
  void progress(Exchange exchange) {
    if (awaited.peek() instanceof Awaited.Dot(Exchange first) && first == exchange) {
      setDeadline();
    }
  }

  boolean none() {
    return awaited.isEmpty();
  }

  /** Whether all that was said is content, behind which a group of commands may stand. */
  boolean onlyContent() {
    return awaited.size() == 1
        && (awaited.peek() instanceof Awaited.Dot || awaited.peek() instanceof Awaited.LoneDot);
  }

  Phase phase() {
    Awaited first = awaited.peek();
    return first == null ? Phase.IDLE : first.phase();
  }

  private void setDeadline() {
    Awaited first = awaited.peek();
    if (first == null) {
      deadline.clear();
    } else {
      deadline.set(first.patience(timeouts));
    }
  }
}
