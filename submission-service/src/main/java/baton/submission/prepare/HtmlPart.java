package baton.submission.prepare;

import baton.submission.admission.HeaderSection;
import java.nio.charset.Charset;

/**
 * An HTML part of a message.
 *
 * @param header of the part; the message's own where the message is nothing else
 * @param end behind the part's last octet
 * @param encoding how its octets are written
 * @param charset in which they are to be read; a superset of ASCII without states, so that markup
 *     can be found by its octets
 */
record HtmlPart(HeaderSection header, int end, TransferEncoding encoding, Charset charset) {

  int start() {
    return header.bodyStart();
  }

  byte[] content() {
    return header.content();
  }
}
