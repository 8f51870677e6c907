package baton.standalone;

/** What standalone listens on, each with the variable that moves it (DESIGN section 6). */
enum Port {
  HTTP("the HTTP API and the pages", "BATON_HTTP_PORT", "baton.http-port", 8080, false),
  SMTP("SMTP submission", "BATON_SMTP_PORT", "baton.smtp-port", 2587, true),
  SMTPS("SMTP submission with TLS", "BATON_SMTPS_PORT", "baton.smtps-port", 2465, true),
  FEEDBACK("feedback by SMTP", "BATON_FEEDBACK_SMTP_PORT", "baton.feedback-smtp-port", 2525, true),
  MAILBOX("the mailbox", "BATON_MAILBOX_SMTP_PORT", "baton.mailbox-smtp-port", 2500, false),
  KAFKA("Kafka", "BATON_KAFKA_PORT", "baton.kafka-port", 29092, false),
  POSTGRES("PostgreSQL", "BATON_POSTGRES_PORT", "baton.postgres-port", 25432, false);

  private final String purpose;
  private final String variable;
  private final String key;
  private final int usual;
  private final boolean everywhere;

  Port(String purpose, String variable, String key, int usual, boolean everywhere) {
    this.purpose = purpose;
    this.variable = variable;
    this.key = key;
    this.usual = usual;
    this.everywhere = everywhere;
  }

  /** What is behind it, for people. */
  String purpose() {
    return purpose;
  }

  /** The environment variable that moves it. */
  String variable() {
    return variable;
  }

  /** Its configuration key. */
  String key() {
    return key;
  }

  /** Its number where nothing is said. */
  int usual() {
    return usual;
  }

  /** Whether on all of the machine's addresses; otherwise on loopback alone. */
  boolean everywhere() {
    return everywhere;
  }
}
