package baton.tracking.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentRulesTest {

  private final AgentRules rules = AgentRules.shipped();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proxy    | Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)
          proxy    | YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html
          proxy    | Mozilla/5.0
          prefetch | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0
          scanner  | BarracudaCentral/1.0
          scanner  | Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)
          scanner  | facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)
          scanner  | Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)
          scanner  | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36
          scanner  | curl/8.5.0
          scanner  | python-requests/2.31.0
          scanner  | PYTHON-REQUESTS/2.31.0
          scanner  | Go-http-client/1.1
          person   | Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Thunderbird/128.3.1
          person   | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148
          person   | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0
          person   | Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17628; Pro)
          person   | Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36
          person   | something nobody has heard of
          person   | ''
          """)
  void aUserAgentTellsWhoAsks(String agent, String userAgent) {
    assertThat(rules.classify(new Visit(false, userAgent, false, null)).word()).isEqualTo(agent);
  }

  @Test
  void withoutAUserAgentItIsAPerson() {
    assertThat(rules.classify(new Visit(false, null, false, null))).isEqualTo(Agent.PERSON);
  }

  @Test
  void aPrefetchHeaderDecidesBeforeTheUserAgent() {
    assertThat(rules.classify(new Visit(false, "Mozilla/5.0 Firefox/128.0", true, null)))
        .isEqualTo(Agent.PREFETCH);
    assertThat(rules.classify(new Visit(false, "curl/8.5.0", true, null)))
        .isEqualTo(Agent.PREFETCH);
  }

  @Test
  void whoeverAsksForHeadersOnlyIsNoPerson() {
    assertThat(rules.classify(new Visit(true, "Mozilla/5.0 Firefox/128.0", false, null)))
        .isEqualTo(Agent.SCANNER);
    assertThat(rules.classify(new Visit(true, "GoogleImageProxy", false, null)))
        .isEqualTo(Agent.PROXY);
  }

  @Test
  void theFirstRuleThatFitsDecides() {
    AgentRules two =
        AgentRules.parse(
            Stream.of("# a remark", "", "proxy\thas\tone two\ta", "scanner\thas\tone\tb"));

    assertThat(two.classify(new Visit(false, "ONE TWO", false, null))).isEqualTo(Agent.PROXY);
    assertThat(two.classify(new Visit(false, "one", false, null))).isEqualTo(Agent.SCANNER);
  }

  @Test
  void aLineThatIsNoRuleIsQuoted() {
    for (String line : new String[] {"proxy has x y", "proxy\thas\tx", "robot\thas\tx\ty"}) {
      assertThatThrownBy(() -> AgentRules.parse(Stream.of(line))).hasMessageContaining(line);
    }
  }
}
