package baton.submission.http;

/** Examples in the OpenAPI document; a test sends them. */
final class ApiExamples {

  static final String NEW_EMAIL =
      """
      {
        "from": "Example News <news@example.com>",
        "to": ["Ada Lovelace <ada@example.org>"],
        "subject": "Your order is on its way",
        "text": "It left our house this morning.",
        "html": "<p>It left our house <a href=\\"https://example.com/o/42\\">this morning</a>.</p>",
        "attachments": [
          {
            "filename": "note.txt",
            "content": "VGhhbmsgeW91IQ==",
            "content_type": "text/plain"
          }
        ],
        "tags": ["orders"],
        "metadata": {"order": "42"},
        "track": {"opens": true, "clicks": true}
      }
      """;

  static final String NEW_TEMPLATE =
      """
      {
        "name": "order-shipped",
        "subject": "Your order {{order.number}} is on its way",
        "text": "Dear {{name}},\\n{{#items}}- {{title}}\\n{{/items}}",
        "html": "<p>Dear {{name}},</p><ul>{{#items}}<li>{{title}}</li>{{/items}}</ul>"
      }
      """;

  static final String VARIABLES =
      """
      {
        "variables": {
          "name": "Ada", "order": {"number": 42},
          "items": [{"title": "A pen"}, {"title": "Paper & ink"}]
        }
      }
      """;

  static final String BY_TEMPLATE =
      """
      {
        "from": "Example News <news@example.com>",
        "to": "Ada Lovelace <ada@example.org>",
        "template": "order-shipped",
        "variables": {"name": "Ada", "order": {"number": 42}, "items": [{"title": "A pen"}]}
      }
      """;

  static final String NEW_BATCH =
      """
      {
        "from": "Example News <news@example.com>",
        "subject": "Good news, {{name}}",
        "text": "Dear {{name}}, your balance in {{month}} is {{balance}}.",
        "variables": {"month": "May"},
        "recipients": [
          {"to": "Ada Lovelace <ada@example.org>", "variables": {"name": "Ada", "balance": 12.50}},
          {"to": "grace@example.org", "variables": {"name": "Grace", "balance": 7},
           "metadata": {"customer": "43"}}
        ],
        "tags": ["balances"]
      }
      """;

  static final String ACCEPTED =
      """
      {"emails": [{"id": "0197a6c0-6e1c-7c3a-9f3e-2b1d5c4e8a90", "to": "ada@example.org"}]}
      """;

  private ApiExamples() {}
}
