package baton.smtp.client;

import baton.smtp.grammar.Capabilities;
import baton.smtp.grammar.Reply;
import baton.smtp.reply.Phase;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conversation once it is open: messages, one after the other. Everything happens on the
 * connection's event loop.
 *
 * <p>Where the peer pipelines, a message's commands are one write, and the next message's commands
 * stand right behind the previous one's final dot (RFC 2920 section 3.1 allows content to be the
 * first of a group). Otherwise each command waits for the answer to the one before.
 */
final class Session implements Wire.Listener {

  /** Whether messages may still come. */
  sealed interface Life {
    record Open() implements Life {}

    /** QUIT will be said, or was said, when the last message has ended. */
    record Leaving() implements Life {}

    record Over(Problem problem) implements Life {}
  }

  /** Who wants to know, besides the sender of each message. */
  interface Observer {
    void ended(Transmission transmission);

    void over(Problem problem);
  }

  private final Wire wire;
  private final Capabilities capabilities;
  private final Observer observer;

  private final Deque<Exchange> exchanges = new ArrayDeque<>();
  private final AwaitedReplies awaited;
  private final Deque<Runnable> untold = new ArrayDeque<>();

  /** The message whose content is not yet wholly in the socket's queue. */
  private @Nullable Exchange transferring;

  /** The last message was refused half-way, and the peer may still hold its envelope. */
  private boolean resetFirst;

  private Life life = new Life.Open();

  Session(Wire wire, Timeouts timeouts, Capabilities capabilities, Observer observer) {
    this.wire = wire;
    this.capabilities = capabilities;
    this.observer = observer;
    this.awaited = new AwaitedReplies(wire.deadline(), timeouts);
    wire.handOver(this);
  }

  void send(Exchange exchange) {
    switch (life) {
      case Life.Open _ -> {
        exchanges.add(exchange);
        offerNext();
      }
      case Life.Leaving _ -> {
        conclude(exchange, new Problem.ClosedHere());
        tellEnded();
      }
      case Life.Over over -> {
        conclude(exchange, over.problem());
        tellEnded();
      }
    }
  }

  /** Says QUIT when all is done. */
  void quit() {
    if (life instanceof Life.Open) {
      life = new Life.Leaving();
      quitIfDone();
    }
  }

  @Override
  public Phase phase() {
    return awaited.phase();
  }

  @Override
  public void reply(Reply reply) {
    Awaited answered = awaited.answered();
    if (answered == null) {
      wire.end(
          reply.code() == 421
              ? new Problem.PeerClosing(Phase.IDLE, reply)
              : new Problem.Violation(Phase.IDLE, "reply to nothing: " + reply));
      return;
    }
    switch (answered) {
      case Awaited.Reset(Exchange exchange) -> reset(exchange, reply);
      case Awaited.Mail(Exchange exchange) -> mail(exchange, reply);
      case Awaited.Recipient(Exchange exchange) -> recipient(exchange, reply);
      case Awaited.Data(Exchange exchange) -> data(exchange, reply);
      case Awaited.Dot(Exchange exchange) -> dot(exchange, reply);
      case Awaited.LoneDot _ -> {}
      case Awaited.Quit _ -> wire.close(new Problem.ClosedHere());
    }
    if (reply.code() == 421) {
      wire.end(new Problem.PeerClosing(answered.phase(), reply));
    }
  }

  /**
   * Only when all that arrived is read: a reply too many must meet an empty list of awaited ones,
   * and not be taken for the answer to what would be said here.
   */
  @Override
  public void settled() {
    offerNext();
    quitIfDone();
    tellEnded();
  }

  @Override
  public void ended(Problem problem) {
    life = new Life.Over(problem);
    for (Exchange exchange : List.copyOf(exchanges)) {
      conclude(exchange, problem);
    }
    observer.over(problem);
    tellEnded();
  }

  private void reset(Exchange exchange, Reply reply) {
    exchange.transcript().reply(reply);
    if (!reply.positive() && reply.code() != 421) {
      // A server that cannot forget the last message may not be given another.
      wire.end(new Problem.Violation(Phase.MAIL, "RSET refused: " + reply));
      return;
    }
    sayMore(exchange);
  }

  private void mail(Exchange exchange, Reply reply) {
    exchange.transcript().reply(reply);
    if (reply.intermediate()) {
      wire.end(new Problem.Violation(Phase.MAIL, "answered by " + reply));
    } else if (exchange.course() instanceof Course.Offered offered) {
      proceed(exchange, offered.mail(reply));
    }
  }

  private void recipient(Exchange exchange, Reply reply) {
    exchange.transcript().reply(reply);
    if (reply.intermediate()) {
      wire.end(new Problem.Violation(Phase.RCPT, "answered by " + reply));
    } else if (exchange.course() instanceof Course.Offered offered) {
      proceed(exchange, offered.recipient(reply));
    }
  }

