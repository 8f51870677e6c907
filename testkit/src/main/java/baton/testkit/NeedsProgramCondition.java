package baton.testkit;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link NeedsProgram}. */
final class NeedsProgramCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), NeedsProgram.class).stream()
        .flatMap(needs -> Stream.of(needs.value()))
        .filter(program -> Programs.find(program).isEmpty())
        .findFirst()
        .map(program -> ConditionEvaluationResult.disabled(program + " is not installed"))
        .orElseGet(() -> ConditionEvaluationResult.enabled("every program it needs is installed"));
  }
}
