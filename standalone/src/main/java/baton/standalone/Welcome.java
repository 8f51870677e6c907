package baton.standalone;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What {@code ./baton up} says when it is ready: where everything is, and how to begin. */
record Welcome(
    DataFolder folder,
    Ports ports,
    Secrets secrets,
    String url,
    String sender,
    String route,
    List<String> domains) {

  String text(Duration took) {
    return """

    Baton is ready (%1$s s)

      Mailbox      %2$s/mailbox
      HTTP API     %2$s/v1   (described at %2$s/q/openapi)
      SMTP         localhost:%3$d with STARTTLS, localhost:%4$d with TLS; any user name, the API key as password
      Tracking     %2$s/t/…
      Feedback     localhost:%5$d by SMTP
      Kafka        localhost:%6$d
      PostgreSQL   localhost:%7$d
      Data         %8$s   (keys in credentials.env, log in baton.log)
      Route        %9$s

      Account      demo, sends from %10$s
      API key      %11$s

    Send a first message:

    %12$s

    or by SMTP:

    %13$s

    Then look at %2$s/mailbox, or follow what happens with ./baton events. Ctrl-C stops Baton.
    """
        .formatted(
            String.format(Locale.ENGLISH, "%.1f", took.toMillis() / 1_000.0),
            url,
            ports.get(Port.SMTP),
            ports.get(Port.SMTPS),
            ports.get(Port.FEEDBACK),
            ports.get(Port.KAFKA),
            ports.get(Port.POSTGRES),
            folder.path(),
            routeInWords(),
            String.join(", ", domains),
            secrets.apiKey(),
            curl(),
            swaks());
  }

  private String routeInWords() {
    return route.equals("mailbox")
        ? "mailbox: every message is captured, nothing leaves this machine (BATON_ROUTE=mx sends)"
        : route;
  }

  /** A message with everything: text, HTML with a link to click, a pixel. */
  private String curl() {
    return """
    curl %1$s/v1/emails \\
      -H 'Authorization: Bearer %2$s' \\
      -H 'Content-Type: application/json' \\
      -d '{
        "from": "Baton <%3$s>",
        "to": "you@example.org",
        "subject": "The first baton",
        "text": "Hello from Baton: https://example.org/",
        "html": "<h1>Hello from Baton</h1><p>This message went through Kafka to reach you. <a href=\\"https://example.org/\\">Follow it</a></p>"
      }'\
    """
        .formatted(url, secrets.apiKey(), sender);
  }

  private String swaks() {
    return "swaks --server localhost:%d --tls --auth PLAIN --auth-user demo --auth-password %s \\\n"
            .formatted(ports.get(Port.SMTP), secrets.apiKey())
        + "  --from %s --to you@example.org --header 'Subject: By SMTP'".formatted(sender);
  }
}
