package baton.standalone.mailbox.smtp;

import baton.smtp.grammar.MailFrom;
import baton.smtp.grammar.RcptTo;
import baton.smtp.grammar.Reply;
import baton.smtp.server.Conversation;
import baton.standalone.mailbox.store.Arrival;
import baton.standalone.mailbox.store.Letter;
import baton.standalone.mailbox.store.Mailbox;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Takes everything; says 250 when it is on the disk. */
final class MailboxConversation implements Conversation {
  private static final Future<Reply> SENDER_OK =
      Future.succeededFuture(Reply.of(250, "2.1.0", "Sender OK"));
  private static final Future<Reply> RECIPIENT_OK =
      Future.succeededFuture(Reply.of(250, "2.1.5", "Recipient OK"));
  private static final Reply DISK_TROUBLE =
      Reply.of(452, "4.3.1", "The mailbox cannot write to its disk, try again later");

  private final Mailbox mailbox;
  private final Clock clock;
  private final List<String> recipients = new ArrayList<>();
  private String sender = "";

  MailboxConversation(Mailbox mailbox, Clock clock) {
    this.mailbox = mailbox;
    this.clock = clock;
  }

  @Override
  public Future<Reply> mail(MailFrom mail) {
    recipients.clear();
    sender = mail.sender().toString();
    return SENDER_OK;
  }

  @Override
  public Future<Reply> rcpt(RcptTo rcpt) {
    recipients.add(rcpt.recipient().toString());
    return RECIPIENT_OK;
  }

  @Override
  public Future<Reply> message(byte[] content) {
    Headline headline = Headline.of(content);
    Arrival arrival =
        new Arrival(
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            sender,
            recipients,
            headline.from().isEmpty() ? sender : headline.from(),
            headline.subject(),
            content);
    return Future.fromCompletionStage(mailbox.keep(arrival))
        .map(MailboxConversation::kept)
        .otherwise(DISK_TROUBLE);
  }

  private static Reply kept(List<Letter> letters) {
    return Reply.of(250, "2.0.0", "Kept as " + letters.getFirst().id());
  }
}
