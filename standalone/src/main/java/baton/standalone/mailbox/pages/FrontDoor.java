package baton.standalone.mailbox.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Whoever comes with the address alone is shown the mailbox. */
@Path("/")
@ThisMachineOnly
public final class FrontDoor {

  @GET
  @Operation(hidden = true)
  public Response toTheMailbox() {
    return Response.seeOther(URI.create("/mailbox")).build();
  }
}
