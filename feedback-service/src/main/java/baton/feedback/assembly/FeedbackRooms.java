package baton.feedback.assembly;

import baton.feedback.attribution.Attribution;
import baton.feedback.intake.FeedbackEvents;
import baton.feedback.intake.Intake;
import baton.feedback.recognition.Limits;
import baton.feedback.recognition.Recognition;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Puts the rooms of the middle together. */
@Singleton
class FeedbackRooms {

  @Produces
  @Singleton
  Intake intake(FeedbackConfig config, FeedbackEvents events, MeterRegistry meters) {
    return new Intake(
        new Recognition(Limits.DEFAULT),
        new Attribution(config.parsedTokenKeys()),
        events,
        meters,
        Clock.systemUTC());
  }
}
