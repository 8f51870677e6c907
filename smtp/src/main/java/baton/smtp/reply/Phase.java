package baton.smtp.reply;

/** Where in the conversation with a mail server something happened, in the order of RFC 5321. */
public enum Phase {
  /** The TCP connection. */
  CONNECT,
  /** The server's first words (RFC 5321 section 3.1). */
  GREETING,
  /** EHLO, or HELO where the server does not know it. */
  EHLO,
  /** The STARTTLS command, before the handshake (RFC 3207). */
  STARTTLS,
  /** The TLS handshake. */
  TLS,
  /** MAIL FROM. */
  MAIL,
  /** RCPT TO. */
  RCPT,
  /** The DATA command. */
  DATA,
  /** The content, up to and including the reply to the final dot. */
  CONTENT,
  /** Between messages, or after the last one. */
  IDLE
}
