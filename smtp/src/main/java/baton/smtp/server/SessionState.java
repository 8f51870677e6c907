package baton.smtp.server;

import baton.smtp.grammar.ChunkDecoder;
import baton.smtp.grammar.ContentDecoder;
import baton.smtp.grammar.Extension;
import baton.smtp.grammar.MailFrom;
import baton.smtp.grammar.Reply;
import java.util.Optional;
import java.util.Set;

/**
 * Where a session stands. The methods of each record are the only moves that are legal there (RFC
 * 5321 sections 3.3 and 4.1.4, RFC 3207 section 4, RFC 4954 section 4).
 */
sealed interface SessionState {

  /**
   * What the peer said in EHLO or HELO.
   *
   * @param name what it calls itself
   * @param extended whether by EHLO
   * @param allowed the extensions that it may use, some perhaps only after TLS
   * @param announced those that EHLO named, whose parameters are accepted; none after HELO
   */
  record Client(String name, boolean extended, Set<Extension> allowed, Set<Extension> announced) {}

  /**
   * Who the peer is.
   *
   * @param user the name it has logged in with
   * @param failures how often it failed to
   */
  record Login(Optional<String> user, int failures) {
    static final Login NONE = new Login(Optional.empty(), 0);
  }

  /** The next line is a command. */
  sealed interface AwaitingCommand extends SessionState {}

  /** A transaction is open (RFC 5321 section 3.3). */
  sealed interface Transaction extends SessionState {
    Greeted greeted();

    MailFrom mail();

    /** The transaction is over, by whatever end. */
    default Greeted ended() {
      return greeted();
    }
  }

  /** Some of the content has come, or all of it. */
  sealed interface Holding extends Transaction {
    Reception<?> reception();
  }

  /** The peer is connected and has not yet said who it is. */
  record Connected() implements AwaitingCommand {
    Greeted greeted(Client client) {
      return new Greeted(client, Login.NONE);
    }
  }

  /** Between transactions. */
  record Greeted(Client client, Login login) implements AwaitingCommand {

    Greeted greetedAgain(Client client) {
      return new Greeted(client, login);
    }

    InTransaction opened(MailFrom mail) {
      return new InTransaction(this, mail, 0);
    }

    Authenticating authenticating(SaslExchange exchange) {
      return new Authenticating(this, exchange);
    }

    Securing securing() {
      return new Securing();
    }
  }

  /**
   * MAIL was accepted, and no recipient yet.
   *
   * @param refused how many recipients were not
   */
  record InTransaction(Greeted greeted, MailFrom mail, int refused)
      implements AwaitingCommand, Transaction {

    InTransaction recipientRefused() {
      return new InTransaction(greeted, mail, refused + 1);
    }

    Addressed recipientAccepted() {
      return new Addressed(greeted, mail, 1);
    }
  }

  /**
   * One recipient or more: content may come.
   *
   * @param recipients how many were accepted
   */
  record Addressed(Greeted greeted, MailFrom mail, int recipients)
      implements AwaitingCommand, Transaction {

    Addressed recipientAccepted() {
      return new Addressed(greeted, mail, recipients + 1);
    }

    Receiving receiving(Reception<ContentDecoder> reception) {
      return new Receiving(greeted, mail, reception);
    }

    ReceivingChunk receivingChunks(Reception<ChunkDecoder> reception) {
      return new ReceivingChunk(greeted, mail, reception);
    }
  }

  /** 354 was said: what comes is content until its end. */
  record Receiving(Greeted greeted, MailFrom mail, Reception<ContentDecoder> reception)
      implements Holding {}

  /** BDAT was said: what comes is content until the chunk's end (RFC 3030 section 2). */
  record ReceivingChunk(Greeted greeted, MailFrom mail, Reception<ChunkDecoder> reception)
      implements Holding {

    Chunked chunkEnded() {
      return new Chunked(greeted, mail, reception);
    }
  }

  /** A chunk was accepted, and another one is to come. */
  record Chunked(Greeted greeted, MailFrom mail, Reception<ChunkDecoder> reception)
      implements AwaitingCommand, Holding {

    ReceivingChunk receivingChunk() {
      return new ReceivingChunk(greeted, mail, reception);
    }
  }

  /**
   * A chunk comes that nobody wants.
   *
   * @param octets how many are still to come
   * @param reply what is said when they have
   * @param behind where the session stands then
   */
  record PassingOver(long octets, Reply reply, SessionState behind) implements SessionState {

    PassingOver passed(int count) {
      return new PassingOver(octets - count, reply, behind);
    }
  }

  /**
   * A chunk was refused and was not the last one: those that were sent behind it, before the reply
   * came, are refused too (RFC 3030 section 2).
   *
   * @param reply what was said
   * @param behind where the session stands for any other command
   */
  record ChunksRefused(Reply reply, AwaitingCommand behind) implements SessionState {}

  /** 334 was said: the next line is a response. */
  record Authenticating(Greeted greeted, SaslExchange exchange) implements SessionState {

    Authenticating continued(SaslExchange exchange) {
      return new Authenticating(greeted, exchange);
    }

    Greeted succeeded(String user) {
      return new Greeted(greeted.client, new Login(Optional.of(user), greeted.login.failures));
    }

    Greeted failed() {
      return new Greeted(greeted.client, new Login(Optional.empty(), greeted.login.failures + 1));
    }

    Greeted cancelled() {
      return greeted;
    }
  }

  /** 220 was said to STARTTLS: nothing in plain text counts any more. */
  record Securing() implements SessionState {
    Connected secured() {
      return new Connected();
    }
  }

  /** Nothing more is read or said. */
  sealed interface Over extends SessionState {}

  /** The last reply is on its way out. */
  record Closing() implements Over {}

  /** The socket is gone. */
  record Closed() implements Over {}
}
