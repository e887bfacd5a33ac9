package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.config.DatabaseAddress;
import org.racprovider.support.Postgres;

/** Migration V004 keeps the property mappings, and servers of the version before go on working. */
@ExtendWith(VertxExtension.class)
class UpgradeIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.empty();

  private static final UUID FIRST = UUID.fromString("bbbbbbbb-0000-4000-8000-000000000003");
  private static final UUID SECOND = UUID.fromString("bbbbbbbb-0000-4000-8000-000000000001");
  private static final UUID THIRD = UUID.fromString("bbbbbbbb-0000-4000-8000-000000000002");

  private static Pool pool;

  @BeforeAll
  static void upgrade(Vertx vertx) {
    DatabaseAddress address = POSTGRES.database().direct();
    Flyway.configure()
        .dataSource(address.jdbcUrl(), address.user(), address.password())
        .locations("classpath:db/migration")
        .target("003")
        .load()
        .migrate();
    POSTGRES.execute(
        """
        INSERT INTO property_mapping (pk, name) VALUES ('%1$s', 'c'), ('%2$s', 'a'), ('%3$s', 'b');
        INSERT INTO provider (pk, type, name) VALUES (1001, 'rac', 'linked'), (1002, 'rac', 'not linked');
        INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
        VALUES (1001, '%3$s', 2), (1001, '%1$s', 0), (1001, '%2$s', 1);
        """
            .formatted(FIRST, SECOND, THIRD));
    POSTGRES.migrate();
    pool = POSTGRES.pool(vertx);
  }

  @Test
  void keepsTheMappingsInTheirOrder() {
    assertThat(mappings("linked")).containsExactly(FIRST, SECOND, THIRD);
    assertThat(mappings("not linked")).isEmpty();
  }

  @Test
  void oldServersCreate() {
    // When
    POSTGRES.execute(
        """
        WITH inserted AS (
            INSERT INTO provider (type, name) VALUES ('rac', 'by an old server') RETURNING pk
        )
        INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
        SELECT pk, mapping, ordinal
        FROM inserted,
             (VALUES ('%3$s'::uuid, 2), ('%1$s', 0), ('%2$s', 1)) AS link (mapping, ordinal)
        """
            .formatted(FIRST, SECOND, THIRD));

    // Then
    assertThat(mappings("by an old server")).containsExactly(FIRST, SECOND, THIRD);
  }

  @Test
  void oldServersChangeMappings() {
    // Given
    POSTGRES.execute(
        "INSERT INTO provider (pk, type, name, property_mappings)"
            + " VALUES (1003, 'rac', 'changed', '{%s,%s}')".formatted(FIRST, SECOND));

    // When
    POSTGRES.execute(
        """
        BEGIN;
        DELETE FROM provider_property_mapping WHERE provider = 1003;
        INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
        SELECT 1003, link.pk, link.ordinal
        FROM unnest('{%s,%s}'::uuid[]) WITH ORDINALITY AS link (pk, ordinal);
        COMMIT
        """
            .formatted(THIRD, FIRST));

    // Then
    assertThat(mappings("changed")).containsExactly(THIRD, FIRST);
  }

  @Test
  void oldServersRemoveMappings() {
    // Given
    POSTGRES.execute(
        "INSERT INTO provider (pk, type, name, property_mappings)"
            + " VALUES (1004, 'rac', 'removed', '{%s,%s}')".formatted(FIRST, SECOND));

    // When
    POSTGRES.execute("DELETE FROM provider_property_mapping WHERE provider = 1004");

    // Then
    assertThat(mappings("removed")).isEmpty();
  }

  @Test
  void oldServersReadMappings() {
    assertThat(
            pool.query(
                    "SELECT property_mapping FROM provider_property_mapping"
                        + " WHERE provider = 1001 ORDER BY ordinal")
                .execute()
                .await())
        .extracting(row -> row.getUUID(0))
        .containsExactly(FIRST, SECOND, THIRD);
  }

  private static List<UUID> mappings(String name) {
    return Arrays.asList(
        pool.query("SELECT property_mappings FROM provider WHERE name = '" + name + "'")
            .execute()
            .await()
            .iterator()
            .next()
            .getArrayOfUUIDs(0));
  }
}
