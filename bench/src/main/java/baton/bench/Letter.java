package baton.bench;

/**
 * What is sent: a small HTML page with five links, filled up to the size asked for.
 *
 * @param size in octets, roughly
 * @param tracked whether links are rewritten and a pixel is added
 */
record Letter(int size, boolean tracked) {

  static final String FROM = "hello@demo.baton.test";
  private static final int DOMAINS = 20;
  private static final int LINE = 72;

  /** Recipients of many domains, as in a mailing. */
  static String recipient(int number) {
    return "user" + number + "@d" + number % DOMAINS + ".test";
  }

  String html() {
    StringBuilder html = new StringBuilder("<html><body>\r\n");
    for (int link = 0; link < 5; link++) {
      html.append("<p><a href=\"https://www.example.org/").append(link).append("\">Go</a></p>\r\n");
    }
    while (html.length() < size - LINE) {
      html.append("<!-- ").append("x".repeat(LINE - 12)).append(" -->\r\n");
    }
    return html.append("</body></html>\r\n").toString();
  }

  /** As a program would hand it over by SMTP. */
  String mime(int number) {
    return """
    From: Bench <%s>
    To: %s
    Subject: Message %d
    MIME-Version: 1.0
    Content-Type: text/html; charset=us-ascii
    X-Baton-Track: %s

    """
            .formatted(FROM, recipient(number), number, tracked ? "all" : "none")
            .replace("\n", "\r\n")
        + html();
  }

  /** As a program would hand it over by HTTP. */
  String json(int number) {
    String html = html().replace("\"", "\\\"").replace("\r\n", "\\r\\n");
    return """
    {"from": "%s", "to": "%s", "subject": "Message %d", "html": "%s",
     "track": {"opens": %b, "clicks": %b}}
    """
        .formatted(FROM, recipient(number), number, html, tracked, tracked);
  }
}
