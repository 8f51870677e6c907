package baton.smtp.reply;

/**
 * Why mail was not taken, in the field's terms. The names are part of events and metrics; they are
 * exact.
 */
public enum BounceClass {
  /** No such mailbox at the domain, or the address cannot be one. */
  InvalidRecipient,
  /** The recipient's domain does not exist or takes no mail (null MX). */
  BadDomain,
  /** The mailbox exists but is disabled, suspended or abandoned. */
  InactiveMailbox,
  /** The recipient's quota is used up. */
  MailboxFull,
  /** The message is larger than the mailbox or the server allows. */
  MessageTooLarge,
  /** Refused for who sends: reputation or behaviour of the address or the sending domain. */
  SpamBlock,
  /** Refused for what is sent: the content looks like spam, phishing or malware. */
  SpamContent,
  /** The sending address or domain is on a block list. */
  Blocklisted,
  /** Refused by a rule of the receiver that concerns neither spam nor the recipient's existence. */
  PolicyRelated,
  /** SPF, DKIM, DMARC, reverse DNS or a login failed. */
  AuthenticationFailed,
  /** Too much, too fast, or too many at once. */
  RateLimited,
  /** Turned away for a first time on purpose; a later attempt is expected. */
  Greylisted,
  /** The server does not take mail for this domain from us. */
  RelayDenied,
  /** Commands, addresses or content against the standards, or a peer that breaks them. */
  ProtocolError,
  /** Mail loops, or the receiver cannot find its own way to the mailbox. */
  RoutingError,
  /** No conversation: unreachable, lost, timed out, or the server takes no mail at present. */
  ConnectionError,
  /** Encryption is demanded and did not come about. */
  TlsError,
  /** Somebody gave up for age. */
  Expired,
  /** Not a failure at all: an answering machine. */
  AutoReply,
  /** Nothing is known of the reason. */
  Uncategorized
}
