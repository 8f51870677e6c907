package baton.standalone;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * The command line of {@code ./baton up}.
 *
 * @param data the data folder, absolute
 */
record UpOptions(Path data) {

  /**
   * Reads the command line.
   *
   * @param home the folder of the launcher, where the data folder is unless said
   * @throws StartException where it makes no sense
   */
  static UpOptions parse(List<String> arguments, Path home) {
    Path data = home.resolve(".baton");
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (argument.equals("--data") && rest.hasNext()) {
        data = Path.of(rest.next());
      } else if (argument.startsWith("--data=") && argument.length() > "--data=".length()) {
        data = Path.of(argument.substring("--data=".length()));
      } else if (argument.equals("--data")) {
        throw new StartException("--data needs a folder.");
      } else {
        throw new StartException(
            "up does not know " + argument + "; it takes --data DIR and nothing else.");
      }
    }
    return new UpOptions(data.toAbsolutePath().normalize());
  }
}
