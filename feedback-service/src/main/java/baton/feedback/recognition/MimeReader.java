package baton.feedback.recognition;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.field.ContentTypeFieldLenientImpl;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * Walks through a message's parts (RFC 2045 and 2046) with mime4j, under {@link Limits}. Messages
 * inside the message are not opened: whatever a bounced message has in it is its own affair.
 */
final class MimeReader {

  /** Content of these types is kept; of others only that they are there. */
  private static final Set<String> READ =
      Set.of(
          "message/feedback-report",
          "message/delivery-status",
          "message/global-delivery-status",
          "message/rfc822",
          "message/global",
          "message/rfc822-headers",
          "message/global-headers",
          "text/rfc822-headers");

  private final Limits limits;
  private final MimeConfig config;

  MimeReader(Limits limits) {
    this.limits = limits;
    this.config =
        MimeConfig.custom()
            .setMaxHeaderCount(limits.headerFields())
            .setMaxHeaderLen(limits.headerBytes())
            .setMaxLineLen(limits.headerBytes())
            .setMaxContentLen(-1)
            .build();
  }

  /**
   * What was found in a message.
   *
   * @param reportType parameter of the outermost {@code Content-Type}, in lower case (RFC 6522);
   *     empty where it has none
   * @param parts in their order
   */
  record Structure(String reportType, List<Part> parts) {}

  /** Reads as much as there is to read; what is broken or beyond a limit ends the reading early. */
  Structure read(byte[] raw) {
    Walk walk = new Walk();
    MimeTokenStream tokens = new MimeTokenStream(config);
    tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
    tokens.parse(new ByteArrayInputStream(raw));
    try {
      EntityState state = tokens.getState();
      while (state != EntityState.T_END_OF_STREAM && walk.step(state, tokens)) {
        state = tokens.next();
      }
    } catch (IOException | MimeException e) {
      // The message ends here for us. What was whole before the fault is used.
    }
    return new Structure(walk.reportType, walk.parts);
  }

  private final class Walk {

    private final List<Part> parts = new ArrayList<>();
    private String reportType = "";
    private boolean outermost = true;
    private int depth;
    private int room = limits.decodedBytes();

    /** Whether to go on. */
    boolean step(EntityState state, MimeTokenStream tokens) throws IOException {
      switch (state) {
        case T_FIELD -> field(tokens.getField());
        case T_END_HEADER -> outermost = false;
        case T_START_MULTIPART -> depth++;
        case T_END_MULTIPART -> depth--;
        case T_BODY -> parts.add(part(tokens));
        default -> {
          // Preambles, epilogues and the boundaries themselves say nothing.
        }
      }
      return depth <= limits.depth() && parts.size() < limits.parts();
    }

    private void field(Field field) {
      if (outermost && field.getName().equalsIgnoreCase("content-type")) {
        String type =
            ContentTypeFieldLenientImpl.PARSER
                .parse(field, DecodeMonitor.SILENT)
                .getParameter("report-type");
        reportType = type == null ? "" : type.toLowerCase(Locale.ROOT);
      }
    }

    private Part part(MimeTokenStream tokens) throws IOException {
      String type = tokens.getBodyDescriptor().getMimeType().toLowerCase(Locale.ROOT);
      if (!READ.contains(type) || room == 0) {
        return new Part(type, new byte[0]);
      }
      try (InputStream content = tokens.getDecodedInputStream()) {
        byte[] kept = content.readNBytes(room);
        room -= kept.length;
        return new Part(type, kept);
      }
    }
  }
}
