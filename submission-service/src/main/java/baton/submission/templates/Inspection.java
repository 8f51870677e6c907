package baton.submission.templates;

import com.samskivert.mustache.Mustache;
import java.util.regex.Pattern;

/** Looks at every tag of a template before it is used: what Baton does not offer is refused. */
final class Inspection implements Mustache.Visitor {

  private static final Pattern NAME =
      Pattern.compile("\\.|this|-first|-last|-index|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  private final boolean usualTags;
  private int sections;

  /**
   * An inspection.
   *
   * @param source of the template
   */
  Inspection(String source) {
    this.usualTags = !source.contains("{{=");
  }

  /** The template has what it must not have; the message is a sentence. */
  static final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Fault(String sentence) {
      super(sentence);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /** The library takes a tag that nobody closed for text. */
  @Override
  public void visitText(String text) {
    if (usualTags && text.contains("{{")) {
      throw new Fault("a tag that begins with {{ has no end");
    }
  }

  @Override
  public void visitVariable(String name) {
    check(name);
  }

  @Override
  public boolean visitSection(String name) {
    return section(name);
  }

  @Override
  public boolean visitInvertedSection(String name) {
    return section(name);
  }

  @Override
  public boolean visitInclude(String name) {
    throw new Fault("it includes " + name + ", and templates include no others");
  }

  @Override
  public boolean visitParent(String name) {
    throw new Fault("it extends " + name + ", and templates extend no others");
  }

  @Override
  public boolean visitBlock(String name) {
    throw new Fault("it has a block " + name + ", and templates have none");
  }

  /** The limit holds for sections within sections too, so that it also bounds the depth. */
  private boolean section(String name) {
    check(name);
    if (++sections > TemplateRules.MOST_SECTIONS) {
      throw new Fault("it has more than " + TemplateRules.MOST_SECTIONS + " sections");
    }
    return true;
  }

  private static void check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new Fault(
          "the tag " + name + " is no name: letters, digits, hyphen and underscore, dots between");
    }
  }
}
