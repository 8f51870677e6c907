package baton.testkit;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a {@link ScriptedMailServer} does otherwise than usual, at one stage of the
 * conversation: always, unless narrowed by the methods here. Among several rules for a stage the
 * one given first applies until it is used up, so two rules with {@link #once()} are two answers in
 * turn.
 */
public final class MailServerRule {

  /** Where in the conversation a rule applies. */
  public enum Stage {
    /** Before the greeting. */
    CONNECT,
    /** EHLO and HELO. */
    EHLO,
    STARTTLS,
    MAIL,
    RCPT,
    /** The DATA command itself. */
    DATA,
    /** After the content's last byte: the final dot, or the last BDAT chunk. */
    DOT,
    RSET,
    NOOP,
    QUIT
  }

  sealed interface Action {
    record Reply(String text, boolean thenClose) implements Action {}

    record Close() implements Action {}

    record Stall() implements Action {}

    record Delay(Duration time) implements Action {}
  }

  private final Stage stage;
  private Action action;
  private String contained = "";
  private int remaining = Integer.MAX_VALUE;

  MailServerRule(Stage stage, Action action) {
    this.stage = stage;
    this.action = action;
  }

  /** Applies one time. */
  public MailServerRule once() {
    return times(1);
  }

  /** Applies this many times. */
  public synchronized MailServerRule times(int count) {
    remaining = count;
    return this;
  }

  /** Applies to this recipient alone; at stages other than RCPT, where it is in the envelope. */
  public MailServerRule forRecipient(String address) {
    return where("<" + address + ">");
  }

  /**
   * Applies where this text occurs, in any case: at MAIL, RCPT, EHLO and so on in the command's
   * line, at DATA and DOT in the envelope's accepted commands, at CONNECT in the client's address.
   */
  public synchronized MailServerRule where(String text) {
    contained = text.toLowerCase(Locale.ROOT);
    return this;
  }

  /** Closes the connection after its reply, as a reply with code 421 does by itself. */
  public synchronized MailServerRule thenClose() {
    if (!(action instanceof Action.Reply(String text, boolean ignored))) {
      throw new IllegalStateException("only a reply can be followed by a close");
    }
    action = new Action.Reply(text, true);
    return this;
  }

  /** What to do now; null where the rule does not apply. Counts as a use. */
  @Nullable
  synchronized Action use(Stage at, String subject) {
    if (at != stage || remaining == 0 || !subject.toLowerCase(Locale.ROOT).contains(contained)) {
      return null;
    }
    remaining--;
    return action;
  }
}
