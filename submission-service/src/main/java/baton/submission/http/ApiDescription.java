package baton.submission.http;

/** Names by which the OpenAPI document's parts refer to each other. */
final class ApiDescription {

  static final String API_KEY = "apiKey";
  static final String ADMIN_KEY = "adminKey";
  static final String PROBLEM = "Problem";
  static final String RATE_LIMITED = "RateLimited";
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private ApiDescription() {}
}
