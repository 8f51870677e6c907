package baton.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import baton.contracts.token.TokenKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final Environment NOTHING = new Environment(Map.of());

  @TempDir Path parent;
  private DataFolder folder;

  @BeforeEach
  void take() {
    folder = DataFolder.take(parent.resolve("data"));
  }

  @AfterEach
  void giveBack() {
    folder.close();
  }

  @Test
  void areMadeOnceAndKept() {
    Secrets first = Secrets.in(folder, NOTHING);
    first.keepCredentials(folder, Map.of("BATON_URL", "http://localhost:8080"));

    assertThat(Secrets.in(folder, NOTHING)).isEqualTo(first);
    assertThat(first.apiKey()).matches("baton_[A-Za-z0-9_-]{43}");
    TokenKeys.parse(first.tokenKeys());
    TokenKeys.parse(first.secretKeys());
  }

  @Test
  void areReadableByTheirOwnerOnlyAndByAShell() throws Exception {
    Secrets secrets = Secrets.in(folder, NOTHING);
    secrets.keepCredentials(
        folder, Map.of("BATON_FROM", "hello@demo.baton.test", "BATON_POSTGRES", "a?b=c&d=e"));

    for (Path file : new Path[] {folder.secrets(), folder.credentials()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    Process shell =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "set -a; . \"$0\"; . \"$1\"; echo \"$BATON_TOKEN_KEYS $BATON_API_KEY $BATON_FROM"
                    + " $BATON_POSTGRES\"",
                folder.secrets().toString(),
                folder.credentials().toString())
            .start();
    assertThat(new String(shell.getInputStream().readAllBytes()).strip())
        .isEqualTo(
            secrets.tokenKeys() + " " + secrets.apiKey() + " hello@demo.baton.test a?b=c&d=e");
  }

  @Test
  void giveWayToWhatTheOperatorHasSet() {
    Secrets.in(folder, NOTHING).keepCredentials(folder, Map.of());
    String keys = TokenKeys.generate(7);
    Secrets secrets =
        Secrets.in(
            folder, new Environment(Map.of("BATON_TOKEN_KEYS", keys, "BATON_API_KEY", "mine")));
    assertThat(secrets.tokenKeys()).isEqualTo(keys);
    assertThat(secrets.apiKey()).isEqualTo("mine");
  }

  @Test
  void areNotMadeAnewWhereDataNeedTheOldOnes() throws IOException {
    Secrets.in(folder, NOTHING);
    Files.createDirectories(folder.postgres());
    Files.delete(folder.secrets());
    assertThatThrownBy(() -> Secrets.in(folder, NOTHING))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("has lost its keys");
  }

  @Test
  void areRefusedWhereTheirFileIsDamaged() throws IOException {
    Files.writeString(folder.secrets(), "\u0000\u0001 garbage");
    assertThatThrownBy(() -> Secrets.in(folder, NOTHING))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(folder.secrets() + " is damaged");
  }

  @Test
  void doNotShowInLogs() {
    Secrets secrets = Secrets.in(folder, NOTHING);
    assertThat(secrets.toString()).doesNotContain(secrets.apiKey(), secrets.tokenKeys());
  }

  @Test
  void theirFolderHasOneUser() {
    assertThatThrownBy(() -> DataFolder.take(folder.path()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("another Baton runs with the data folder " + folder.path());
  }

  @Test
  void theirFolderIsAFolder() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> DataFolder.take(file))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("the data folder " + file + " cannot be used");
  }
}
