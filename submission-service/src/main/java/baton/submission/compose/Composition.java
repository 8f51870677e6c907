package baton.submission.compose;

import baton.smtp.grammar.ReversePath;
import baton.submission.admission.Recipient;
import java.util.List;

/**
 * A message with its envelope.
 *
 * @param sender the author's address
 * @param recipients those of to, cc and bcc, in this order
 * @param content RFC 5322, CRLF lines; nothing in it tells of bcc
 */
public record Composition(ReversePath sender, List<Recipient> recipients, byte[] content) {}
