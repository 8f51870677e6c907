package baton.smtp.client;

import baton.smtp.client.Transmission.Outcome;
import baton.smtp.grammar.Capabilities;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One message on one connection: what is still to be said of it, and how far it has come. */
final class Exchange {

  /** A command line, without its end, and the reply that it calls for. */
  record Step(String command, Awaited awaited) {}

  private final Envelope envelope;
  private final byte[] content;
  private final Promise<Transmission> promise;
  private final Transcript transcript = new Transcript();
  private final Deque<Step> unsaid = new ArrayDeque<>();
  private Course course = new Course.Held();

  Exchange(Envelope envelope, byte[] content, Promise<Transmission> promise) {
    this.envelope = envelope;
    this.content = content;
    this.promise = promise;
  }

  byte[] content() {
    return content;
  }

  Course course() {
    return course;
  }

  Transcript transcript() {
    return transcript;
  }

  /** Its turn has come. */
  void offer(Course.Held held, Capabilities capabilities, boolean resetFirst) {
    course = held.offer(envelope.recipients().size());
    if (resetFirst) {
      unsaid.add(new Step("RSET", new Awaited.Reset(this)));
    }
    EnvelopeCommands commands = new EnvelopeCommands(envelope, capabilities);
    unsaid.add(new Step(commands.mail(content), new Awaited.Mail(this)));
    for (String recipient : envelope.recipients()) {
      unsaid.add(new Step(commands.rcpt(recipient), new Awaited.Recipient(this)));
    }
    unsaid.add(new Step("DATA", new Awaited.Data(this)));
  }

  /** The next command to say; null where all is said, or a refusal has made the rest pointless. */
  @Nullable Step nextStep() {
    return unsaid.poll();
  }

  boolean allSaid() {
    return unsaid.isEmpty();
  }

  void advance(Course next) {
    course = next;
  }

  /** Decides the outcome by how far it has come, and tells who waits for it. */
  Transmission end(Problem problem) {
    Outcome outcome = course.cutOff(problem);
    Transmission transmission = new Transmission(outcome, course.stages(), transcript.lines());
    course = new Course.Ended(outcome, course.stages());
    unsaid.clear();
    return transmission;
  }

  void tell(Transmission transmission) {
    promise.tryComplete(transmission);
  }
}
