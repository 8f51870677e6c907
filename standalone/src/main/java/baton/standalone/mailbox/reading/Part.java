package baton.standalone.mailbox.reading;

/**
 * A leaf of a message's MIME tree, its transfer encoding undone.
 *
 * @param number its place among the message's leaves, from 1
 * @param contentType lower case, without parameters, syntactically valid
 * @param fileName fit to be a file's name on any system; never empty
 * @param contentId without angle brackets; empty where it has none
 * @param named whether the message itself gave the name, or asked for it to be an attachment
 */
public record Part(
    int number,
    String contentType,
    String fileName,
    String contentId,
    boolean named,
    byte[] content) {

  /** Whether browsers show it where HTML asks for an image. */
  public boolean isImage() {
    return contentType.startsWith("image/");
  }
}
