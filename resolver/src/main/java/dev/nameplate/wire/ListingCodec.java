package dev.nameplate.wire;

import static dev.nameplate.wire.UnacceptableAnswerException.reading;

import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.Page;
import dev.nameplate.resolve.Records;
import dev.nameplate.template.ItemType;
import dev.nameplate.trust.statement.RecordValues;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.ListIdentifiersResponse;
import dev.nameplate.v1.ListVersionsRequest;
import dev.nameplate.v1.ListVersionsResponse;
import dev.nameplate.v1.PartlyIndexed;
import dev.nameplate.v1.SearchRequest;
import dev.nameplate.v1.SearchResponse;
import java.util.List;
import java.util.stream.IntStream;

/** Lists of records: from the wire and to it. */
public final class ListingCodec {
  private ListingCodec() {}

  /**
   * A record of a list, unverified.
   *
   * @param sent the statement with the record, as it was sent
   * @param subject the identifier that the node lists it for, needed for a range; empty if not sent
   */
  public record Listed(dev.nameplate.v1.SignedStatement sent, String subject) {
    /**
     * The statement with the record.
     *
     * @throws dev.nameplate.error.RejectedStatementException if it is malformed
     */
    public SignedStatement statement() {
      return SignedStatement.fromProto(sent);
    }

    /**
     * The identifier that the node lists it for, or else that of the statement.
     *
     * @throws dev.nameplate.error.RejectedStatementException if it is malformed
     */
    public Identifier identifier() {
      return subject.isEmpty()
          ? Read.subjectOf(statement())
          : reading(() -> Identifier.parseRecorded(subject));
    }
  }

  public static Records.Filter filter(ListIdentifiersRequest request) {
    return new Records.Filter(
        Prefix.sought(request.getPrefix()), request.getSuffixStart(), request.getIncludeRetired());
  }

  public static ListIdentifiersRequest request(Records.Filter filter, int size, String token) {
    return ListIdentifiersRequest.newBuilder()
        .setPrefix(filter.prefix().toString())
        .setSuffixStart(filter.suffixStart())
        .setIncludeRetired(filter.includeRetired())
        .setPageSize(size)
        .setPageToken(token)
        .build();
  }

  public static ListIdentifiersResponse identifiers(Records.Page page, Caller caller) {
    return ListIdentifiersResponse.newBuilder()
        .addAllStatements(shown(page, caller))
        .addAllIdentifiers(
            page.entries().stream().map(entry -> entry.value().identifier().toString()).toList())
        .setNextPageToken(page.nextToken())
        .build();
  }

  public static Page<Listed> page(ListIdentifiersResponse page) {
    return new Page<>(
        IntStream.range(0, page.getStatementsCount())
            .mapToObj(
                entry ->
                    new Listed(
                        page.getStatements(entry),
                        entry < page.getIdentifiersCount() ? page.getIdentifiers(entry) : ""))
            .toList(),
        page.getNextPageToken());
  }

  public static ListVersionsRequest request(Identifier identifier, int size, String token) {
    return ListVersionsRequest.newBuilder()
        .setIdentifier(identifier.toString())
        .setPageSize(size)
        .setPageToken(token)
        .build();
  }

  public static ListVersionsResponse versions(Records.Page page, Caller caller) {
    return ListVersionsResponse.newBuilder()
        .addAllStatements(shown(page, caller))
        .setNextPageToken(page.nextToken())
        .build();
  }

  public static Page<Listed> page(ListVersionsResponse page) {
    return new Page<>(listed(page.getStatementsList()), page.getNextPageToken());
  }

  /**
   * The search of a request.
   *
   * @param restricted whether to find records by values that not everyone may read, too
   */
  public static Records.Search search(SearchRequest request, boolean restricted) {
    return switch (request.getValueCase()) {
      case TEXT -> search(request, ItemType.STRING, ValueData.text(request.getText()), restricted);
      case DATE -> search(request, ItemType.DATE, ValueData.text(request.getDate()), restricted);
      case NUMBER ->
          search(request, ItemType.NUMBER, new ValueData.Number(request.getNumber()), restricted);
      case BINARY ->
          search(
              request, ItemType.BYTES, ValueData.binary(Bytes.of(request.getBinary())), restricted);
      case REFERENCE ->
          search(
              request,
              ItemType.REFERENCE,
              new ValueData.Reference(RegistrationCodec.reference(request.getReference())),
              restricted);
      case WRITTEN ->
          Records.Search.written(
              Prefix.sought(request.getPrefix()),
              request.getItem(),
              request.getWritten(),
              restricted);
      case VALUE_NOT_SET -> throw InvalidInputException.of("value", "", "a value to look for");
    };
  }

  private static Records.Search search(
      SearchRequest request, ItemType type, ValueData value, boolean restricted) {
    return new Records.Search(
        Prefix.sought(request.getPrefix()), request.getItem(), type, value, restricted);
  }

  public static SearchRequest request(Records.Search search, int size, String token) {
    SearchRequest.Builder request =
        SearchRequest.newBuilder()
            .setPrefix(search.prefix().toString())
            .setItem(search.item())
            .setPageSize(size)
            .setPageToken(token);
    ValueData value = search.value();
    if (value instanceof ValueData.Number number) {
      request.setNumber(number.text());
    } else if (value instanceof ValueData.Binary binary) {
      request.setBinary(binary.bytes().asByteString());
    } else if (value instanceof ValueData.Reference reference) {
      request.setReference(RecordValues.toProto(reference.to()));
    } else if (search.type().isEmpty()) {
      request.setWritten(((ValueData.Text) value).text());
    } else if (search.type().get() == ItemType.DATE) {
      request.setDate(((ValueData.Text) value).text());
    } else {
      request.setText(((ValueData.Text) value).text());
    }
    return request.build();
  }

  public static SearchResponse found(Records.Page page, Caller caller) {
    return SearchResponse.newBuilder()
        .addAllStatements(shown(page, caller))
        .setNextPageToken(page.nextToken())
        .addAllPartly(
            page.partly().stream()
                .map(
                    item ->
                        PartlyIndexed.newBuilder()
                            .setTemplate(item.template().toString())
                            .setSinceVersion((int) item.since())
                            .build())
                .toList())
        .build();
  }

  public static Page<Listed> page(SearchResponse page) {
    return new Page<>(listed(page.getStatementsList()), page.getNextPageToken());
  }

  /** The templates of which a search did not look at all records. */
  public static List<Records.Partly> partly(SearchResponse page) {
    return reading(
        () ->
            page.getPartlyList().stream()
                .map(
                    template ->
                        new Records.Partly(
                            Identifier.parseRecorded(template.getTemplate()),
                            Integer.toUnsignedLong(template.getSinceVersion())))
                .toList());
  }

  private static List<dev.nameplate.v1.SignedStatement> shown(Records.Page page, Caller caller) {
    return page.entries().stream().map(entry -> caller.shown(entry).toProto()).toList();
  }

  private static List<Listed> listed(List<dev.nameplate.v1.SignedStatement> sent) {
    return sent.stream().map(statement -> new Listed(statement, "")).toList();
  }
}
