package baton.testkit;

import baton.testkit.MailServerRule.Action;
import baton.testkit.MailServerRule.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A recipient's mail server, over real sockets on loopback. It accepts everything and remembers it,
 * unless told to do otherwise:
 *
 * <pre>
 * server.onRcpt("451 4.7.1 try later").once();
 * server.onRcpt("550 5.1.1 nobody of that name").forRecipient("gone@example.test");
 * server.closeOn(Stage.DOT).times(2);
 * </pre>
 *
 * <p>Where the exact words of both sides matter, it plays a {@link Dialogue} instead.
 */
public final class ScriptedMailServer implements AutoCloseable {
  private final MailServerSetup setup;
  private final ServerSocket listener;
  private final List<MailServerRule> rules = new CopyOnWriteArrayList<>();
  private final List<Dialogue> dialogues = new ArrayList<>();
  private final List<MailConversation> sessions = new ArrayList<>();
  private final List<ReceivedMessage> received = new ArrayList<>();
  private final List<Throwable> faults = new ArrayList<>();
  private int sessionsBeforeDialogues;
  private int open;
  private int mostOpen;

  private ScriptedMailServer(MailServerSetup setup, ServerSocket listener) {
    this.setup = setup;
    this.listener = listener;
    Thread.ofVirtual().name("mail-server").start(this::accept);
  }

  /** Starts a server of the usual kind. */
  public static ScriptedMailServer start() {
    return start(MailServerSetup.usual());
  }

