package baton.submission.smtp;

import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.ForwardPath;
import baton.smtp.grammar.MailFrom;
import baton.smtp.grammar.MailParameters;
import baton.smtp.grammar.RcptParameters;
import baton.smtp.grammar.RcptTo;
import baton.smtp.grammar.Reply;
import baton.smtp.grammar.ReversePath;
import baton.smtp.server.Conversation;
import baton.smtp.server.Credentials;
import baton.smtp.server.Peer;
import baton.submission.admission.Acceptance;
import baton.submission.admission.Admission;
import baton.submission.admission.Limits;
import baton.submission.admission.Principal;
import baton.submission.admission.Protocol;
import baton.submission.admission.Receipt;
import baton.submission.admission.Recipient;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.submission.admission.Submission;
import baton.submission.admission.Wishes;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What submission answers to one peer. */
final class SubmissionConversation implements Conversation {

  private static final Logger log = LoggerFactory.getLogger(SubmissionConversation.class);

  private static final Reply SENDER_OK = Reply.of(250, "2.1.0", "sender ok");
  private static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "recipient ok");
  private static final Reply REVOKED_KEY =
      Reply.of(530, "5.7.0", "API key no longer valid; log in with another");

  private final Peer peer;
  private final InetAddress address;
  private final Rooms rooms;

  /** Whether nobody has logged in, and nobody needs to. */
  private boolean trusted;

  private @Nullable Principal principal;
  private ReversePath sender = ReversePath.NULL;
  private MailParameters parameters = MailParameters.NONE;
  private Wishes wishes = Wishes.DEFAULT;
  private final List<Recipient> recipients = new ArrayList<>();

  /** The rooms that a conversation leads to. */
  record Rooms(Logins logins, Admission admission, Acceptance acceptance, Limits limits) {}

  /**
   * A conversation.
   *
   * @param address the peer's
   * @param trusted whom the peer submits for without logging in; null where it must log in
   */
  SubmissionConversation(Peer peer, InetAddress address, Rooms rooms, @Nullable Principal trusted) {
    this.peer = peer;
    this.address = address;
    this.rooms = rooms;
    this.trusted = trusted != null;
    this.principal = trusted;
  }

  @Override
  public boolean mustAuthenticate() {
    return principal == null;
  }

  @Override
  public Future<Reply> authenticate(Credentials login) {
    return rooms
        .logins()
        .login(address, login)
        .map(
            outcome -> {
              // A peer of a trusted network that gets its key wrong is still trusted.
              if (outcome.principal() != null) {
                principal = outcome.principal();
                trusted = false;
              }
              return outcome.reply();
            });
  }

  @Override
  public Future<Reply> mail(MailFrom mail) {
    sender = mail.sender();
    parameters = mail.parameters();
    wishes = wishes(parameters, Instant.now());
    recipients.clear();
    Principal somebody = known();
    if (trusted) {
      return answer(
          rooms.admission().admitSender(somebody, sender),
          _ -> SENDER_OK,
          SubmissionConversation::refusal);
    }
    // A conversation may outlive its key.
    return answer(
        rooms
            .logins()
            .recall(somebody)
            .chain(
                found ->
                    found.isEmpty()
                        ? Uni.createFrom().item(REVOKED_KEY)
                        : rooms
                            .admission()
                            .admitSender(found.get(), sender)
                            .replaceWith(SENDER_OK)),
        reply -> reply,
        SubmissionConversation::refusal);
  }

  private static Wishes wishes(MailParameters parameters, Instant now) {
    Wishes wishes = Wishes.DEFAULT;
    if (parameters.release().isPresent()) {
      wishes = wishes.withNotBefore(parameters.release().get().from(now));
    }
    return parameters.requireTls() ? wishes.withRequiredTls() : wishes;
  }

  @Override
  public Future<Reply> rcpt(RcptTo rcpt) {
    return Future.succeededFuture(
        switch (rcpt.recipient()) {
          case ForwardPath.Postmaster _ ->
              Reply.of(550, "5.1.1", "postmaster of which domain? write it with an @");
          case EmailAddress address -> recipient(address, rcpt.parameters());
        });
  }

  private Reply recipient(EmailAddress address, RcptParameters wanted) {
    if (address.isAddressLiteral()) {
      return Reply.of(553, "5.1.3", "mail to an IP address is not taken");
    }
    long declaredSize = parameters.size().orElse(0);
    if (declaredSize * (recipients.size() + 1) > rooms.limits().submissionBytes()) {
      return Reply.of(452, "4.5.3", "too many recipients for a message of that size");
    }
    recipients.add(new Recipient(address, DsnParameters.of(parameters, wanted)));
    return RECIPIENT_OK;
  }

  @Override
  public Future<Reply> message(byte[] content) {
    Submission submission =
        new Submission(
            known(),
            Protocol.valueOf(peer.protocol()),
            sender,
            List.copyOf(recipients),
            content,
            wishes);
    recipients.clear();
    return answer(
        rooms.acceptance().accept(submission),
        SubmissionConversation::accepted,
        SubmissionConversation::refusal);
  }

  @Override
  public void reset() {
    recipients.clear();
  }

  /** The server lets nobody into a transaction who had to log in and has not. */
  private Principal known() {
    Principal somebody = principal;
    if (somebody == null) {
      throw new IllegalStateException("a transaction of nobody");
    }
    return somebody;
  }

  private static Reply accepted(List<Receipt> receipts) {
    String first = "accepted as " + receipts.getFirst().id();
    return Reply.of(
        250,
        "2.0.0",
        receipts.size() == 1 ? first : first + ", first of " + receipts.size() + " recipients");
  }

  private static Reply refusal(Throwable failure) {
    if (failure instanceof RefusedException refused) {
      Refusal refusal = refused.refusal();
      return Reply.of(refusal.smtpCode(), refusal.enhancedStatus(), refused.getMessage());
    }
    log.error("conversation failed", failure);
    return Reply.of(451, "4.3.0", "not possible at this moment; try again later");
  }

  private static <T> Future<Reply> answer(
      Uni<T> question, Function<T, Reply> reply, Function<Throwable, Reply> otherwise) {
    Promise<Reply> promise = Promise.promise();
    question
        .map(reply)
        .onFailure()
        .recoverWithItem(otherwise)
        .subscribe()
        .with(promise::complete, promise::fail);
    return promise.future();
  }
}
