package baton.standalone.cli;

import java.util.List;

/** One command of {@code ./baton}. */
interface Command {

  /**
   * Does it.
   *
   * @param line the command line behind the command's name
   * @throws CommandException where it could not be done
   */
  void run(List<String> line, Output output);
}
