package baton.smtp.client;

import baton.smtp.grammar.Reply;
import java.util.ArrayList;
import java.util.List;

/** What was said, bounded, without content. */
final class Transcript {

  private static final int LINES = 100;
  private static final int LENGTH = 1_000;

  private final List<String> lines = new ArrayList<>(8);

  void command(String line) {
    add("> " + line);
  }

  void reply(Reply reply) {
    add("< " + reply);
  }

  void note(String text) {
    add("* " + text);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  private void add(String line) {
    if (lines.size() < LINES) {
      lines.add(line.length() <= LENGTH ? line : line.substring(0, LENGTH) + "…");
    }
  }
}
