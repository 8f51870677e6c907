package baton.feedback.recognition;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A body part that is no multipart.
 *
 * @param type media type in lower case, without parameters
 * @param content after transfer decoding; cut off where a limit was reached, empty where nobody
 *     reads parts of this type
 */
record Part(String type, byte[] content) {

  /**
   * The content as text: UTF-8 where it is that (RFC 6533 reports are), otherwise an octet a
   * character, so that a stray octet cannot make ASCII around it unreadable.
   */
  String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      return new String(content, StandardCharsets.ISO_8859_1);
    }
  }
}
