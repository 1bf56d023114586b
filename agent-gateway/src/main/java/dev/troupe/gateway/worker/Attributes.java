package dev.troupe.gateway.worker;

/** Names of attributes that AutoGen's workers set on events and read, and of the headers that carry the others. */
final class Attributes {
    static final String CONTENT_TYPE = "datacontenttype";
    static final String SCHEMA = "dataschema";
    static final String SENDER_TYPE = "agagentsendertype";
    static final String SENDER_KEY = "agagentsenderkey";
    static final String KIND = "agmsgkind";

    static final String PROTOBUF = "application/x-protobuf";

    /** Header with the id that a worker gave its event. */
    static final String ID = "ce-id";
    /** Header with the field of the data, if its content type does not tell: {@code text} or {@code binary}. */
    static final String DATA = "ce-data";
    /** Begins the names of headers with attributes that are no text: their protobuf form in Base64. */
    static final String TYPED = "ce-typed-";

    private Attributes() {}
}
