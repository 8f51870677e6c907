package baton.submission.http;

import baton.contracts.MessageId;
import baton.contracts.suppression.Suppression;
import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.InvalidAddressException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Suppression lists as CSV (RFC 4180), in UTF-8, with a header line. */
final class SuppressionsCsv {

  static final String MEDIA_TYPE = "text/csv";

  /** Lines of one import. */
  static final int MOST = 10_000;

  private static final List<String> COLUMNS = List.of("address", "reason", "since", "message_id");
  private static final Set<String> REASONS =
      Set.of("complaint", "hard_bounce", "unsubscribe", "manual");

  private static final CsvMapper MAPPER =
      CsvMapper.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();
  private static final ObjectWriter WRITER =
      MAPPER.writer(CsvSchema.emptySchema().withLineSeparator("\r\n"));
  private static final ObjectReader READER =
      MAPPER
          .readerFor(String[].class)
          .with(CsvParser.Feature.WRAP_AS_ARRAY)
          .with(CsvParser.Feature.SKIP_EMPTY_LINES);

  private SuppressionsCsv() {}

  /** The first line. */
  static byte[] header() {
    return line(COLUMNS.toArray(String[]::new)).getBytes(StandardCharsets.UTF_8);
  }

  /** A line for each. */
  static byte[] lines(List<Suppression> suppressions) {
    StringBuilder lines = new StringBuilder(suppressions.size() * 64);
    for (Suppression entry : suppressions) {
      UUID messageId = entry.messageId();
      lines.append(
          line(
              entry.address(),
              entry.reason(),
              entry.since().toString(),
              messageId == null ? "" : messageId.toString()));
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a list; an address that stands in it twice counts once, as it stands first.
   *
   * @param account whose it shall be
   * @param now since when, where a line does not tell
   * @throws ProblemException that names the column and the line
   */
  static Collection<Suppression> read(byte[] csv, String account, Instant now) {
    Map<String, Suppression> read = new LinkedHashMap<>();
    try (MappingIterator<String[]> lines = READER.readValues(text(csv))) {
      if (!lines.hasNext()) {
        throw Problems.invalid("address", "The list has no header line: address,reason,since");
      }
      List<String> columns =
          Arrays.stream(lines.next()).map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
      checkColumns(columns);
      for (int count = 1; lines.hasNext(); count++) {
        if (count > MOST) {
          throw Problems.invalid("address", "A list to import has at most " + MOST + " lines.");
        }
        String[] values = lines.next();
        Suppression entry = entry(new Line(columns, values, count + 1), account, now);
        read.putIfAbsent(entry.address(), entry);
      }
    } catch (JsonProcessingException | RuntimeJsonMappingException e) {
      throw new ProblemException(
          Problem.of(400, "bad-csv", "Not valid CSV", "The body is no CSV (RFC 4180)."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read.values();
  }

  /**
   * A line of the list.
   *
   * @param number counted from 1, the header line included and empty lines not
   */
  private record Line(List<String> columns, String[] values, int number) {

    String value(String column) {
      int index = columns.indexOf(column);
      return index < 0 || index >= values.length ? "" : values[index].strip();
    }

    ProblemException problem(String column, String detail) {
      return new ProblemException(
          Problem.of(422, "invalid-field", "Invalid field", "Line " + number + ": " + detail)
              .about(column)
              .at(number, Math.max(0, columns.indexOf(column)) + 1));
    }
  }

  private static void checkColumns(List<String> columns) {
    for (String name : columns) {
      if (!COLUMNS.contains(name)) {
        throw Problems.invalid(
            name.isEmpty() ? "address" : name,
            "The columns are address, and where they are known reason, since and message_id.");
      }
    }
    if (!columns.contains("address") || Set.copyOf(columns).size() < columns.size()) {
      throw Problems.invalid("address", "The header line names the column address, once.");
    }
  }

  private static Suppression entry(Line line, String account, Instant now) {
    if (line.values().length > line.columns().size()) {
      throw line.problem("address", "It has more values than there are columns.");
    }
    String address;
    try {
      address = EmailAddress.parse(line.value("address")).toString();
    } catch (InvalidAddressException e) {
      throw line.problem("address", "This is no address: " + e.getMessage() + ".");
    }
    String reason = line.value("reason");
    if (!reason.isEmpty() && !REASONS.contains(reason)) {
      throw line.problem(
          "reason", "A reason is complaint, hard_bounce, unsubscribe or manual, or empty.");
    }
    return new Suppression(
        account, address, reason.isEmpty() ? "manual" : reason, since(line, now), messageId(line));
  }

  private static Instant since(Line line, Instant now) {
    String text = line.value("since");
    if (text.isEmpty()) {
      return now;
    }
    try {
      Instant since = OffsetDateTime.parse(text).toInstant();
      if (!since.isBefore(Instant.EPOCH) && !since.isAfter(now)) {
        return since;
      }
    } catch (DateTimeException e) {
      // Said below, as for a time that is to come.
    }
    throw line.problem("since", "A time is in the past, written as in 2026-11-21T20:00:00Z.");
  }

  private static @Nullable UUID messageId(Line line) {
    String text = line.value("message_id");
    try {
      return text.isEmpty() ? null : MessageId.parse(text);
    } catch (IllegalArgumentException e) {
      throw line.problem("message_id", "This is no message id.");
    }
  }

  private static String text(byte[] csv) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(csv)).toString();
      // Spreadsheets write it.
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new ProblemException(
          Problem.of(400, "bad-csv", "Not valid CSV", "The body is not in UTF-8."));
    }
  }

  private static String line(String... values) {
    try {
      return WRITER.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }
}
