package baton.submission.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HashesTest {

  @Property
  void whatWasAddedIsThere(@ForAll Set<String> keys) {
    Hashes hashes = new Hashes();
    keys.forEach(hashes::add);
    assertThat(keys).allMatch(hashes::contains);
    assertThat(hashes.size()).isEqualTo(keys.size());
  }

  @Test
  void whatWasNotAddedIsNotThere() {
    Hashes hashes = new Hashes();
    IntStream.range(0, 100_000).forEach(i -> hashes.add("demo/a" + i + "@example.org"));
    assertThat(IntStream.range(0, 100_000).mapToObj(i -> "demo/b" + i + "@example.org"))
        .noneMatch(hashes::contains);
  }

  @Test
  void oneThatIsAddedTwiceCountsOnce() {
    Hashes hashes = new Hashes();
    hashes.add("demo/a@example.org");
    hashes.add("demo/a@example.org");
    assertThat(hashes.size()).isEqualTo(1);
  }

  @Test
  void readersSeeTheirsWhileItGrows() throws InterruptedException {
    Hashes hashes = new Hashes();
    hashes.add("first");
    Set<Boolean> seen = new HashSet<>();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!hashes.contains("last")) {
                    seen.add(hashes.contains("first"));
                  }
                });
    IntStream.range(0, 50_000).forEach(i -> hashes.add("key" + i));
    hashes.add("last");
    reader.join();
    assertThat(seen).doesNotContain(false);
  }
}
