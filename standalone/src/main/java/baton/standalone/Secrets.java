package baton.standalone;

import baton.contracts.token.TokenKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The keys of a data folder: made at the first start and kept. What the operator has set in the
 * environment wins, and is kept too.
 *
 * @param tokenKeys seal tracking's tokens and return paths
 * @param secretKeys encrypt keys at rest
 * @param apiKey of the demo account
 * @param adminKey the administrator's
 */
record Secrets(String tokenKeys, String secretKeys, String apiKey, String adminKey) {
  private static final String TOKEN_KEYS = "BATON_TOKEN_KEYS";
  private static final String SECRET_KEYS = "BATON_SECRET_KEYS";
  private static final String API_KEY = "BATON_API_KEY";
  private static final String ADMIN_KEY = "BATON_ADMIN_KEY";
  private static final int RANDOM_OCTETS = 32;

  /**
   * Finds the keys, or makes them.
   *
   * @throws StartException where the files are damaged, or lost while there is data that needs them
   */
  static Secrets in(DataFolder folder, Environment environment) {
    Map<String, String> secrets = read(folder.secrets());
    Map<String, String> credentials = read(folder.credentials());
    boolean lost =
        Files.exists(folder.postgres())
            && !(secrets.containsKey(TOKEN_KEYS) && secrets.containsKey(SECRET_KEYS));
    boolean given =
        environment.get(TOKEN_KEYS).isPresent() && environment.get(SECRET_KEYS).isPresent();
    if (lost && !given) {
      throw new StartException(
          "%s has lost its keys, which the data beside it need: restore the file, set %s and %s, or"
                  .formatted(folder.secrets(), TOKEN_KEYS, SECRET_KEYS)
              + " begin anew with another data folder.");
    }
    Secrets all =
        new Secrets(
            choose(TOKEN_KEYS, environment, secrets, () -> TokenKeys.generate(1)),
            choose(SECRET_KEYS, environment, secrets, () -> TokenKeys.generate(1)),
            choose(API_KEY, environment, credentials, () -> random("baton_")),
            choose(ADMIN_KEY, environment, credentials, () -> random("baton_admin_")));
    all.keep(folder);
    return all;
  }

  private void keep(DataFolder folder) {
    Map<String, String> kept = new LinkedHashMap<>();
    kept.put(TOKEN_KEYS, tokenKeys);
    kept.put(SECRET_KEYS, secretKeys);
    write(folder.secrets(), "Baton's own keys: whoever loses them loses the data's meaning.", kept);
  }

  /** Writes what a person, or a program, needs to use this Baton. */
  void keepCredentials(DataFolder folder, Map<String, String> addresses) {
    Map<String, String> kept = new LinkedHashMap<>();
    kept.put(API_KEY, apiKey);
    kept.put(ADMIN_KEY, adminKey);
    kept.putAll(addresses);
    write(folder.credentials(), "How to use this Baton: set -a; . THIS_FILE", kept);
  }

  private static String choose(
      String name, Environment environment, Map<String, String> kept, Supplier<String> fresh) {
    return environment
        .get(name)
        .orElseGet(
            () -> {
              String known = kept.getOrDefault(name, "");
              return known.isEmpty() ? fresh.get() : known;
            });
  }

  private static String random(String prefix) {
    byte[] octets = new byte[RANDOM_OCTETS];
    new SecureRandom().nextBytes(octets);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  private static Map<String, String> read(Path file) {
    try {
      return EnvFile.read(file);
    } catch (IOException e) {
      throw new StartException(
          "%s is damaged (%s): restore it, or begin anew with another data folder."
              .formatted(file, DataFolder.reason(e)),
          e);
    }
  }

  private static void write(Path file, String comment, Map<String, String> values) {
    try {
      EnvFile.write(file, comment, values);
    } catch (IOException e) {
      throw new StartException(
          "%s cannot be written (%s).".formatted(file, DataFolder.reason(e)), e);
    }
  }

  /** So that no log ever holds one. */
  @Override
  public String toString() {
    return "the keys of a data folder";
  }
}
