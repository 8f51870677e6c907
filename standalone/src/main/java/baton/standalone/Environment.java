package baton.standalone;

import java.util.Map;
import java.util.Optional;

/** What the operator has set, by the names of environment variables. Blank counts as not set. */
record Environment(Map<String, String> variables) {

  Environment {
    variables = Map.copyOf(variables);
  }

  Optional<String> get(String variable) {
    return Optional.ofNullable(variables.get(variable))
        .map(String::strip)
        .filter(it -> !it.isEmpty());
  }
}
