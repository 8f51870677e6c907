package baton.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code ./baton send}: one message through the HTTP API. */
final class SendCommand implements Command {
  private static final Set<String> VALUED =
      Set.of("--to", "--from", "--subject", "--text", "--html-file", "--eml", "--data");
  private static final Set<String> CONTENTS = Set.of("--text", "--html-file", "--eml");

  @Override
  public void run(List<String> line, Output output) {
    Arguments arguments = Arguments.parse(line, VALUED, Set.of());
    check(arguments);
    Access access = Access.find(System.getenv(), arguments.one("--data"));
    String sender = arguments.one("--from").orElseGet(access::sender);
    ApiClient api = new ApiClient(access);
    Optional<String> eml = arguments.one("--eml");
    JsonNode answer =
        eml.isPresent()
            ? sendFinished(api, arguments.all("--to"), sender, eml.get())
            : send(api, arguments, sender);
    for (JsonNode email : answer.path("emails")) {
      output.line(email.path("id").asText() + " " + email.path("to").asText());
    }
    output.hint(
        "Follow it: ./baton status %s, or %s/mailbox while mail is captured there."
            .formatted(answer.path("emails").path(0).path("id").asText(), access.url()));
  }

  private static void check(Arguments arguments) {
    if (!arguments.words().isEmpty()) {
      throw CommandException.usage(
          "send does not know what to do with " + arguments.words().getFirst() + ".");
    }
    if (arguments.all("--to").isEmpty()) {
      throw CommandException.usage("send needs --to with an address.");
    }
    List<String> contents = CONTENTS.stream().filter(arguments::has).sorted().toList();
    if (contents.size() > 1) {
      throw CommandException.usage(
          String.join(" and ", contents) + " cannot go together: a message has one content.");
    }
    if (arguments.has("--eml") && arguments.has("--subject")) {
      throw CommandException.usage("--eml brings its own subject, so --subject makes no sense.");
    }
  }

  private static JsonNode send(ApiClient api, Arguments arguments, String sender) {
    ObjectNode message = api.json().createObjectNode();
    message.put("from", sender);
    ArrayNode to = message.putArray("to");
    arguments.all("--to").forEach(to::add);
    message.put("subject", arguments.one("--subject").orElse("Hello from Baton"));
    Optional<String> html = arguments.one("--html-file");
    if (html.isPresent()) {
      message.put("html", new String(read(html.get()), StandardCharsets.UTF_8));
    } else {
      message.put("text", arguments.one("--text").orElse("Sent by ./baton send.\n"));
    }
    byte[] body = message.toString().getBytes(StandardCharsets.UTF_8);
    return api.post("/v1/emails", "application/json", body);
  }

  private static JsonNode sendFinished(ApiClient api, List<String> to, String sender, String file) {
    String envelope =
        "from="
            + encoded(sender)
            + to.stream().map(it -> "&to=" + encoded(it)).collect(Collectors.joining());
    return api.post("/v1/emails/raw?" + envelope, "message/rfc822", read(file));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw CommandException.failure(
          "the file %s cannot be read (%s).".formatted(file, e.getClass().getSimpleName()));
    }
  }
}
