package baton.contracts;

/** Header names of CloudEvents 1.0 in Kafka's binary mode (Kafka protocol binding, section 3.2). */
public final class CloudEvents {

  public static final String VERSION = "1.0";
  public static final String SPEC_VERSION = "ce_specversion";
  public static final String ID = "ce_id";
  public static final String TYPE = "ce_type";
  public static final String SOURCE = "ce_source";
  public static final String TIME = "ce_time";
  public static final String SUBJECT = "ce_subject";
  public static final String DATA_SCHEMA = "ce_dataschema";
  public static final String CONTENT_TYPE = "content-type";

  private CloudEvents() {}
}
