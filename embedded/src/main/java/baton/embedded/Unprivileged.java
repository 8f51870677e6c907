package baton.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root. Where Baton is root (a container, a first try on a server),
 * its programs run in a user namespace of their own, in which they are nobody and yet own what root
 * owns; where namespaces are forbidden, as an unprivileged account to which the files are given.
 *
 * @param prefix what stands before each command; empty where we are not root
 * @param owner the account that must own the files, where it is not ours
 */
record Unprivileged(List<String> prefix, Optional<UserPrincipal> owner) {

  static Unprivileged choose() {
    if (new UnixSystem().getUid() != 0) {
      return new Unprivileged(List.of(), Optional.empty());
    }
    List<String> namespace = List.of("unshare", "--user");
    if (runs(namespace)) {
      return new Unprivileged(namespace, Optional.empty());
    }
    for (String account : List.of("postgres", "nobody")) {
      List<String> other = List.of("runuser", "-u", account, "--");
      if (runs(other)) {
        return new Unprivileged(other, Optional.of(principal(account)));
      }
    }
    throw new EmbeddedStartException(
        "PostgreSQL cannot start: it refuses to run as root, and neither unshare nor runuser"
            + " (package util-linux) can run it as another user here; start Baton as an ordinary"
            + " user.");
  }

  /** Gives the folder and what is in it to the account that the programs run as. */
  void handOver(Path folder) throws IOException {
    if (owner.isEmpty()) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .setOwner(owner.get());
      }
    }
  }

  /** A command to be run as that user, in English and without PostgreSQL settings of our caller. */
  ProcessBuilder command(List<String> words) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(all);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG"));
    environment.put("LC_ALL", "C");
    return builder;
  }

  private static boolean runs(List<String> prefix) {
    List<String> words = new ArrayList<>(prefix);
    words.add("true");
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static UserPrincipal principal(String account) {
    try {
      return Path.of("/")
          .getFileSystem()
          .getUserPrincipalLookupService()
          .lookupPrincipalByName(account);
    } catch (IOException e) {
      throw new EmbeddedStartException(
          "PostgreSQL cannot start: the account %s, which it would run as, is unknown."
              .formatted(account),
          e);
    }
  }
}
