package baton.standalone.mailbox.reading;

import java.util.List;
import java.util.Optional;

/**
 * A message taken apart.
 *
 * @param headers of the message itself, in order
 * @param text its plain text; empty where it has none
 * @param html its HTML exactly as its sender wrote it, so not to be trusted; empty where it has
 *     none
 * @param parts every other leaf, and inline images
 * @param complete false where the message was too broken or too large to be read to its end
 */
public record ReadMail(
    List<HeaderLine> headers,
    Optional<String> text,
    Optional<String> html,
    List<Part> parts,
    boolean complete) {

  /** The body of the first field of that name. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(line -> line.name().equalsIgnoreCase(name))
        .map(HeaderLine::value)
        .findFirst();
  }

  /** What a reader would call attachments: what the HTML does not show itself. */
  public List<Part> attachments() {
    return parts.stream()
        .filter(
            part ->
                !(part.isImage()
                    && !part.contentId().isEmpty()
                    && html.filter(it -> it.contains("cid:" + part.contentId())).isPresent()))
        .toList();
  }
}
