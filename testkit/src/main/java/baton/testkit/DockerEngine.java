package baton.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a Docker engine answers, found out in milliseconds: Testcontainers' own search takes
 * seconds where there is none, and an installed {@code docker} command says nothing about an
 * engine.
 */
final class DockerEngine {
  private static final int PATIENCE_SECONDS = 2;
  private static final byte[] PING =
      "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private DockerEngine() {}

  static boolean answers() {
    return address(System.getenv("DOCKER_HOST")).map(DockerEngine::answers).orElse(false);
  }

  /** Where an engine would listen: what DOCKER_HOST names, else one of the usual sockets. */
  static Optional<SocketAddress> address(@Nullable String dockerHost) {
    if (dockerHost == null || dockerHost.isBlank()) {
      return Stream.of(
              "/var/run/docker.sock",
              System.getProperty("user.home") + "/.docker/run/docker.sock",
              System.getProperty("user.home") + "/.docker/desktop/docker.sock",
              System.getenv("XDG_RUNTIME_DIR") + "/docker.sock")
          .map(Path::of)
          .filter(Files::exists)
          .findFirst()
          .map(UnixDomainSocketAddress::of);
    }
    URI uri = URI.create(dockerHost);
    return switch (uri.getScheme()) {
      case "unix" -> Optional.of(UnixDomainSocketAddress.of(uri.getPath()));
      case "tcp", "http" -> Optional.of(new InetSocketAddress(uri.getHost(), uri.getPort()));
      case null, default -> Optional.empty();
    };
  }

  static boolean answers(SocketAddress address) {
    try (SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open()) {
      var answer =
          CompletableFuture.supplyAsync(
              () -> ping(channel, address), task -> Thread.ofVirtual().start(task));
      return answer.completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean ping(SocketChannel channel, SocketAddress address) {
    try {
      channel.connect(address);
      channel.write(ByteBuffer.wrap(PING));
      ByteBuffer status = ByteBuffer.allocate(12);
      while (status.hasRemaining() && channel.read(status) >= 0) {
        continue;
      }
      return new String(status.array(), StandardCharsets.US_ASCII).endsWith(" 200");
    } catch (IOException e) {
      return false;
    }
  }
}
