package baton.standalone.mailbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxTest {
  @TempDir Path folder;

  @Test
  void givesBackWhatItWasGivenNewestFirst() throws IOException {
    try (Mailbox mailbox = Mailbox.open(folder, 100)) {
      keep(mailbox, "first", "a@example.org");
      keep(mailbox, "second", "b@example.org");

      assertThat(mailbox.newestFirst())
          .extracting(Letter::subject)
          .containsExactly("second", "first");
      Letter first = mailbox.find(1).orElseThrow();
      assertThat(first.to()).isEqualTo("a@example.org");
      assertThat(first.returnPath()).isEqualTo("bounce@example.com");
      assertThat(first.from()).isEqualTo("sender@example.com");
      assertThat(mailbox.source(1))
          .hasValueSatisfying(it -> assertThat(it).isEqualTo(mail("first")));
    }
  }

  @Test
  void makesOneLetterForEachRecipient() throws IOException {
    try (Mailbox mailbox = Mailbox.open(folder, 100)) {
      List<Letter> letters = keep(mailbox, "news", "a@example.org", "b@example.org");

      assertThat(letters).extracting(Letter::id).containsExactly(1L, 2L);
      assertThat(letters).extracting(Letter::to).containsExactly("a@example.org", "b@example.org");
      assertThat(keep(mailbox, "more", "c@example.org")).extracting(Letter::id).containsExactly(3L);
      assertThat(mailbox.source(2).orElseThrow()).isEqualTo(mail("news"));
    }
  }

  @Test
  void remembersWhatItKeptAfterARestart() throws IOException {
    try (Mailbox mailbox = Mailbox.open(folder, 100)) {
      keep(mailbox, "kept", "a@example.org", "b@example.org");
    }
    try (Mailbox mailbox = Mailbox.open(folder, 100)) {
      assertThat(mailbox.newestFirst()).extracting(Letter::id).containsExactly(2L, 1L);
      assertThat(keep(mailbox, "next", "c@example.org")).extracting(Letter::id).containsExactly(3L);
      assertThat(mailbox.source(1).orElseThrow()).isEqualTo(mail("kept"));
      assertThat(mailbox.source(3).orElseThrow()).isEqualTo(mail("next"));
    }
  }

  @Test
  void cutsOffARecordThatACrashTore() throws IOException {
    try (Mailbox mailbox = Mailbox.open(folder, 100)) {
      keep(mailbox, "whole", "a@example.org");
      keep(mailbox, "torn", "a@example.org");
    }
    Path segment = onlySegment();
    for (long torn = Files.size(segment) - 1; torn > whole(segment); torn -= 13) {
      truncate(segment, torn);
      try (Mailbox mailbox = Mailbox.open(folder, 100)) {
        assertThat(mailbox.newestFirst()).extracting(Letter::subject).containsExactly("whole");
      }
      assertThat(Files.size(segment)).isEqualTo(whole(segment));
      try (Mailbox mailbox = Mailbox.open(folder, 100)) {
        assertThat(keep(mailbox, "torn", "a@example.org"))
            .extracting(Letter::id)
            .containsExactly(2L);
      }
    }
  }

  @Test
  void passesOverDamageWithoutLosingWhatFollows() throws IOException {
    try (Mailbox mailbox = Mailbox.open(folder, 100)) {
      keep(mailbox, "before", "a@example.org");
      keep(mailbox, "damaged", "a@example.org");
      keep(mailbox, "after", "a@example.org");
    }
    Path segment = onlySegment();
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {0, 0, 0}), whole(segment) + 20);
    }
    try (Mailbox mailbox = Mailbox.open(folder, 100)) {
      assertThat(mailbox.newestFirst())
          .extracting(Letter::subject)
          .containsExactly("after", "before");
      assertThat(mailbox.source(3).orElseThrow()).isEqualTo(mail("after"));
    }
  }

  @Test
  void keepsTheNewestAndDeletesTheFilesOfTheOthers() throws IOException {
    try (Mailbox mailbox = Mailbox.open(folder, 20)) {
      for (int i = 1; i <= 95; i++) {
        keep(mailbox, "no. " + i, "a@example.org");
      }
      assertThat(mailbox.newestFirst()).hasSize(20);
      assertThat(mailbox.find(75)).isEmpty();
      assertThat(mailbox.source(75)).isEmpty();
      assertThat(mailbox.source(76).orElseThrow()).isEqualTo(mail("no. 76"));
    }
    try (var files = Files.list(folder)) {
      assertThat(files).hasSizeLessThanOrEqualTo(12);
    }
    try (Mailbox mailbox = Mailbox.open(folder, 20)) {
      assertThat(mailbox.newestFirst().map(Letter::id).toList())
          .isEqualTo(IntStream.rangeClosed(76, 95).mapToObj(i -> (long) (171 - i)).toList());
    }
  }

  @Test
  void keepsLargeMailAndMailThatArrivesTogether() throws IOException {
    byte[] large = new byte[5 * 1024 * 1024];
    large[large.length - 1] = 7;
    try (Mailbox mailbox = Mailbox.open(folder, 1_000)) {
      List<CompletableFuture<List<Letter>>> all = new ArrayList<>();
      all.add(mailbox.keep(arrival("large", large, List.of("a@example.org"))));
      for (int i = 0; i < 300; i++) {
        all.add(mailbox.keep(arrival("small " + i, mail("small " + i), List.of("a@example.org"))));
      }
      all.forEach(CompletableFuture::join);
      assertThat(mailbox.newestFirst()).hasSize(301);
      assertThat(mailbox.source(1).orElseThrow()).isEqualTo(large);
      for (int i = 0; i < 300; i++) {
        assertThat(mailbox.source(i + 2).orElseThrow()).isEqualTo(mail("small " + i));
      }
    }
  }

  @Test
  void refusesMailWhenItIsClosed() {
    Mailbox mailbox = Mailbox.open(folder, 10);
    mailbox.close();
    assertThatThrownBy(() -> keep(mailbox, "late", "a@example.org"))
        .hasMessageContaining("the mailbox is closed");
  }

  @Test
  void saysSoWhereItsFolderIsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertThatThrownBy(() -> Mailbox.open(file, 10))
        .isInstanceOf(DamagedMailboxException.class)
        .hasMessageContaining(file.toString());
  }

  private static List<Letter> keep(Mailbox mailbox, String subject, String... recipients) {
    return mailbox.keep(arrival(subject, mail(subject), List.of(recipients))).join();
  }

  private static Arrival arrival(String subject, byte[] content, List<String> recipients) {
    return new Arrival(
        Instant.parse("2026-01-02T03:04:05Z"),
        "bounce@example.com",
        recipients,
        "sender@example.com",
        subject,
        content);
  }

  private static byte[] mail(String subject) {
    return ("Subject: " + subject + "\r\n\r\nBody of " + subject + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private Path onlySegment() throws IOException {
    try (var files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  /** Where the first record ends. */
  private static long whole(Path segment) throws IOException {
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
      ByteBuffer prefix = ByteBuffer.allocate(LogRecord.PREFIX);
      channel.read(prefix);
      return LogRecord.lengths(prefix.flip()).orElseThrow().whole();
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }
}
