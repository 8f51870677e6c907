package baton.smtp.grammar;

/** What no message may hold (RFC 5321 section 2.3.8, RFC 5322 section 2.3). */
enum ContentFault {
  BARE_CR("it holds a bare CR"),
  BARE_LF("it holds a bare LF"),
  NUL("it holds a NUL");

  private final String sentence;

  ContentFault(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
