package baton.standalone.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command line, taken apart: options with values, flags, and words. */
final class Arguments {
  private final Map<String, List<String>> options = new HashMap<>();
  private final List<String> words = new ArrayList<>();

  private Arguments() {}

  /**
   * Takes a command line apart.
   *
   * @param valued options that have a value, as in {@code --to A} or {@code --to=A}
   * @param flags options that have none
   * @throws CommandException that names what is not known
   */
  static Arguments parse(List<String> line, Set<String> valued, Set<String> flags) {
    Arguments arguments = new Arguments();
    Iterator<String> rest = line.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      int equals = argument.indexOf('=');
      String name =
          argument.startsWith("--") && equals > 0 ? argument.substring(0, equals) : argument;
      if (valued.contains(name)) {
        arguments.add(name, value(argument, name, rest));
      } else if (flags.contains(argument)) {
        arguments.add(argument, "");
      } else if (argument.startsWith("--")) {
        throw CommandException.usage("the option " + argument + " is not known here.");
      } else {
        arguments.words.add(argument);
      }
    }
    return arguments;
  }

  private static String value(String argument, String name, Iterator<String> rest) {
    if (!argument.equals(name)) {
      return argument.substring(name.length() + 1);
    }
    if (!rest.hasNext()) {
      throw CommandException.usage(name + " needs a value.");
    }
    return rest.next();
  }

  private void add(String name, String value) {
    options.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  boolean has(String name) {
    return options.containsKey(name);
  }

  List<String> all(String name) {
    return options.getOrDefault(name, List.of());
  }

  /** The option's value; given twice it makes no sense. */
  Optional<String> one(String name) {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw CommandException.usage(name + " may be given once only.");
    }
    return values.stream().findFirst();
  }

  List<String> words() {
    return words;
  }
}
