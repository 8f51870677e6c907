package baton.feedback.intake;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Makes one message into another that a faulty or hostile program might have made of it. */
final class Mutation {

  private static final byte[][] SPLINTERS = {
    {0},
    {'\r'},
    {'\n'},
    {'\r', '\n', '\r', '\n'},
    {'-', '-'},
    {':'},
    {';'},
    {'='},
    {'"'},
    {(byte) 0xff},
  };

  private Mutation() {}

  static byte[] of(byte[] message, Random random) {
    byte[] mutated = message;
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutated = once(mutated, random);
    }
    return mutated;
  }

  private static byte[] once(byte[] message, Random random) {
    if (message.length == 0) {
      return message;
    }
    int a = random.nextInt(message.length);
    int b = a + random.nextInt(Math.min(message.length - a, 200));
    return switch (random.nextInt(6)) {
      case 0 -> changed(message, a, (byte) random.nextInt(256));
      case 1 -> joined(message, 0, a, message, b, message.length);
      case 2 -> joined(message, 0, b, message, a, message.length);
      case 3 -> Arrays.copyOf(message, a);
      case 4 -> {
        byte[] splinter = SPLINTERS[random.nextInt(SPLINTERS.length)];
        yield joined(joined(message, 0, a, splinter, 0, splinter.length), message, a);
      }
      default -> swapped(message, a, random.nextInt(message.length));
    };
  }

  private static byte[] changed(byte[] message, int at, byte octet) {
    byte[] changed = message.clone();
    changed[at] = octet;
    return changed;
  }

  private static byte[] swapped(byte[] message, int a, int b) {
    byte[] swapped = message.clone();
    swapped[a] = message[b];
    swapped[b] = message[a];
    return swapped;
  }

  private static byte[] joined(byte[] head, byte[] message, int from) {
    return joined(head, 0, head.length, message, from, message.length);
  }

  private static byte[] joined(byte[] head, int h0, int h1, byte[] tail, int t0, int t1) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream(h1 - h0 + t1 - t0);
    joined.write(head, h0, h1 - h0);
    joined.write(tail, t0, t1 - t0);
    return joined.toByteArray();
  }
}