  /**
   * In lock-step a refusal ends the message; pipelined, the replies to the rest are on their way.
   */
  private void proceed(Exchange exchange, Course.Offered offered) {
    exchange.advance(offered);
    if (!offered.refused()) {
      sayMore(exchange);
    } else if (!exchange.allSaid()) {
      resetFirst = offered.stages().mailAccepted();
      finish(exchange);
    }
  }

  private void data(Exchange exchange, Reply reply) {
    exchange.transcript().reply(reply);
    if (!(exchange.course() instanceof Course.Offered before)) {
      return;
    }
    if (reply.positive()) {
      wire.end(new Problem.Violation(Phase.DATA, "answered by " + reply));
      return;
    }
    if (reply.intermediate() && !before.refused()) {
      exchange.advance(before.data(reply).transfer());
      transfer(exchange);
      return;
    }
    exchange.advance(before.data(reply));
    finish(exchange);
    if (!reply.intermediate()) {
      resetFirst = before.stages().mailAccepted();
    } else if (before.stages().anyRecipientAccepted()) {
      // MAIL was refused, a recipient taken: a dot might deliver an empty message.
      wire.end(new Problem.Violation(Phase.DATA, "content wanted for a refused MAIL"));
    } else {
      exchange.transcript().command(".");
      awaited.add(new Awaited.LoneDot());
      wire.write(Buffer.buffer(".\r\n"));
    }
  }

  private void dot(Exchange exchange, Reply reply) {
    exchange.transcript().reply(reply);
    if (reply.intermediate()) {
      wire.end(new Problem.Violation(Phase.CONTENT, "answered by " + reply));
      return;
    }
    switch (exchange.course()) {
      case Course.Committed committed -> {
        exchange.advance(committed.answered(reply));
        finish(exchange);
      }
      case Course.Content content -> {
        if (!reply.positive()) {
          exchange.advance(content.refused(reply));
        }
        if (reply.code() != 421) {
          wire.end(new Problem.Violation(Phase.CONTENT, "answered before the final dot: " + reply));
        }
      }
      case Course.Held _, Course.Offered _, Course.Ended _ ->
          throw new IllegalStateException("the final dot of " + exchange.course());
    }
  }

  private void transfer(Exchange exchange) {
    transferring = exchange;
    awaited.add(new Awaited.Dot(exchange));
    new ContentWriter(
            wire,
            exchange.content(),
            new ContentWriter.Progress() {
              @Override
              public void block() {
                awaited.progress(exchange);
              }

              @Override
              public void queued() {
                transferring = null;
                offerNext();
              }

              @Override
              public void written() {
                if (exchange.course() instanceof Course.Content content) {
                  exchange.advance(content.written());
                  awaited.progress(exchange);
                }
              }
            })
        .write();
  }

  /** Says the next message's commands where the conversation has come to a place for them. */
  private void offerNext() {
    boolean behindContent =
        capabilities.pipelining() && transferring == null && awaited.onlyContent();
    if (!awaited.none() && !behindContent) {
      return;
    }
    for (Exchange exchange : exchanges) {
      if (exchange.course() instanceof Course.Held held) {
        exchange.offer(held, capabilities, resetFirst);
        resetFirst = false;
        sayMore(exchange);
        return;
      }
    }
  }

  /** Pipelined all that is left to say, in one write; otherwise one command. */
  private void sayMore(Exchange exchange) {
    StringBuilder group = new StringBuilder();
    Exchange.Step step = exchange.nextStep();
    while (step != null) {
      exchange.transcript().command(step.command());
      group.append(step.command()).append("\r\n");
      awaited.add(step.awaited());
      step = capabilities.pipelining() ? exchange.nextStep() : null;
    }
    if (!group.isEmpty()) {
      wire.write(Buffer.buffer(group.toString().getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void quitIfDone() {
    if (life instanceof Life.Leaving && exchanges.isEmpty() && awaited.none()) {
      awaited.add(new Awaited.Quit());
      wire.write(Buffer.buffer("QUIT\r\n"));
    }
  }

  private void finish(Exchange exchange) {
    // The course is decided, so the problem plays no part.
    conclude(exchange, new Problem.ClosedHere());
  }

  private void conclude(Exchange exchange, Problem problem) {
    Transmission transmission = exchange.end(problem);
    exchanges.remove(exchange);
    observer.ended(transmission);
    untold.add(() -> exchange.tell(transmission));
  }

  /** Who hears of an outcome may send at once, so all must be in order here first. */
  private void tellEnded() {
    for (Runnable tell = untold.poll(); tell != null; tell = untold.poll()) {
      tell.run();
    }
  }
}
