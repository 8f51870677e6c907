package baton.smtp.client;

import java.time.Duration;

/**
 * How long the client waits in each phase before it gives the connection up.
 *
 * @param connect for the TCP connection
 * @param greeting for the server's first words
 * @param ehlo for the answers to EHLO, HELO and STARTTLS
 * @param tls for the whole TLS handshake
 * @param mail for the answer to MAIL, and to RSET
 * @param rcpt for the answer to each RCPT
 * @param data for the 354
 * @param block for the peer to take a block of the content
 * @param dot for the answer to the final dot
 */
public record Timeouts(
    Duration connect,
    Duration greeting,
    Duration ehlo,
    Duration tls,
    Duration mail,
    Duration rcpt,
    Duration data,
    Duration block,
    Duration dot) {

  /**
   * The values of RFC 5321 section 4.5.3.2, and where it names none 30 seconds for the connection
   * and a minute for the TLS handshake.
   */
  public static final Timeouts STANDARD =
      new Timeouts(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10));

  public Timeouts {
    positive("connect", connect);
    positive("greeting", greeting);
    positive("ehlo", ehlo);
    positive("tls", tls);
    positive("mail", mail);
    positive("rcpt", rcpt);
    positive("data", data);
    positive("block", block);
    positive("dot", dot);
  }

  /** The same time for every phase. */
  public static Timeouts all(Duration time) {
    return new Timeouts(time, time, time, time, time, time, time, time, time);
  }

  private static void positive(String name, Duration time) {
    if (time.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "time to wait for " + name + " is a millisecond or more: " + time);
    }
  }
}
