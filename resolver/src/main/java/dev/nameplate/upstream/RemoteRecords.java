package dev.nameplate.upstream;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Pages;
import dev.nameplate.resolve.Records;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.v1.SearchResponse;
import dev.nameplate.wire.ListingCodec;
import dev.nameplate.wire.Read;
import dev.nameplate.wire.RecordReader;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Lists the records of another node, each of which is verified. That a page has all entries that
 * were asked for, and no others of the prefix, is the node's word. Thread-safe.
 */
final class RemoteRecords implements Records {
  private final RemoteCalls node;
  private final StatementVerifier verifier;

  RemoteRecords(RemoteCalls node, StatementVerifier verifier) {
    this.node = node;
    this.verifier = verifier;
  }

  @Override
  public Page list(Filter filter, int size, String token) {
    Pages.requireSize(size);
    return node.ask(
        () ->
            read(
                filter.prefix(),
                ListingCodec.page(
                    node.records().listIdentifiers(ListingCodec.request(filter, size, token))),
                List.of(),
                RecordReader::read));
  }

  @Override
  public Page search(Search search, int size, String token) {
    Pages.requireSize(size);
    return node.ask(
        () -> {
          SearchResponse found = node.records().search(ListingCodec.request(search, size, token));
          return read(
              search.prefix(),
              ListingCodec.page(found),
              ListingCodec.partly(found),
              RecordReader::read);
        });
  }

  @Override
  public Page versions(Identifier identifier, int size, String token) {
    Pages.requireSize(size);
    return node.ask(
        () ->
            read(
                identifier.prefix(),
                ListingCodec.page(
                    node.records().listVersions(ListingCodec.request(identifier, size, token))),
                List.of(),
                (reader, version) -> reader.read(version, identifier)));
  }

  private Page read(
      Prefix prefix,
      dev.nameplate.resolve.Page<ListingCodec.Listed> page,
      List<Partly> partly,
      BiFunction<RecordReader, ListingCodec.Listed, Read<IdentifierRecord>> read) {
    return new Page(
        page.entries().isEmpty()
            ? List.of()
            : Rejections.named(prefix, () -> verified(prefix, page.entries(), read)),
        page.nextToken(),
        partly);
  }

  private List<Verified<IdentifierRecord>> verified(
      Prefix prefix,
      List<ListingCodec.Listed> entries,
      BiFunction<RecordReader, ListingCodec.Listed, Read<IdentifierRecord>> read) {
    RecordReader reader = new RecordReader(Optional.of(verifier), prefix, node::describe);
    return entries.stream().map(entry -> read.apply(reader, entry).proof().orElseThrow()).toList();
  }
}
