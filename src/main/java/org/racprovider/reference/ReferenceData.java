package org.racprovider.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;

/**
 * What the providers refer to, and providers themselves, as a JSON object with the lists {@code
 * flows}, {@code property_mappings}, {@code providers}, {@code applications}, {@code outposts} and
 * {@code endpoints}, and the number {@code first_free_provider_pk}; each of them may be absent.
 * {@code conf/reference-data.example.json} shows all fields.
 *
 * <p>It is known to have the right form. Whether its references lead anywhere only the database can
 * tell.
 */
public final class ReferenceData {

  private final Map<Section, JsonArray> rows;
  private final OptionalInt firstFreeProviderPk;

  ReferenceData(Map<Section, JsonArray> rows, OptionalInt firstFreeProviderPk) {
    this.rows = Map.copyOf(rows);
    this.firstFreeProviderPk = firstFreeProviderPk;
  }

  /** Reads a file; fails with a {@link StartFailure} that names the place. */
  public static Future<ReferenceData> read(Vertx vertx, Path file) {
    return vertx.executeBlocking(() -> parse(content(file)));
  }

  /**
   * Reads the text of a file.
   *
   * @throws StartFailure that names the place
   */
  public static ReferenceData parse(String json) {
    try {
      return of(new JsonObject(json));
    } catch (DecodeException e) {
      throw refused("not a JSON object" + place(e.getCause()));
    }
  }

  /**
   * Reads what would be a file.
   *
   * @throws StartFailure that names the place
   */
  public static ReferenceData of(JsonObject file) {
    return new ReferenceDataReader().read(file);
  }

  private static String place(Throwable cause) {
    return cause instanceof JsonProcessingException e && e.getLocation() != null
        ? " (line %d, column %d)"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())
        : "";
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw refused("cannot read " + file + " as UTF-8 text");
    }
  }

  private static StartFailure refused(String problem) {
    return new StartFailure(ExitCode.BAD_REFERENCE_DATA, problem);
  }

  /** The rows of a section, every field there. */
  JsonArray rows(Section section) {
    return rows.getOrDefault(section, new JsonArray());
  }

  OptionalInt firstFreeProviderPk() {
    return firstFreeProviderPk;
  }
}
