package baton.submission.templates;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a template reaches its variables, and nothing else: members of JSON objects by their names.
 * The library's own way would find methods and fields of Java objects too. Counts what is done, so
 * that loops within loops come to an end. For one thread.
 */
final class Lookup implements Mustache.Collector, Mustache.Formatter {

  /** Up to here a number is written out; 1e999999999 would be a long text. */
  private static final int LONGEST_SCALE = 40;

  private int steps;
  private String last = "";

  /** The tag asks for more than it may have; the message is a sentence. */
  static final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String variable;

    Fault(String variable, String sentence) {
      super(sentence);
      this.variable = variable;
    }

    String variable() {
      return variable;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  void begin() {
    steps = 0;
    last = "";
  }

  /** The variable that was asked for last. */
  String last() {
    return last;
  }

  @Override
  public Mustache.VariableFetcher createFetcher(Object context, String name) {
    return this::fetch;
  }

  private @Nullable Object fetch(Object context, String name) {
    step();
    // A name with dots is asked for as a whole first, and then part by part.
    if (!("." + last + ".").contains("." + name + ".")) {
      last = name;
    }
    return context instanceof Map<?, ?> map && map.containsKey(name)
        ? map.get(name)
        : Template.NO_FETCHER_FOUND;
  }

  /** An empty text is as good as no section. */
  @Override
  public @Nullable Iterator<?> toIterator(Object value) {
    return switch (value) {
      case List<?> list -> counted(list.iterator());
      case String text when text.isEmpty() -> Collections.emptyIterator();
      default -> null;
    };
  }

  @Override
  public <K, V> Map<K, V> createFetcherCache() {
    return new HashMap<>();
  }

  @Override
  public String format(Object value) {
    return switch (value) {
      case List<?> _ -> throw new Fault(last, "is a list; a tag without # writes one value");
      case Map<?, ?> _ -> throw new Fault(last, "is an object; a tag without # writes one value");
      case BigDecimal number when Math.abs(number.scale()) <= LONGEST_SCALE ->
          number.toPlainString();
      default -> value.toString();
    };
  }

  private void step() {
    if (++steps > TemplateRules.MOST_STEPS) {
      throw new Fault(
          last, "makes the template take more than " + TemplateRules.MOST_STEPS + " steps");
    }
  }

  private Iterator<?> counted(Iterator<?> entries) {
    return new Iterator<Object>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Object next() {
        step();
        return entries.next();
      }
    };
  }
}
