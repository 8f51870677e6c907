package baton.contracts.command;

import baton.contracts.CloudEvents;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.event.Json;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Something to be done with a message on its way. Whoever asks has been told the message's id, so
 * the message's record was written to {@code baton.outbound} before the command is to {@code
 * baton.commands}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes(@JsonSubTypes.Type(value = Command.Cancel.class, name = "cancel"))
public sealed interface Command {

  /** The message. */
  UUID messageId();

  /** Whose message it is. */
  String account();

  /** When it was asked for. */
  Instant time();

  /** The message is not to be sent any more; one that is under way or has ended is left alone. */
  record Cancel(UUID messageId, String account, Instant time) implements Command {

    public Cancel {
      if (messageId == null || account == null || time == null) {
        throw new IllegalArgumentException("a command names message, account and time");
      }
    }
  }

  /**
   * The record as it stands on the topic.
   *
   * @param lane the key of the message's own record
   */
  default TopicRecord toRecord(String lane) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(CloudEvents.SPEC_VERSION, CloudEvents.VERSION);
    headers.put(CloudEvents.ID, messageId() + "." + name() + "." + time().toEpochMilli());
    headers.put(CloudEvents.TYPE, "command." + name());
    headers.put(CloudEvents.SOURCE, "baton/submission");
    headers.put(CloudEvents.TIME, time().toString());
    headers.put(CloudEvents.CONTENT_TYPE, "application/json");
    return new TopicRecord(Topic.COMMANDS, lane, headers, Json.writeBytes(this));
  }

  private String name() {
    return switch (this) {
      case Cancel _ -> "cancel";
    };
  }

  /**
   * Reads a command.
   *
   * @throws IllegalArgumentException with a sentence, where it is none that this version knows
   */
  static Command read(byte[] data) {
    if (data == null) {
      throw new IllegalArgumentException("a command has data");
    }
    return Json.read(data, Command.class);
  }
}
