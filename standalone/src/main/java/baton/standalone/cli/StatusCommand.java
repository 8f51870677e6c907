package baton.standalone.cli;

import baton.contracts.MessageId;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code ./baton status}: a message's whole timeline. */
final class StatusCommand implements Command {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  @Override
  public void run(List<String> line, Output output) {
    Arguments arguments = Arguments.parse(line, Set.of("--data"), Set.of());
    if (arguments.words().size() != 1) {
      throw CommandException.usage("status needs the id of one message.");
    }
    String id = arguments.words().getFirst();
    try {
      MessageId.parse(id);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(id + " is " + e.getMessage() + ".");
    }
    Access access = Access.find(System.getenv(), arguments.one("--data"));
    JsonNode message = new ApiClient(access).get("/v1/emails/" + id);
    output.line(id + "  " + message.path("status").asText("?"));
    fact(output, "from", message.path("from").asText());
    fact(output, "to", message.path("to").asText());
    fact(output, "subject", message.path("subject").asText());
    fact(output, "tags", list(message.path("tags")));
    output.line("");
    for (JsonNode event : message.path("timeline")) {
      String type = event.path("type").asText().replaceFirst("^email\\.", "");
      output.line(
          "  %s  %-12s %s"
              .formatted(time(event.path("time").asText()), type, words(event.path("data")))
              .stripTrailing());
      for (JsonNode said : event.path("data").path("transcript")) {
        output.line(" ".repeat(40) + said.asText());
      }
    }
  }

  private static void fact(Output output, String name, String value) {
    if (!value.isEmpty()) {
      output.line("  %-8s %s".formatted(name, value));
    }
  }

  private static String list(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.asText()));
    return String.join(", ", texts);
  }

  private static String time(String text) {
    try {
      return TIME.format(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return text;
    }
  }

  /** What a person wants to know of an event, in one line. */
  private static String words(JsonNode data) {
    List<String> words = new ArrayList<>();
    add(words, "by ", data.path("protocol"));
    if (data.path("attempts").asInt() > 0) {
      add(words, "attempt ", data.path("attempts"));
    }
    add(words, "at ", data.path("host"));
    add(words, "said ", data.path("reply"));
    add(words, "said ", data.path("last_reply"));
    add(words, "class ", data.path("class"));
    add(words, "because of ", data.path("reason"));
    add(words, "next attempt ", data.path("next_attempt"));
    add(words, "by a ", data.path("agent"));
    add(words, "to ", data.path("url"));
    add(words, "as ", data.path("feedback_type"));
    if (data.path("outcome_unknown").asBoolean()) {
      words.add("it may have arrived");
    }
    if (data.path("asynchronous").asBoolean()) {
      words.add("reported later");
    }
    return String.join(", ", words);
  }

  private static void add(List<String> words, String before, JsonNode value) {
    if (value.isValueNode() && !value.isNull() && !value.asText().isEmpty()) {
      words.add(before + value.asText());
    }
  }
}
