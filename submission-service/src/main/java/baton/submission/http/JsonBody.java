package baton.submission.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * Reads request bodies, strictly: a field that is not known, or is there twice, is a mistake that
 * its sender wants to hear of. Read here, and not by the framework, so that each fault is told with
 * its field or place, and no other service's JSON is read by these rules.
 */
final class JsonBody {

  /** An attachment is one string; how long a body may be is limited where it is received. */
  private static final int LONGEST_STRING = Integer.MAX_VALUE;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(LONGEST_STRING).build())
                  .build())
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A template's 12.50 shall not become 12.5.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              textual ->
                  textual
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private JsonBody() {}

  /**
   * Reads a body.
   *
   * @throws ProblemException 400 where it is no JSON, 422 where it is not that of the type
   */
  static <T> T read(byte[] body, Class<T> type) {
    if (body.length == 0) {
      throw new ProblemException(
          Problem.of(400, "bad-json", "Not valid JSON", "The body is empty."));
    }
    T value;
    try (JsonParser parser = MAPPER.createParser(body)) {
      value = MAPPER.readValue(parser, type);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "there is more behind its end");
      }
    } catch (UnrecognizedPropertyException e) {
      throw new ProblemException(
          placed(
              Problem.of(422, "unknown-field", "Unknown field", "There is no such field.")
                  .about(path(e)),
              e));
    } catch (MismatchedInputException e) {
      throw new ProblemException(
          placed(Problem.of(422, "invalid-field", "Invalid field", mismatch(e)).about(path(e)), e));
    } catch (JsonMappingException e) {
      throw e.getCause() instanceof ProblemException problem
          ? new ProblemException(placed(problem.problem(), e))
          : syntax(e);
    } catch (JsonProcessingException e) {
      throw syntax(e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    if (value == null) {
      throw new ProblemException(
          Problem.of(422, "invalid-field", "Invalid field", "The body is null, not an object."));
    }
    return value;
  }

  private static ProblemException syntax(JsonProcessingException e) {
    String words = e.getOriginalMessage().lines().findFirst().orElse("it breaks off");
    // Where an object that is never closed begins, Jackson tells in terms of its own settings.
    String what = words.replaceFirst("\\s*\\(start marker at .*", "");
    return new ProblemException(
        placed(Problem.of(400, "bad-json", "Not valid JSON", "The body is not JSON: " + what), e));
  }

  private static Problem placed(Problem problem, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null ? problem : problem.at(location.getLineNr(), location.getColumnNr());
  }

  /** A sentence in JSON's words, not in Java's. */
  private static String mismatch(MismatchedInputException e) {
    Class<?> wanted = e.getTargetType();
    if (e instanceof InvalidFormatException || wanted == null) {
      return "The value is not of the form that this field has.";
    }
    if (wanted == String.class) {
      return "The value has to be a string.";
    }
    if (wanted == Boolean.class || wanted == boolean.class) {
      return "The value has to be true or false.";
    }
    if (Number.class.isAssignableFrom(wanted)) {
      return "The value has to be a whole number.";
    }
    if (Iterable.class.isAssignableFrom(wanted)) {
      return "The value has to be an array.";
    }
    return "The value has to be an object.";
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            part ->
                part.getFieldName() == null
                    ? "[" + part.getIndex() + "]"
                    : "." + part.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }
}
