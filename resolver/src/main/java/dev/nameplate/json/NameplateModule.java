package dev.nameplate.json;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import dev.nameplate.error.NameplateException;
import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.ValueReference;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.note.LogName;
import java.io.IOException;
import java.util.Base64;
import java.util.function.Function;

/**
 * Jackson module for records that hold words of Nameplate: identifiers, prefixes, operation ids and
 * the like are JSON texts, as they are written; bytes are Base64. Found by {@code
 * ObjectMapper.findAndRegisterModules()}. In a Spring Boot 3 application, declare it as a bean: the
 * application's mapper takes the modules that are beans, and looks for no others.
 *
 * <p>Reading a malformed text fails as Jackson's other mapping errors do, with the path of the
 * field.
 */
public final class NameplateModule extends SimpleModule {
  /** The module; Jackson makes it. */
  public NameplateModule() {
    super("nameplate");
    word(Identifier.class, Identifier::parse);
    word(Prefix.class, Prefix::parse);
    word(Suffix.class, Suffix::parse);
    word(SuffixPattern.class, SuffixPattern::parse);
    word(ValueReference.class, ValueReference::parse);
    word(Endpoint.class, Endpoint::parse);
    word(ItemId.class, ItemId::parse);
    word(EventId.class, EventId::parse);
    word(KeyId.class, text -> new KeyId(Bytes.fromHex(text)));
    word(LogName.class, LogName::new);
    text(OperationId.class, OperationId::text, OperationId::of);
    text(
        Bytes.class,
        bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray()),
        text -> Bytes.wrap(Base64.getDecoder().decode(text)));
  }

  private <T> void word(Class<T> type, Function<String, T> parse) {
    text(type, Object::toString, parse);
  }

  private <T> void text(Class<T> type, Function<T, String> write, Function<String, T> parse) {
    addSerializer(
        type,
        new ToStringSerializerBase(type) {
          @Override
          public String valueToString(Object value) {
            return write.apply(type.cast(value));
          }
        });
    addDeserializer(
        type,
        new FromStringDeserializer<T>(type) {
          @Override
          protected T _deserialize(String text, DeserializationContext context) throws IOException {
            try {
              return parse.apply(text);
            } catch (NameplateException | IllegalArgumentException e) {
              return type.cast(context.handleWeirdStringValue(type, text, "%s", e.getMessage()));
            }
          }

          @Override
          protected Object _deserializeFromEmptyString(DeserializationContext context)
              throws IOException {
            return _deserialize("", context);
          }
        });
  }
}
