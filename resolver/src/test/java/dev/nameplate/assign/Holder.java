package dev.nameplate.assign;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.statement.AuthorityKey;
import java.security.SecureRandom;
import java.util.List;

/** Keys and endpoints of somebody who has a node of their own. */
public final class Holder {
  public static final List<Endpoint> THERE = List.of(Endpoint.parse("node.example:7430"));

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final VerifyingKey LOG_KEY = newKey();
  private static final NoteKey LOG =
      new NoteKey(LogName.of(Prefix.parse("88.118.8"), LOG_KEY).text(), LOG_KEY);

  private Holder() {}

  /** A new key of the holder's one log. */
  public static AuthorityKey key() {
    return AuthorityKey.of(newKey(), LOG);
  }

  /** A new key of another log. */
  public static AuthorityKey keyOfAnotherLog(AuthorityKey of) {
    VerifyingKey log = newKey();
    return AuthorityKey.of(
        of.key(), new NoteKey(LogName.of(Prefix.parse("88.118.8"), log).text(), log));
  }

  private static VerifyingKey newKey() {
    return SigningKey.generate(SignatureSuite.ED25519_SHA256, RANDOM).verifyingKey();
  }
}
