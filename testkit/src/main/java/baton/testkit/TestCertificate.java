package baton.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server's certificate with its key.
 *
 * @param chain the server's own certificate first, then its issuers
 */
public record TestCertificate(PrivateKey key, List<X509Certificate> chain) {

  public TestCertificate {
    chain = List.copyOf(chain);
  }

  /** The server's own certificate. */
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** The chain in PEM. */
  public String certificatePem() {
    return chain.stream().map(Certificates::pem).collect(Collectors.joining());
  }

  /** The key in PEM, unencrypted PKCS #8 or SEC 1. */
  public String keyPem() {
    return Certificates.pem(key);
  }

  /** Writes {@link #certificatePem()} to a file of this name in the folder. */
  public Path writeCertificate(Path folder, String name) {
    return write(folder.resolve(name), certificatePem());
  }

  /** Writes {@link #keyPem()} to a file of this name in the folder. */
  public Path writeKey(Path folder, String name) {
    return write(folder.resolve(name), keyPem());
  }

  /** Writes key and chain to a PKCS #12 file of this name in the folder. */
  public Path writePkcs12(Path folder, String name, String password) {
    Path file = folder.resolve(name);
    try (var stream = Files.newOutputStream(file)) {
      keyStore(password.toCharArray()).store(stream, password.toCharArray());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For a server that shows this certificate. */
  public SSLContext serverContext() {
    try {
      char[] password = new char[0];
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(keyStore(password), password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For a client that trusts the end of this chain and nothing else. */
  public SSLContext clientContext() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("trusted", chain.getLast());
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore keyStore(char[] password) throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, password, chain.toArray(X509Certificate[]::new));
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
