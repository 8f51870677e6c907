package baton.contracts.token;

import baton.contracts.AccountId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals and opens tokens: {@code key id (1) | message id (16) | kind (1) | link (2) | AES-256-GCM
 * of (account (8) | length of recipient (2) | recipient | target) with its tag (16)}, in base64url
 * without padding. The key is derived for the message alone and the nonce is kind and link, so that
 * no key meets a nonce twice as long as a message's link has one target.
 */
public final class TokenSealer {

  /** The longest token that is looked at, in characters: a link of 8,000 and all around it. */
  public static final int MAX_LENGTH = 12_000;

  private static final int HEAD = 1 + 16 + 1 + 2;
  private static final int TAG_BITS = 128;
  private static final int NONCE = 12;

  private final TokenKeys keys;

  public TokenSealer(TokenKeys keys) {
    this.keys = keys;
  }

  /** The sealer of one message's tokens, which derives the message's key once. */
  public ForMessage forMessage(UUID messageId, String account, String recipient) {
    SecretKey key = keys.messageKey(keys.current(), messageId).orElseThrow();
    return new ForMessage(keys.current(), key, messageId, AccountId.pack(account), recipient);
  }

  /** What a token says; empty where it is not one that this platform made, whatever is wrong. */
  public Optional<Token> open(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      byte[] octets = Base64.getUrlDecoder().decode(token);
      if (!Base64.getUrlEncoder().withoutPadding().encodeToString(octets).equals(token)) {
        // The decoder ignores the last character's spare bits, and so would take a changed token.
        return Optional.empty();
      }
      ByteBuffer sealed = ByteBuffer.wrap(octets);
      int keyId = Byte.toUnsignedInt(sealed.get());
      UUID messageId = new UUID(sealed.getLong(), sealed.getLong());
      int kind = sealed.get();
      int link = Short.toUnsignedInt(sealed.getShort());
      byte[] secret = new byte[sealed.remaining()];
      sealed.get(secret);
      Optional<SecretKey> key = keys.messageKey(keyId, messageId);
      if (key.isEmpty() || kind < 0 || kind >= Token.Kind.values().length) {
        return Optional.empty();
      }
      ByteBuffer plain =
          ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, key.get(), kind, link).doFinal(secret));
      byte[] account = new byte[AccountId.LENGTH];
      plain.get(account);
      byte[] recipient = new byte[Short.toUnsignedInt(plain.getShort())];
      plain.get(recipient);
      byte[] target = new byte[plain.remaining()];
      plain.get(target);
      return Optional.of(
          new Token(
              messageId,
              AccountId.unpack(account),
              new String(recipient, StandardCharsets.UTF_8),
              Token.Kind.values()[kind],
              link,
              new String(target, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException | BufferUnderflowException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, SecretKey key, int kind, int link)
      throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE];
    ByteBuffer.wrap(nonce).put((byte) kind).putShort((short) link);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  /** Seals the tokens of one message to one recipient. */
  public static final class ForMessage {

    private final int keyId;
    private final SecretKey key;
    private final UUID messageId;
    private final byte[] account;
    private final byte[] recipient;

    private ForMessage(int keyId, SecretKey key, UUID messageId, byte[] account, String recipient) {
      this.keyId = keyId;
      this.key = key;
      this.messageId = messageId;
      this.account = account;
      this.recipient = recipient.getBytes(StandardCharsets.UTF_8);
    }

    /** A token of a kind that has neither link nor target. */
    public String seal(Token.Kind kind) {
      return seal(kind, 0, "");
    }

    /**
     * The token of a link.
     *
     * @param link its number in the message, 1 to 65,535; a number has one target
     * @param target where it leads
     */
    public String sealLink(int link, String target) {
      if (link < 1 || link > 0xffff) {
        throw new IllegalArgumentException("a link's number is 1 to 65535: " + link);
      }
      return seal(Token.Kind.CLICK, link, target);
    }

    private String seal(Token.Kind kind, int link, String target) {
      byte[] url = target.getBytes(StandardCharsets.UTF_8);
      byte[] plain =
          ByteBuffer.allocate(account.length + 2 + recipient.length + url.length)
              .put(account)
              .putShort((short) recipient.length)
              .put(recipient)
              .put(url)
              .array();
      try {
        byte[] secret = cipher(Cipher.ENCRYPT_MODE, key, kind.code, link).doFinal(plain);
        byte[] sealed =
            ByteBuffer.allocate(HEAD + secret.length)
                .put((byte) keyId)
                .put(TokenKeys.bytes(messageId))
                .put((byte) kind.code)
                .putShort((short) link)
                .put(secret)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java cannot do AES-256-GCM", e);
      }
    }
  }
}
