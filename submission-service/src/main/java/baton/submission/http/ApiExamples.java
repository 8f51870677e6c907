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

  static final String WITH_IMAGE =
      """
      {
        "from": "Example Shop <shop@example.com>",
        "to": "Ada Lovelace <ada@example.org>",
        "subject": "Your order 42 is on its way to Zürich",
        "text": "Dear Ada,\\n\\nyour order 42 left our house this morning. It holds a fountain pen, a\\nbottle of blue ink and two notebooks with ruled pages. The carrier brings it\\nto Zürich within three days and asks for a signature at the door. If nobody is\\nat home, it waits at the next post office for a week.\\n\\nThe invoice is attached. You can follow the parcel at https://example.com/o/42.\\n\\nKind regards\\nExample Shop\\n",
        "html": "<!DOCTYPE html>\\n<html lang=\\"en\\"><head><meta charset=\\"utf-8\\"><title>Your order</title></head><body>\\n<p><img src=\\"cid:logo\\" alt=\\"Example Shop\\" width=\\"40\\" height=\\"40\\"></p>\\n<p>Dear Ada,</p>\\n<p>your order 42 left our house this morning. It holds a fountain pen, a bottle of blue ink and two notebooks with ruled pages. The carrier brings it to Zürich within three days and asks for a signature at the door. If nobody is at home, it waits at the next post office for a week.</p>\\n<p>The invoice is attached. You can <a href=\\"https://example.com/o/42\\">follow the parcel</a>.</p>\\n<p>Kind regards<br>Example Shop</p>\\n</body></html>\\n",
        "attachments": [
          {
            "filename": "logo.png",
            "content": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
            "content_type": "image/png",
            "content_id": "logo",
            "disposition": "inline"
          },
          {
            "filename": "invoice.txt",
            "content": "SW52b2ljZSA0MgpBIGZvdW50YWluIHBlbiAgIDMwLjAwCg==",
            "content_type": "text/plain; charset=utf-8"
          }
        ]
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

  static final String NEW_CREDENTIAL =
      """
      {
        "name": "The shop's newsletter",
        "scopes": ["send"],
        "domains": ["example.com"],
        "networks": ["127.0.0.0/8", "::1"]
      }
      """;

  static final String SUPPRESSIONS =
      """
      address,reason,since
      ada@example.org,unsubscribe,2026-05-01T10:00:00Z
      grace@example.org,,
      """;

  static final String ACCEPTED =
      """
      {"emails": [{"id": "0197a6c0-6e1c-7c3a-9f3e-2b1d5c4e8a90", "to": "ada@example.org"}]}
      """;

  static final String ERASED =
      """
      {"messages": 12, "events": 31, "cancelled": 1, "suppressed": "unsubscribe"}
      """;

  private ApiExamples() {}
}
