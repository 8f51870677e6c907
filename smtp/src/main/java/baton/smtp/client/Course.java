package baton.smtp.client;

import baton.smtp.client.Transmission.Outcome;
import baton.smtp.client.Transmission.Stages;
import baton.smtp.grammar.Reply;
import baton.smtp.reply.Phase;

/**
 * How far one message has come. Each state knows the replies so far, the moves that are legal from
 * it, and what is true of the message if the conversation ends right there.
 */
sealed interface Course {

  Stages stages();

  /** What became of the message, should nothing more be heard. */
  Outcome cutOff(Problem problem);

  /** Waits for its turn; nothing of it has been said. */
  record Held() implements Course {

    Offered offer(int recipients) {
      return new Offered(Stages.NONE, recipients);
    }

    @Override
    public Stages stages() {
      return Stages.NONE;
    }

    @Override
    public Outcome cutOff(Problem problem) {
      return new Outcome.NotSent(problem);
    }
  }

  /** MAIL, RCPT and DATA are being said and answered. */
  record Offered(Stages stages, int recipients) implements Course {

    Offered mail(Reply reply) {
      return new Offered(stages.withMail(reply), recipients);
    }

    Offered recipient(Reply reply) {
      return new Offered(stages.withRecipient(reply), recipients);
    }

    Offered data(Reply reply) {
      return new Offered(stages.withData(reply), recipients);
    }

    /** After the 354. */
    Content transfer() {
      return new Content(stages);
    }

    /** Whether a refusal already decides, whatever the remaining replies say. */
    boolean refused() {
      Reply mail = stages.mail();
      Reply data = stages.data();
      return (mail != null && !mail.positive())
          || (stages.recipients().size() == recipients && !stages.anyRecipientAccepted())
          || (data != null && !data.intermediate());
    }

    @Override
    public Outcome cutOff(Problem problem) {
      if (!refused()) {
        return new Outcome.NotSent(problem);
      }
      Reply mail = stages.mail();
      if (mail != null && !mail.positive()) {
        return new Outcome.Refused(Phase.MAIL, mail);
      }
      Reply data = stages.data();
      if (stages.anyRecipientAccepted() && data != null) {
        return new Outcome.Refused(Phase.DATA, data);
      }
      return new Outcome.Refused(Phase.RCPT, stages.recipients().getFirst());
    }
  }

  /** The content is on its way, its final dot not yet. */
  record Content(Stages stages) implements Course {

    /** The final dot is out of Baton's hands. */
    Committed written() {
      return new Committed(stages);
    }

    /** An answer before the final dot: a refusal. */
    Ended refused(Reply reply) {
      return new Ended(new Outcome.Refused(Phase.CONTENT, reply), stages.withContent(reply));
    }

    @Override
    public Outcome cutOff(Problem problem) {
      return new Outcome.NotSent(problem);
    }
  }

  /** The final dot has left; the peer's answer decides. */
  record Committed(Stages stages) implements Course {

    Ended answered(Reply reply) {
      Outcome outcome =
          reply.positive()
              ? new Outcome.Accepted(reply)
              : new Outcome.Refused(Phase.CONTENT, reply);
      return new Ended(outcome, stages.withContent(reply));
    }

    @Override
    public Outcome cutOff(Problem problem) {
      return new Outcome.Unknown(problem);
    }
  }

  /** Decided. */
  record Ended(Outcome outcome, Stages stages) implements Course {
    @Override
    public Outcome cutOff(Problem problem) {
      return outcome;
    }
  }
}
