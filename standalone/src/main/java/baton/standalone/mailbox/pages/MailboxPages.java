package baton.standalone.mailbox.pages;

import baton.standalone.mailbox.reading.FileName;
import baton.standalone.mailbox.reading.FramedHtml;
import baton.standalone.mailbox.reading.MailReader;
import baton.standalone.mailbox.reading.Part;
import baton.standalone.mailbox.reading.ReadMail;
import baton.standalone.mailbox.store.Letter;
import baton.standalone.mailbox.store.Mailbox;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages for people: the list, and a message. */
@Path("/mailbox")
@ThisMachineOnly
@Blocking
public final class MailboxPages {
  private static final String HTML = MediaType.TEXT_HTML + ";charset=utf-8";

  private final Mailbox mailbox;

  MailboxPages(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  @CheckedTemplate
  static final class Templates {
    private Templates() {}

    static native TemplateInstance list(LetterList list);

    static native TemplateInstance message(OpenLetter letter);

    static native TemplateInstance gone();
  }

  @GET
  @Produces(HTML)
  @Operation(hidden = true)
  public String list(
      @QueryParam("q") @DefaultValue("") String search, @QueryParam("before") Long before) {
    return Templates.list(LetterList.of(mailbox, search.strip(), Optional.ofNullable(before)))
        .render();
  }

  @GET
  @Path("/messages/{id:[0-9]{1,18}}")
  @Produces(HTML)
  @Operation(hidden = true)
  public Response message(
      @PathParam("id") long id,
      @QueryParam("view") @DefaultValue("") String view,
      @QueryParam("images") @DefaultValue("") String images)
      throws IOException {
    Optional<Letter> letter = mailbox.find(id);
    Optional<byte[]> source = mailbox.source(id);
    if (letter.isEmpty() || source.isEmpty()) {
      return gone();
    }
    ReadMail mail = MailReader.read(source.get());
    OpenLetter open = OpenLetter.of(letter.get(), mail, view, images.equals("remote"), mailbox);
    return Response.ok(Templates.message(open).render()).build();
  }

  /** The document in the message page's frame. */
  @GET
  @Path("/messages/{id:[0-9]{1,18}}/html")
  @Produces(HTML)
  @Operation(hidden = true)
  public Response html(
      @PathParam("id") long id, @QueryParam("images") @DefaultValue("") String images)
      throws IOException {
    Optional<ReadMail> mail = mailbox.source(id).map(MailReader::read);
    if (mail.flatMap(ReadMail::html).isEmpty()) {
      return gone();
    }
    return Response.ok(FramedHtml.of(mail.get()).document())
        .header("Content-Security-Policy", FramedHtml.policy(images.equals("remote")))
        .build();
  }

  @GET
  @Path("/messages/{id:[0-9]{1,18}}/attachments/{number:[0-9]{1,6}}")
  @Operation(hidden = true)
  public Response attachment(@PathParam("id") long id, @PathParam("number") int number)
      throws IOException {
    Optional<Part> part =
        mailbox.source(id).map(MailReader::read).stream()
            .flatMap(mail -> mail.parts().stream())
            .filter(it -> it.number() == number)
            .findFirst();
    if (part.isEmpty()) {
      return gone();
    }
    // Never the type that the sender chose: a browser shall save it and do nothing else.
    return Response.ok(part.get().content(), MediaType.APPLICATION_OCTET_STREAM_TYPE)
        .header("Content-Disposition", FileName.attachment(part.get().fileName()))
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
        .build();
  }

  private static Response gone() {
    return Response.status(Response.Status.NOT_FOUND)
        .type(HTML)
        .entity(Templates.gone().render())
        .build();
  }
}
