package baton.standalone.relay;

import java.io.IOException;

/**
 * A feedback loop's message (RFC 5965): somebody pressed "spam". Whom it names as the recipient is
 * a stranger, who must not be believed to be one.
 */
final class Complaint {

  private Complaint() {}

  /** Brings a complaint about a message, as it arrived, to feedback's SMTP port. */
  static void about(String mail, int feedbackPort) throws IOException {
    String report =
        """
        From: <fbl@isp.test>
        To: <fbl@bounces.baton.test>
        Subject: complaint
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="b"

        --b
        Content-Type: text/plain

        This is an email abuse report.
        --b
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: SomeFBL/1.0
        Version: 1
        Original-Rcpt-To: somebody-else@victim.test

        --b
        Content-Type: message/rfc822

        """
            + mail
            + "\n--b--\n";
    try (SmtpTalk talk = SmtpTalk.to(feedbackPort)) {
      talk.say("250", "EHLO isp.test");
      talk.say("250", "MAIL FROM:<>");
      talk.say("250", "RCPT TO:<fbl@bounces.baton.test>");
      String reply = talk.data(report.replaceAll("\r?\n", "\r\n").replaceAll("(?m)^\\.", ".."));
      if (!reply.startsWith("250")) {
        throw new AssertionError("feedback does not take a complaint: " + reply);
      }
    }
  }
}
