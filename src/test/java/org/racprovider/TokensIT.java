package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.racprovider.support.Jws;
import org.racprovider.support.Keys;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;

/** The whole server accepts tokens of every configured key, and stores nothing for forged ones. */
class TokensIT {

  private static final String SECRET = "the shared secret, of 32 bytes or more";
  private static final String HS256 = "{\"alg\":\"HS256\"}";
  private static final KeyPair RSA = Keys.rsa(2048);
  private static final KeyPair EC = Keys.ec("secp256r1");
  private static final KeyPair P521 = Keys.ec("secp521r1");
  private static final KeyPair ED25519 = Keys.okp("Ed25519");

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.withDatabase(
          Map.of(
              "RAC_JWT_SECRET",
              SECRET,
              "RAC_JWT_PUBLIC_KEY",
              Keys.pem(RSA.getPublic()),
              "RAC_JWT_JWKS",
              Keys.jwks(
                      Keys.ecJwk(EC).put("kid", "ec"),
                      Keys.ecJwk(P521).put("kid", "p521"),
                      Keys.okpJwk(ED25519).put("kid", "ed"))
                  .encode(),
              "RAC_JWT_ISSUER",
              "the issuer",
              "RAC_JWT_AUDIENCE",
              "the audience",
              "RAC_JWT_PERMISSIONS_CLAIM",
              "scopes"));

  private static WebClient client;

  @BeforeAll
  static void connect() {
    client = WebClient.create(SERVER.vertx());
  }

  @AfterEach
  void deleteCreatedProviders() {
    SERVER.database().execute("DELETE FROM provider WHERE pk >= 1000");
  }

  @Test
  void refusesToStartWithoutAKey() {
    assertThatThrownBy(
            () -> Server.start(Map.of("RAC_DATABASE_URL", SERVER.database().uri())).await())
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.BAD_CONFIGURATION)
        .hasMessageContaining("no key configured");
  }

  @Test
  void acceptsTokensOfEveryConfiguredKey() {
    // Given
    String claims = claims().encode();
    String kid = "{\"alg\":\"ES256\",\"kid\":\"ec\"}";

    // Then
    assertThat(create(Jws.hs256(SECRET, HS256, claims)).statusCode()).isEqualTo(201);
    assertThat(create(Jws.rs256(RSA.getPrivate(), "{\"alg\":\"RS256\"}", claims)).statusCode())
        .isEqualTo(201);
    assertThat(create(Jws.es256(EC.getPrivate(), kid, claims)).statusCode()).isEqualTo(201);
    assertAccepted(RSA, "PS384", "{'alg':'PS384'}");
    assertAccepted(P521, "ES512", "{'alg':'ES512','kid':'p521'}");
    assertAccepted(ED25519, "EdDSA", "{'alg':'EdDSA','kid':'ed'}");
  }

  @Test
  void storesNothingForForgedTokens() {
    // Given
    String claims = claims().encode();
    String elsewhere = claims().put("iss", "somebody").encode();

    // When
    List<HttpResponse<Buffer>> responses =
        List.of(
            create(Jws.unsigned("{\"alg\":\"none\"}", claims)),
            create(Jws.hs256(Keys.pem(RSA.getPublic()), HS256, claims)),
            create(Jws.hs256("another secret of 32 bytes or more", HS256, claims)),
            create(Jws.hs256(SECRET, HS256, elsewhere)),
            create(Jws.hs256(SECRET, "{\"alg\":\"HS256\",\"kid\":\"x\"}", claims)));

    // Then
    assertThat(responses)
        .allSatisfy(
            response -> {
              assertThat(response.statusCode()).isEqualTo(403);
              assertThat(response.bodyAsString())
                  .isEqualTo("{\"detail\":\"Token invalid/expired\"}");
            });
    assertNothingStored();
  }

  @Test
  void readsPermissionsFromTheConfiguredClaim() {
    // Given
    JsonObject claims = claims();
    claims.put("permissions", claims.remove("scopes"));

    // When
    HttpResponse<Buffer> response = create(Jws.hs256(SECRET, HS256, claims.encode()));

    // Then
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.bodyAsString())
        .isEqualTo("{\"detail\":\"You do not have permission to perform this action.\"}");
    assertNothingStored();
  }

  private static void assertAccepted(KeyPair pair, String algorithm, String header) {
    String token =
        Jws.sign(pair.getPrivate(), algorithm, header.replace('\'', '"'), claims().encode());
    assertThat(create(token).statusCode()).isEqualTo(201);
  }

  private static HttpResponse<Buffer> create(String token) {
    HttpRequest<Buffer> request = client.post(SERVER.port(), "127.0.0.1", Providers.PATH);
    return request
        .putHeader("Authorization", "Bearer " + token)
        .sendJsonObject(Providers.named(UUID.randomUUID().toString()))
        .await();
  }

  private static void assertNothingStored() {
    long stored =
        SERVER
            .database()
            .pool(SERVER.vertx())
            .query("SELECT count(*) FROM provider WHERE pk >= 1000")
            .execute()
            .await()
            .iterator()
            .next()
            .getLong(0);
    assertThat(stored).isZero();
  }

  private static JsonObject claims() {
    return new JsonObject()
        .put("iss", "the issuer")
        .put("aud", new JsonArray().add("others").add("the audience"))
        .put("sub", "somebody")
        .put("scopes", new JsonArray().add("authentik_providers_rac.add_racprovider"))
        .put("exp", Instant.now().getEpochSecond() + 3600);
  }
}
