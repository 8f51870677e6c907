package baton.standalone.mailbox.reading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;
import org.apache.james.mime4j.parser.AbstractContentHandler;
import org.apache.james.mime4j.parser.MimeStreamParser;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;

/**
 * Reads a message's MIME structure (RFC 2045, RFC 2046), leniently and within bounds: what it
 * cannot read to the end is shown as far as it got.
 */
public final class MailReader {
  private static final int MOST_HEADERS = 2_000;
  private static final int MOST_PARTS = 500;
  private static final int DEEPEST = 50;
  private static final int LONGEST_HEADER = 1024 * 1024;

  private static final MimeConfig LENIENT =
      MimeConfig.custom()
          .setMaxLineLen(-1)
          .setMaxHeaderLen(LONGEST_HEADER)
          .setMaxHeaderCount(MOST_HEADERS)
          .setMaxContentLen(-1)
          .setStrictParsing(false)
          .build();

  private MailReader() {}

  /** Takes a message apart. Never fails: see {@link ReadMail#complete}. */
  public static ReadMail read(byte[] message) {
    Collector collector = new Collector();
    MimeStreamParser parser =
        new MimeStreamParser(
            LENIENT,
            DecodeMonitor.SILENT,
            new DefaultBodyDescriptorBuilder(
                null, LenientFieldParser.getParser(), DecodeMonitor.SILENT));
    parser.setContentHandler(collector);
    parser.setContentDecoding(true);
    parser.setNoRecurse();
    boolean complete = true;
    try {
      parser.parse(new ByteArrayInputStream(message));
    } catch (MimeException | IOException | RuntimeException e) {
      // A library that stumbles over a hostile message must not take the page with it.
      complete = false;
    }
    return collector.result(complete);
  }

  private static final class Collector extends AbstractContentHandler {
    private final List<HeaderLine> headers = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Optional<String> html = Optional.empty();
    private boolean hasText;
    private boolean inPart;
    private int leaves;
    private int depth;

    @Override
    public void startBodyPart() throws MimeException {
      inPart = true;
    }

    @Override
    public void field(Field field) {
      if (!inPart) {
        String value = field.getBody() == null ? "" : field.getBody();
        headers.add(new HeaderLine(field.getName(), value.replaceAll("[\\r\\n]+", "").strip()));
      }
    }

    @Override
    public void startMultipart(BodyDescriptor descriptor) throws MimeException {
      inPart = true;
      if (++depth > DEEPEST) {
        throw new MimeException("nested too deeply");
      }
    }

    @Override
    public void endMultipart() {
      depth--;
    }

    @Override
    public void body(BodyDescriptor descriptor, InputStream stream)
        throws MimeException, IOException {
      if (++leaves > MOST_PARTS) {
        throw new MimeException("too many parts");
      }
      String type = type(descriptor.getMimeType());
      Optional<MaximalBodyDescriptor> full =
          descriptor instanceof MaximalBodyDescriptor maximal
              ? Optional.of(maximal)
              : Optional.empty();
      String wanted = full.map(Collector::wantedName).orElse("");
      boolean attached =
          full.map(MaximalBodyDescriptor::getContentDispositionType)
              .filter("attachment"::equalsIgnoreCase)
              .isPresent();
      byte[] content = stream.readAllBytes();
      if (!attached && type.equals("text/html") && html.isEmpty()) {
        html = Optional.of(new String(content, charset(descriptor.getCharset())));
      } else if (!attached && wanted.isEmpty() && type.equals("text/plain")) {
        text.append(hasText ? "\n" : "")
            .append(new String(content, charset(descriptor.getCharset())));
        hasText = true;
      } else {
        parts.add(
            new Part(
                leaves,
                type,
                FileName.safe(wanted, "part-" + leaves + extension(type)),
                full.map(MaximalBodyDescriptor::getContentId).map(Collector::bare).orElse(""),
                attached || !wanted.isEmpty(),
                content));
      }
    }

    private static String wantedName(MaximalBodyDescriptor descriptor) {
      String name = descriptor.getContentDispositionFilename();
      if (name == null) {
        name = descriptor.getContentTypeParameters().get("name");
      }
      return name == null
          ? ""
          : org.apache.james.mime4j.codec.DecoderUtil.decodeEncodedWords(
              name, DecodeMonitor.SILENT);
    }

    private static String bare(String contentId) {
      return contentId.strip().replaceAll("^<|>$", "");
    }

    private static String type(String declared) {
      String lower = declared.toLowerCase(Locale.ROOT);
      return lower.matches("[a-z0-9!#$&^_.+-]{1,64}/[a-z0-9!#$&^_.+-]{1,64}")
          ? lower
          : "application/octet-stream";
    }

    private static String extension(String type) {
      return switch (type) {
        case "message/rfc822" -> ".eml";
        case "message/delivery-status", "message/feedback-report", "text/plain" -> ".txt";
        case "text/html" -> ".html";
        case "text/calendar" -> ".ics";
        case "image/png" -> ".png";
        case "image/jpeg" -> ".jpg";
        case "image/gif" -> ".gif";
        case "application/pdf" -> ".pdf";
        default -> "";
      };
    }

    private static Charset charset(String declared) {
      if (declared == null || declared.equalsIgnoreCase("us-ascii")) {
        return StandardCharsets.UTF_8;
      }
      try {
        return Charset.forName(declared);
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        return StandardCharsets.UTF_8;
      }
    }

    ReadMail result(boolean complete) {
      return new ReadMail(
          List.copyOf(headers),
          hasText ? Optional.of(text.toString()) : Optional.empty(),
          html,
          List.copyOf(parts),
          complete);
    }
  }
}