  /** Starts a server. */
  public static ScriptedMailServer start(MailServerSetup setup) {
    try {
      return new ScriptedMailServer(
          setup, new ServerSocket(setup.port(), 1000, InetAddress.ofLiteral(setup.address())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Port it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** {@code address:port}. */
  public String address() {
    return setup.address() + ":" + port();
  }

  /** Says this in place of the greeting. */
  public MailServerRule onConnect(String reply) {
    return on(Stage.CONNECT, reply);
  }

  /** Answers EHLO and HELO with this; several lines are separated by a line feed. */
  public MailServerRule onEhlo(String reply) {
    return on(Stage.EHLO, reply);
  }

  /** Answers MAIL with this. */
  public MailServerRule onMail(String reply) {
    return on(Stage.MAIL, reply);
  }

  /** Answers RCPT with this. */
  public MailServerRule onRcpt(String reply) {
    return on(Stage.RCPT, reply);
  }

  /** Answers DATA with this. */
  public MailServerRule onData(String reply) {
    return on(Stage.DATA, reply);
  }

  /** Answers the final dot, or the last chunk, with this. */
  public MailServerRule onDot(String reply) {
    return on(Stage.DOT, reply);
  }

  /** Answers at this stage with this reply, code and all. */
  public MailServerRule on(Stage stage, String reply) {
    return rule(stage, new Action.Reply(reply, false));
  }

  /** Closes the connection at this stage, in place of a reply. */
  public MailServerRule closeOn(Stage stage) {
    return rule(stage, new Action.Close());
  }

  /** Says nothing any more from this stage on, and keeps the connection open. */
  public MailServerRule stallOn(Stage stage) {
    return rule(stage, new Action.Stall());
  }

  /** Takes its time at this stage before it does what it would do anyway. */
  public MailServerRule delay(Stage stage, Duration time) {
    return rule(stage, new Action.Delay(time));
  }

  /** Accepts everything again. What was received stays. */
  public void forgive() {
    rules.clear();
  }

  /**
   * From now on sessions keep to these dialogues, one each in turn, the last one for all others.
   */
  public synchronized void play(Dialogue... inTurn) {
    sessionsBeforeDialogues = sessions.size();
    dialogues.clear();
    dialogues.addAll(List.of(inTurn));
  }

  /** The messages it has answered with 2xx, in the order of their arrival. */
  public synchronized List<ReceivedMessage> messages() {
    return received.stream().filter(ReceivedMessage::accepted).toList();
  }

  /** Every message whose last byte came, whatever was answered. */
  public synchronized List<ReceivedMessage> transmissions() {
    return List.copyOf(received);
  }

  /** How many of the accepted messages each session brought. */
  public synchronized Map<Integer, Long> messagesPerSession() {
    return messages().stream()
        .collect(
            Collectors.groupingBy(ReceivedMessage::session, TreeMap::new, Collectors.counting()));
  }

  /** Connections so far, those refused at the greeting included. */
  public synchronized int connections() {
    return sessions.size();
  }

  /** Connections open now. */
  public synchronized int openSessions() {
    return open;
  }

  /** The most connections that were ever open at once. */
  public synchronized int maxConcurrentSessions() {
    return mostOpen;
  }

  /** What was said in a session: {@code C: } the client's lines, {@code S: } ours. */
  public synchronized List<String> transcript(int session) {
    return sessions.get(session - 1).transcript();
  }

  /** All command lines of all sessions, without content, in the order of sessions. */
  public synchronized List<String> commands() {
    return sessions.stream()
        .flatMap(session -> session.transcript().stream())
        .filter(line -> line.startsWith("C: ") && !line.startsWith("C: ("))
        .map(line -> line.substring(3))
        .toList();
  }

  /**
   * Waits until it has accepted this many messages.
   *
   * @throws AssertionError if it does not in time, or a dialogue is not kept; tells every session
   */
  public List<ReceivedMessage> await(int messages, Duration patience) {
    await(() -> messages().size() >= messages, messages + " accepted messages", patience);
    return messages();
  }

  /** The same for messages that came whole, whatever was answered. */
  public List<ReceivedMessage> awaitTransmissions(int count, Duration patience) {
    await(() -> received.size() >= count, count + " transmissions", patience);
    return transmissions();
  }

  /** Waits until every connection is closed, after at least this many. */
  public void awaitEnd(int connections, Duration patience) {
    await(
        () -> sessions.size() >= connections && open == 0,
        "the end of " + connections + " sessions",
        patience);
  }

  /** Fails if a client has left its lines in a dialogue. */
  public synchronized void assertDialoguesKept() {
    if (!faults.isEmpty()) {
      throw new AssertionError(faults.getFirst().getMessage() + conversations(), faults.getFirst());
    }
  }

  private synchronized void await(BooleanSupplier met, String what, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!met.getAsBoolean()) {
      assertDialoguesKept();
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "the mail server at %s waited %s for %s in vain%s"
                .formatted(address(), patience, what, conversations()));
      }
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  private String conversations() {
    StringBuilder told = new StringBuilder();
    for (MailConversation session : sessions.subList(0, Math.min(10, sessions.size()))) {
      told.append("\nsession ").append(session.number()).append(":\n  ");
      told.append(String.join("\n  ", session.transcript()));
    }
    return told.isEmpty() ? "; nobody has connected" : told.toString();
  }

  private MailServerRule rule(Stage stage, Action action) {
    MailServerRule rule = new MailServerRule(stage, action);
    rules.add(rule);
    return rule;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        MailConversation session = begin(socket);
        Thread.ofVirtual().name("mail-session-" + session.number()).start(() -> converse(session));
      } catch (IOException e) {
        // Closed, by us: or by a client before we could look.
        continue;
      }
    }
  }

  private void converse(MailConversation session) {
    try {
      if (setup.tlsFromTheStart()) {
        session.startTls(Objects.requireNonNull(setup.certificate()));
      }
      Dialogue dialogue = dialogue(session.number());
      if (dialogue == null) {
        new MailServerSession(setup, rules, session, this::received).converse();
      } else {
        new DialogueSession(dialogue, setup, session, this::received).converse();
      }
    } catch (IOException | RuntimeException e) {
      session.note("-- " + e.getMessage());
    } catch (AssertionError e) {
      fault(e);
    } finally {
      session.close();
      end();
    }
  }

  private synchronized @Nullable Dialogue dialogue(int session) {
    if (dialogues.isEmpty()) {
      return null;
    }
    int turn = Math.max(1, session - sessionsBeforeDialogues);
    return dialogues.get(Math.min(turn, dialogues.size()) - 1);
  }

  private synchronized MailConversation begin(Socket socket) throws IOException {
    MailConversation session = new MailConversation(sessions.size() + 1, socket);
    sessions.add(session);
    open++;
    mostOpen = Math.max(mostOpen, open);
    notifyAll();
    return session;
  }

  private synchronized void received(ReceivedMessage message) {
    received.add(message);
    notifyAll();
  }

  private synchronized void fault(AssertionError fault) {
    faults.add(fault);
    notifyAll();
  }

  private synchronized void end() {
    open--;
    notifyAll();
  }

  /** Stops listening and hangs up on everybody. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      List<MailConversation> all;
      synchronized (this) {
        all = List.copyOf(sessions);
      }
      all.forEach(MailConversation::close);
    }
  }
}
