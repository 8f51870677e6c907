package baton.standalone.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs one command; exit status 0, 1 where it failed, 2 where the command line makes no sense. */
public final class Main {
  private static final Map<String, Command> COMMANDS =
      Map.of(
          "send", new SendCommand(), "events", new EventsCommand(), "status", new StatusCommand());

  /** Held, for java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger ROOT = Logger.getLogger("");

  private Main() {}

  /** {@code COMMAND [OPTION…]}, as the launcher has checked. */
  public static void main(String... arguments) {
    // Kafka's clients tell what they do; a command tells what it found.
    ROOT.setLevel(Level.OFF);
    Output output = Output.standard();
    int status = run(Arrays.asList(arguments), output);
    output.flush();
    System.exit(status);
  }

  static int run(List<String> arguments, Output output) {
    String name = arguments.isEmpty() ? "" : arguments.getFirst();
    Command command = COMMANDS.get(name);
    try {
      if (command == null) {
        throw CommandException.usage("there is no command " + name + ": see ./baton help.");
      }
      command.run(arguments.subList(1, arguments.size()), output);
      return 0;
    } catch (CommandException e) {
      output.hint("baton: " + e.getMessage());
      return e.status();
    }
  }
}
