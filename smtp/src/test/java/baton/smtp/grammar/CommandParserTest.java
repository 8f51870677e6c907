package baton.smtp.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import baton.smtp.grammar.MailParameters.Body;
import baton.smtp.grammar.MailParameters.Ret;
import baton.smtp.grammar.RcptParameters.Notify;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EHLO mx.example                 | Ehlo[client=mx.example]
          ehlo [192.0.2.1]                | Ehlo[client=[192.0.2.1]]
          HELO under_score                | Helo[client=under_score]
          'DATA  '                        | Data[]
          rSeT                            | Rset[]
          NOOP and so on                  | Noop[]
          QUIT                            | Quit[]
          STARTTLS                        | StartTls[]
          VRFY Smith                      | Vrfy[subject=Smith]
          EXPN list                       | Expn[list=list]
          HELP                            | Help[topic=]
          HELP MAIL                       | Help[topic=MAIL]
          AUTH plain                      | Auth[mechanism=PLAIN]
          AUTH LOGIN ZGVtbw==             | Auth[mechanism=LOGIN]
          """)
  void readsVerbs(String line, String command) {
    assertThat(parse(line)).hasToString(command);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          MAIL FROM:<>                                    | ``
          MAIL FROM:<a@example.org>                       | a@example.org
          mail from:<A@EXAMPLE.org>                       | A@example.org
          MAIL FROM: <a@example.org>                      | a@example.org
          MAIL FROM:<"a b"@example.org>                   | "a b"@example.org
          MAIL FROM:<"a>b"@example.org>                   | "a>b"@example.org
          MAIL FROM:<"a\\">b"@example.org>                | "a\\">b"@example.org
          MAIL FROM:<@one.example,@two.example:a@b.example> | a@b.example
          MAIL FROM:<a@[192.0.2.1]>                       | a@[192.0.2.1]
          MAIL FROM:<a@müller.example>                    | a@xn--mller-kva.example
          MAIL FROM:<ä@example.org> SMTPUTF8              | ä@example.org
          """)
  void readsTheSender(String line, String sender) {
    assertThat(parse(line))
        .asInstanceOf(type(MailFrom.class))
        .extracting(mail -> mail.sender().toString())
        .isEqualTo(sender);
  }

  @Test
  void readsChunks() {
    assertThat(parse("BDAT 0")).isEqualTo(new Command.Bdat(0, false));
    assertThat(parse("bdat 00012  last ")).isEqualTo(new Command.Bdat(12, true));
    assertThat(parse("BDAT 999999999999999999 LAST"))
        .isEqualTo(new Command.Bdat(999_999_999_999_999_999L, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BDAT",
        "BDAT LAST",
        "BDAT -1",
        "BDAT +1",
        "BDAT 1LAST",
        "BDAT 1 LAST LAST",
        "BDAT 1 FIRST",
        "BDAT 0x10",
        "BDAT 1000000000000000000",
        "BDAT \u0661"
      })
  void aChunkOfUnknownSizeLosesTrackOfCommands(String line) {
    assertThat(parse(line))
        .asInstanceOf(type(SyntaxFault.class))
        .satisfies(
            fault -> {
              assertThat(fault.losesTrack()).isTrue();
              assertThat(fault.reply().code()).isEqualTo(501);
            });
  }

  @Test
  void readsMailParameters() {
    assertThat(
            parse(
                "MAIL FROM:<a@example.org> size=1000 BODY=8bitMIME SMTPUTF8 RET=HDRS"
                    + " ENVID=QQ+2B1 AUTH=e+3Dmc2@example.com requiretls HOLDFOR=90"))
        .asInstanceOf(type(MailFrom.class))
        .extracting(MailFrom::parameters)
        .isEqualTo(
            new MailParameters(
                OptionalLong.of(1_000),
                Body.EIGHT_BIT_MIME,
                true,
                Optional.of("e=mc2@example.com"),
                Optional.of(Ret.HDRS),
                Optional.of("QQ+1"),
                true,
                Optional.of(new FutureRelease.HoldFor(Duration.ofSeconds(90)))));
  }

  @ParameterizedTest
  @CsvSource({
    "2030-01-31T09:00:00Z,2030-01-31T09:00:00Z",
    "2030-01-31t09:00:00.5+01:00,2030-01-31T08:00:00.500Z"
  })
  void readsATimeOfRelease(String text, Instant time) {
    assertThat(parse("MAIL FROM:<> HOLDUNTIL=" + text))
        .asInstanceOf(type(MailFrom.class))
        .extracting(mail -> mail.parameters().release())
        .isEqualTo(Optional.of(new FutureRelease.HoldUntil(time)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOLDFOR=0",
        "HOLDFOR=-1",
        "HOLDFOR=1000000000",
        "HOLDFOR=1h",
        "HOLDFOR",
        "HOLDUNTIL=2030-01-31",
        "HOLDUNTIL=2030-01-31T09:00Z",
        "HOLDUNTIL=2030-01-31T09:00:00",
        "HOLDUNTIL=2030-02-31T09:00:00Z",
        "HOLDFOR=1 HOLDUNTIL=2030-01-31T09:00:00Z",
        "HOLDFOR=1 HOLDFOR=1",
        "REQUIRETLS=yes"
      })
  void refusesWishesThatMakeNoSense(String parameters) {
    assertThat(parse("MAIL FROM:<> " + parameters))
        .asInstanceOf(type(SyntaxFault.class))
        .extracting(fault -> fault.reply().toString())
        .asString()
        .startsWith("501 5.5.4 MAIL ");
  }

  @Test
  void takesASizeBeyondALongForTheLargest() {
    assertThat(parse("MAIL FROM:<> SIZE=99999999999999999999"))
        .asInstanceOf(type(MailFrom.class))
        .extracting(mail -> mail.parameters().size())
        .isEqualTo(OptionalLong.of(Long.MAX_VALUE));
  }

  @Test
  void readsRcptParameters() {
    assertThat(
            parse("RCPT TO:<a@example.org> NOTIFY=success,FAILURE ORCPT=RFC822;Bob+2B@x.example"))
        .asInstanceOf(type(RcptTo.class))
        .extracting(RcptTo::parameters)
        .isEqualTo(
            new RcptParameters(
                Set.of(Notify.SUCCESS, Notify.FAILURE),
                Optional.of(new OriginalRecipient("rfc822", "Bob+@x.example"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RCPT TO:<Postmaster>", "RCPT TO:<POSTMASTER> NOTIFY=NEVER"})
  void readsPostmasterWithoutADomain(String line) {
    assertThat(parse(line))
        .asInstanceOf(type(RcptTo.class))
        .extracting(RcptTo::recipient)
        .isEqualTo(ForwardPath.POSTMASTER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          FROB                            | 500 5.5.1 Command not recognized
          EHLO\tx                         | 500 5.5.1 Command not recognized
          MAILFROM:<a@example.org>        | 500 5.5.1 Command not recognized
          ``                              | 500 5.5.2 Empty line: a command begins with a verb
          `   `                           | 500 5.5.2 Empty line: a command begins with a verb
          EHLO                            | 501 5.5.4 EHLO takes one argument: the client's host name or address literal
          HELO a b                        | 501 5.5.4 HELO takes one argument: the client's host name or address literal
          DATA now                        | 501 5.5.4 DATA takes no argument
          RSET now                        | 501 5.5.4 RSET takes no argument
          QUIT now                        | 501 5.5.4 QUIT takes no argument
          STARTTLS now                    | 501 5.5.4 STARTTLS takes no argument
          VRFY                            | 501 5.5.4 VRFY takes an argument
          EXPN                            | 501 5.5.4 EXPN takes an argument
          AUTH                            | 501 5.5.4 AUTH takes a mechanism and perhaps an initial response
          AUTH PLAIN a b                  | 501 5.5.4 AUTH takes a mechanism and perhaps an initial response
          MAIL                            | 501 5.5.4 MAIL takes the form MAIL FROM:<address>
          MAIL TO:<a@b.example>           | 501 5.5.4 MAIL takes the form MAIL FROM:<address>
          MAIL FROM:a@b.example           | 501 5.5.4 MAIL takes the form MAIL FROM:<address>
          MAIL FROM:<a@b.example          | 501 5.5.4 MAIL has a path with no closing bracket
          MAIL FROM:<"a@b.example>        | 501 5.5.4 MAIL has a path with no closing bracket
          MAIL FROM:<>SIZE=1              | 501 5.5.4 MAIL has no blank between path and parameters
          MAIL FROM:<>>>>>                | 501 5.5.4 MAIL has no blank between path and parameters
          MAIL FROM:<@a,b:c@d.example>    | 501 5.5.4 MAIL has a malformed source route
          MAIL FROM:<a..b@c.example>      | 553 5.1.7 Bad sender: local part holds two dots in a row
          MAIL FROM:<a>                   | 553 5.1.7 Bad sender: address has no @ and domain
          MAIL FROM:<@>                   | 553 5.1.7 Bad sender: local part is empty
          MAIL FROM:<ä@example.org>       | 550 5.6.7 The sender is not ASCII, so MAIL needs the parameter SMTPUTF8
          MAIL FROM:<> SMTPUTF8=YES       | 501 5.5.4 MAIL parameter SMTPUTF8 takes no value
          MAIL FROM:<> SIZE               | 501 5.5.4 MAIL parameter SIZE has no value
          MAIL FROM:<> SIZE=-1            | 501 5.5.4 MAIL parameter SIZE is a number of octets
          MAIL FROM:<> SIZE=999999999999999999999 | 501 5.5.4 MAIL parameter SIZE has more than 20 digits
          MAIL FROM:<> BODY=BINARYMIME    | 501 5.5.4 MAIL parameter BODY is 7BIT or 8BITMIME
          MAIL FROM:<> RET=ALL            | 501 5.5.4 MAIL parameter RET is FULL or HDRS
          MAIL FROM:<> ENVID=a+2          | 501 5.5.4 MAIL parameter ENVID is no xtext
          MAIL FROM:<> ENVID=a+0D         | 501 5.5.4 MAIL parameter ENVID is no xtext
          MAIL FROM:<> SIZE=1 SIZE=2      | 501 5.5.4 MAIL has SIZE more than once
          MAIL FROM:<> =1                 | 501 5.5.4 MAIL has a parameter that is not keyword=value
          MAIL FROM:<> FROB=1             | 555 5.5.4 MAIL parameter not recognized or not offered here
          MAIL FROM:<> NOTIFY=NEVER       | 555 5.5.4 MAIL parameter not recognized or not offered here
          RCPT TO:<>                      | 501 5.1.3 Bad recipient: address is empty
          RCPT TO:<a@b_c.example>         | 501 5.1.3 Bad recipient: domain holds the character _
          RCPT TO:<foo bar@example.com>   | 501 5.1.3 Bad recipient: local part holds a blank
          RCPT TO:<@example.com>          | 501 5.1.3 Bad recipient: local part is empty
          RCPT TO:<a@b.example> SIZE=1    | 555 5.5.4 RCPT parameter not recognized or not offered here
          RCPT TO:<a@b.example> NOTIFY=   | 501 5.5.4 RCPT parameter NOTIFY has no value
          RCPT TO:<a@b.example> NOTIFY=NEVER,DELAY | 501 5.5.4 RCPT parameter NOTIFY has NEVER beside others
          RCPT TO:<a@b.example> NOTIFY=DELAY,  | 501 5.5.4 RCPT parameter NOTIFY is NEVER, or of SUCCESS, FAILURE, DELAY
          RCPT TO:<a@b.example> ORCPT=;   | 501 5.5.4 RCPT parameter ORCPT is a type, a semicolon and an address in xtext
          """)
  void namesTheFaultOfALine(String line, String reply) {
    assertThat(parse(line))
        .asInstanceOf(type(SyntaxFault.class))
        .extracting(fault -> fault.reply().toString())
        .isEqualTo(reply);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MAIL FROM:<> RET=FULL",
        "MAIL FROM:<> SIZE=1",
        "MAIL FROM:<> SMTPUTF8",
        "MAIL FROM:<> REQUIRETLS",
        "MAIL FROM:<> HOLDFOR=1",
        "RCPT TO:<a@b.example> NOTIFY=NEVER"
      })
  void refusesParametersOfExtensionsThatAreNotOffered(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    assertThat(CommandParser.parse(bytes, 0, bytes.length, Set.of()))
        .asInstanceOf(type(SyntaxFault.class))
        .extracting(fault -> fault.reply().code())
        .isEqualTo(555);
  }

  @Test
  void refusesOctetsThatAreNotUtf8() {
    byte[] bytes = "MAIL FROM:<a@example.org>".getBytes(UTF_8);
    bytes[11] = (byte) 0xe4;
    assertThat(CommandParser.parse(bytes, 0, bytes.length, Set.of()))
        .asInstanceOf(type(SyntaxFault.class))
        .extracting(fault -> fault.reply().toString())
        .isEqualTo("500 5.5.2 The line is neither ASCII nor UTF-8");
  }

  private static Request parse(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return CommandParser.parse(bytes, 0, bytes.length, EnumSet.allOf(Extension.class));
  }
}
