package baton.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try to hand a message to a remote server.
 *
 * @param number 1 for the first; {@code attempts} in the event, as it says how many there were so
 *     far
 * @param site the destination as delivery shapes it
 * @param host name of the remote server; null where none was reached
 * @param address its IP address and port; null where none was reached
 * @param tls null where the connection was in the clear
 * @param reply the remote's words, {@code 451 4.7.1 try later}, or what happened instead of them
 * @param enhancedStatus as in {@code 4.7.1}; null where the remote gave none
 * @param transcript commands and replies of the attempt, with no content
 */
public record Attempt(
    @JsonProperty("attempts") int number,
    String site,
    @Nullable String host,
    @Nullable String address,
    @Nullable TlsFacts tls,
    String reply,
    @Nullable String enhancedStatus,
    List<String> transcript) {

  public Attempt {
    transcript = transcript == null ? List.of() : List.copyOf(transcript);
  }
}
