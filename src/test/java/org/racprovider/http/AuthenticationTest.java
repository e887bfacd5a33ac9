package org.racprovider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.auth.Authentication;
import org.racprovider.auth.Caller;
import org.racprovider.auth.KeySet;
import org.racprovider.auth.Permission;
import org.racprovider.config.HttpConfig.HttpLimits;
import org.racprovider.config.JwksSource;
import org.racprovider.config.JwtConfig;
import org.racprovider.config.Timings;
import org.racprovider.http.limits.AdmissionControl;
import org.racprovider.http.limits.BodyReader;
import org.racprovider.http.limits.OpenConnections;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.support.Jws;
import org.racprovider.support.Keys;
import org.racprovider.support.Memory;

/** Only requests with a valid token reach the operation of a resource. */
@ExtendWith(VertxExtension.class)
class AuthenticationTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String SECRET = "the shared secret, of 32 bytes or more";
  private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  private static final String ADD = "authentik_providers_rac.add_racprovider";
  private static final String NONE = "Authentication credentials were not provided.";
  private static final String INVALID = "Token invalid/expired";
  private static final String FORBIDDEN = "You do not have permission to perform this action.";

  private static final KeyPair RSA = Keys.rsa(2048);
  private static final KeyPair EC = Keys.ec("secp256r1");

  private static WebClient client;
  private static HttpServer server;

  private static final AtomicReference<Caller> REACHED = new AtomicReference<>();

  @BeforeAll
  static void start(Vertx vertx) {
    client = WebClient.create(vertx);
    server = vertx.createHttpServer().requestHandler(router(vertx)).listen(0, "127.0.0.1").await();
  }

  @BeforeEach
  void forgetCaller() {
    REACHED.set(null);
  }

  @Test
  void acceptsEveryConfiguredKey() {
    // Given
    String claims = claims(3600);

    // Then
    assertAccepted(Jws.hs256(SECRET, HS256, claims));
    assertAccepted(Jws.rs256(RSA.getPrivate(), "{\"alg\":\"RS256\"}", claims));
    assertAccepted(Jws.es256(EC.getPrivate(), "{\"alg\":\"ES256\",\"kid\":\"ec\"}", claims));
  }

  @ParameterizedTest
  @CsvSource({"-29, true", "-31, false"})
  void acceptsThirtySecondsOfClockDifference(int secondsAhead, boolean accepted) {
    // When: the token is verified in the second in which the claims are made
    HttpResponse<Buffer> response;
    long second;
    do {
      second = Instant.now().getEpochSecond();
      response = send(Jws.hs256(SECRET, HS256, claims(secondsAhead)));
    } while (Instant.now().getEpochSecond() != second);

    // Then
    assertThat(response.statusCode()).isEqualTo(accepted ? 200 : 403);
  }

  static Stream<Arguments> forged() {
    String valid = claims(3600);
    return Stream.of(
        forgery("no signature", Jws.unsigned("{\"alg\":\"none\"}", valid)),
        forgery("no signature, other case", Jws.unsigned("{\"alg\":\"NoNe\"}", valid)),
        forgery("no signature, two parts", twoParts(Jws.unsigned("{\"alg\":\"none\"}", valid))),
        forgery("no algorithm", Jws.hs256(SECRET, "{}", valid)),
        forgery("no signature of HS256", Jws.unsigned(HS256, valid)),
        forgery("public key as secret", Jws.hs256(Keys.pem(RSA.getPublic()), HS256, valid)),
        forgery("secret as another algorithm", Jws.hs256(SECRET, "{\"alg\":\"RS256\"}", valid)),
        forgery("another secret", Jws.hs256("another secret of 32 bytes or more", HS256, valid)),
        forgery(
            "another RSA key",
            Jws.rs256(Keys.rsa(2048).getPrivate(), "{\"alg\":\"RS256\"}", valid)),
        forgery(
            "another EC key",
            Jws.es256(
                Keys.ec("secp256r1").getPrivate(), "{\"alg\":\"ES256\",\"kid\":\"ec\"}", valid)),
        forgery("unknown kid", Jws.hs256(SECRET, "{\"alg\":\"HS256\",\"kid\":\"x\"}", valid)),
        forgery(
            "secret for a named key",
            Jws.hs256(SECRET, "{\"alg\":\"HS256\",\"kid\":\"ec\"}", valid)),
        forgery(
            "own key for a named key",
            Jws.rs256(RSA.getPrivate(), "{\"alg\":\"RS256\",\"kid\":\"ec\"}", valid)),
        forgery(
            "kid that is not a string", Jws.hs256(SECRET, "{\"alg\":\"HS256\",\"kid\":7}", valid)),
        forgery(
            "critical extension",
            Jws.hs256(SECRET, "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}", valid)),
        forgery("changed claims", changed(Jws.hs256(SECRET, HS256, valid))),
        forgery("claims that are not an object", Jws.hs256(SECRET, HS256, "[]")),
        forgery("claims that are not JSON", Jws.hs256(SECRET, HS256, "{")),
        forgery("opaque", "tok-akadmin"),
        forgery("dots", ".."));
  }

  static Stream<Arguments> malformed() {
    String valid = Jws.hs256(SECRET, HS256, claims(3600));
    int dot = valid.indexOf('.');
    int lastDot = valid.lastIndexOf('.');
    return Stream.of(
        forgery("signature without its last character", valid.substring(0, valid.length() - 1)),
        forgery("half a signature", valid.substring(0, valid.length() - 20)),
        forgery("header alone", valid.substring(0, dot)),
        forgery("header and dot", valid.substring(0, dot + 1)),
        forgery("no header", valid.substring(dot)),
        forgery("no claims", valid.substring(0, dot + 1) + valid.substring(lastDot)),
        forgery("claims cut", valid.substring(0, lastDot - 5) + valid.substring(lastDot)),
        forgery("four parts", valid + ".x"),
        forgery("five parts, as if encrypted", valid + ".x.y"),
        forgery("padding", valid + "="),
        forgery("characters of another base64", valid.substring(0, lastDot + 1) + "+/+/"),
        forgery("unused bits of the signature", withUnusedBit(valid)),
        forgery("a space inside", valid.substring(0, dot) + " " + valid.substring(dot)),
        forgery("an additional character", valid + "A"),
        forgery("twice", valid + valid),
        forgery("oversized", valid + "A".repeat(6000)),
        forgery("oversized header", "A".repeat(6000) + valid.substring(dot)),
        forgery("nested", Jws.hs256(SECRET, HS256, '"' + valid + '"')));
  }

  static Stream<Arguments> otherFormsOfEcdsa() {
    String header = "{\"alg\":\"ES256\",\"kid\":\"ec\"}";
    String valid = claims(3600);
    String raw = Jws.es256(EC.getPrivate(), header, valid);
    return Stream.of(
        forgery("DER", Jws.es256AsDer(EC.getPrivate(), header, valid)),
        forgery("zeros", Jws.unsigned(header, valid) + "A".repeat(86)),
        forgery("R without S", raw.substring(0, raw.length() - 43)),
        forgery("a zero too many", unsigned(raw) + padded(raw)));
  }

  /** RFC 8017, section 8.2.2: a signature is as long as the modulus, and smaller. */
  static Stream<Arguments> otherFormsOfRsa() {
    String valid = rs256WithLeadingZero();
    byte[] signature = signature(valid);
    BigInteger modulus = ((RSAPublicKey) RSA.getPublic()).getModulus();
    BigInteger sum = new BigInteger(1, signature).add(modulus);
    return Stream.of(
        forgery("no leading zero", resigned(valid, withoutFirst(signature))),
        forgery("RSA, a zero too many", unsigned(valid) + padded(valid)),
        forgery("RSA, not smaller", resigned(valid, withoutFirst(sum.toByteArray()))));
  }

  /** A valid token; one of 256 has such a signature. */
  private static String rs256WithLeadingZero() {
    return LongStream.iterate(3600, seconds -> seconds + 1)
        .mapToObj(AuthenticationTest::claims)
        .map(claims -> Jws.rs256(RSA.getPrivate(), "{\"alg\":\"RS256\"}", claims))
        .filter(token -> signature(token)[0] == 0)
        .findFirst()
        .orElseThrow();
  }

  private static String resigned(String token, byte[] signature) {
    return unsigned(token) + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static byte[] withoutFirst(byte[] bytes) {
    return Arrays.copyOfRange(bytes, 1, bytes.length);
  }

  @Test
  void acceptsAnRsaSignatureWithALeadingZero() {
    assertAccepted(rs256WithLeadingZero());
  }

  static Stream<Arguments> ambiguous() {
    String valid = claims(3600);
    String open = valid.substring(0, valid.length() - 1);
    return Stream.of(
        forgery("two exp", Jws.hs256(SECRET, HS256, open + ",\"exp\":9999999999}")),
        forgery("two sub", Jws.hs256(SECRET, HS256, open + ",\"sub\":\"akadmin\"}")),
        forgery("two sub, escaped", Jws.hs256(SECRET, HS256, open + ",\"\\u0073ub\":\"x\"}")),
        forgery("two scopes", Jws.hs256(SECRET, HS256, open + ",\"scopes\":[]}")),
        forgery(
            "two is_superuser",
            Jws.hs256(SECRET, HS256, open + ",\"is_superuser\":false,\"is_superuser\":true}")),
        forgery("two alg", Jws.hs256(SECRET, "{\"alg\":\"none\",\"alg\":\"HS256\"}", valid)),
        forgery("comment", Jws.hs256(SECRET, HS256, "/**/" + valid)),
        forgery("byte order mark", Jws.hs256(SECRET, HS256, "\ufeff" + valid)),
        forgery("content after the claims", Jws.hs256(SECRET, HS256, valid + "{}")),
        forgery("deep claims", Jws.hs256(SECRET, HS256, open + ",\"x\":" + "[".repeat(3000))),
        forgery(
            "number without end", Jws.hs256(SECRET, HS256, open + ",\"x\":" + "9".repeat(3000))));
  }

  static Stream<Arguments> misleadingHeaders() {
    PrivateKey own = Keys.rsa(2048).getPrivate();
    String valid = claims(3600);
    return Stream.of(
            "{'alg':'RS256','jwk':{'kty':'RSA','e':'AQAB','n':'AQAB'}}",
            "{'alg':'RS256','jku':'http://127.0.0.1:1/jwks'}",
            "{'alg':'RS256','x5u':'http://127.0.0.1:1/cert'}",
            "{'alg':'RS256','x5c':['MIIB']}",
            "{'alg':'RS256','kid':'../../../../dev/null'}",
            "{'alg':'RS256','kid':\"' OR '1'='1\"}",
            "{'alg':'RS256','kid':''}",
            "{'alg':'RS256','kid':null}",
            "{'alg':'RS256','kid':['ec']}",
            "{'alg':'RS256','kid':{'ec':1}}",
            "{'alg':'RS256','kid':'ec'}",
            "{'alg':'rs256'}",
            "{'alg':'RS384'}",
            "{'alg':'PS256'}",
            "{'alg':'ES256','kid':'ec'}",
            "{'alg':'HS256'}",
            "{'alg':null}",
            "{'alg':['RS256']}",
            "{'alg':7}",
            "{'alg':''}")
        .map(header -> forgery(header, Jws.rs256(own, header.replace('\'', '"'), valid)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "forged",
    "malformed",
    "otherFormsOfEcdsa",
    "otherFormsOfRsa",
    "ambiguous",
    "misleadingHeaders"
  })
  void refusesForgedTokens(String name, String token) {
    assertRefused(send(token), INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'exp':null}",
        "{'exp':'%1$d'}",
        "{'exp':true}",
        "{'exp':{}}",
        "{'exp':1e400}",
        "{'exp':0}",
        "{'exp':-1}",
        "{'exp':%2$d}",
        "{'exp':%1$d,'nbf':%1$d}",
        "{'exp':%1$d,'iat':%1$d}",
        "{'exp':%1$d,'nbf':'soon'}",
        "{'exp':%1$d,'nbf':null}",
        "{'exp':%1$d,'nbf':-1}",
        "{'exp':%1$d,'nbf':9007199254740993}",
        "{'exp':%1$d,'nbf':9223372036854775807}",
        "{'exp':%1$d,'nbf':9223372036854775808}",
        "{'exp':%1$d,'nbf':18446744073709551616}",
        "{'exp':%1$d,'nbf':-9223372036854775809}",
        "{'exp':%1$d,'nbf':1e300}",
        "{'exp':%1$d,'iat':9223372036854775808}",
        "{'exp':%1$d,'iat':-9223372036854775809}",
        "{'exp':%1$d,'iat':1e300}",
        "{'exp':%1$d,'iat':[]}",
        "{'exp':9223372036854775807}",
        "{'exp':9223372036854775808}",
        "{'exp':18446744073709551616}",
        "{'exp':1e300}",
        "{'exp':1.5}",
        "{'exp':'1e300'}",
        "{'exp':[%1$d]}",
        "{'exp':{'value':%1$d}}",
        "{'exp':%1$d,'nbf':true}",
        "{'exp':%1$d,'nbf':[0]}",
        "{'exp':%1$d,'nbf':{'value':0}}",
        "{'exp':%1$d,'iat':null}",
        "{'exp':%1$d,'iat':-1}",
        "{'exp':%1$d,'iat':-0.5}",
        "{'exp':%1$d,'iat':'0'}",
        "{'exp':%1$d,'iat':9007199254740993}",
        "{'exp':%1$d,'iss':'somebody'}",
        "{'exp':%1$d,'iss':null}",
        "{'exp':%1$d,'aud':'others'}",
        "{'exp':%1$d,'aud':['others']}",
        "{'exp':%1$d,'aud':null}",
        "{'exp':%1$d,'aud':7}"
      })
  void refusesInvalidClaims(String changes) {
    // Given
    long now = Instant.now().getEpochSecond();
    JsonObject claims = new JsonObject(claims(3600));
    claims.remove("exp");
    String changed = changes.replace('\'', '"').formatted(now + 600, now - 600);
    String text = merged(claims, changed);

    // Then
    assertRefused(send(Jws.hs256(SECRET, HS256, text)), INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'nbf':0,'iat':0}",
        "{'nbf':0.5,'iat':1.5e9}",
        "{'exp':9007199254740992}",
        "{'exp':4.0e9}"
      })
  void acceptsAllFormsOfTimes(String changes) {
    assertAccepted(
        Jws.hs256(SECRET, HS256, merged(new JsonObject(claims(3600)), changes.replace('\'', '"'))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "aud"})
  void refusesTokensWithoutTheConfiguredIssuerOrAudience(String claim) {
    // Given
    JsonObject claims = new JsonObject(claims(3600));
    claims.remove(claim);

    // Then
    assertRefused(send(Jws.hs256(SECRET, HS256, claims.encode())), INVALID);
  }

  @Test
  void refusesTwoAuthorizationHeaders() {
    // Given
    String bearer = "Bearer " + Jws.hs256(SECRET, HS256, claims(3600));

    // Then
    assertRefused(send(List.of(bearer, bearer)), INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Basic YTpi", "Token x"})
  void treatsOtherSchemesAsNoCredentials(String header) {
    assertRefused(send(List.of(header)), NONE);
  }

  @Test
  void refusesRequestsWithoutCredentials() {
    assertRefused(send(List.of()), NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'permissions':['%s']}",
        "{'scopes':[]}",
        "{'scopes':'%s'}",
        "{'scopes':{'%s':true}}",
        "{'scopes':['authentik_providers_rac.view_racprovider',7,null]}",
        "{'is_superuser':'true'}",
        "{'is_superuser':1}",
        "{'is_superuser':false}"
      })
  void refusesCallersWithoutThePermission(String grants) {
    // Given
    JsonObject claims = new JsonObject(claims(3600));
    claims.remove("scopes");
    claims.mergeIn(new JsonObject(grants.replace('\'', '"').formatted(ADD)));

    // Then
    assertRefused(send(Jws.hs256(SECRET, HS256, claims.encode())), FORBIDDEN);
  }

  @Test
  void superusersHaveAllPermissions() {
    // Given
    JsonObject claims = new JsonObject(claims(3600)).put("is_superuser", true);
    claims.remove("scopes");

    // Then
    assertAccepted(Jws.hs256(SECRET, HS256, claims.encode()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER "})
  void ignoresTheCaseOfTheScheme(String scheme) {
    // When
    HttpResponse<Buffer> response = send(List.of(scheme + Jws.hs256(SECRET, HS256, claims(3600))));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(REACHED.get().subject()).isEqualTo("somebody");
  }

  private static void assertAccepted(String token) {
    HttpResponse<Buffer> response = send(token);
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(200);
    assertThat(REACHED.getAndSet(null)).isNotNull();
  }

  private static void assertRefused(HttpResponse<Buffer> response, String detail) {
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.getHeader("content-type")).isEqualTo("application/json");
    assertThat(response.bodyAsJsonObject()).isEqualTo(new JsonObject().put("detail", detail));
    assertThat(REACHED.get()).isNull();
  }

  private static HttpResponse<Buffer> send(String token) {
    return send(List.of("Bearer " + token));
  }

  private static HttpResponse<Buffer> send(List<String> authorization) {
    HttpRequest<Buffer> request = client.post(server.actualPort(), "127.0.0.1", "/things/");
    authorization.forEach(header -> request.headers().add("Authorization", header));
    return request.send().await();
  }

  private static Router router(Vertx vertx) {
    KeySet keySet = KeySet.of(vertx, keys(), Timings.DEFAULT);
    vertx.deployVerticle(keySet).await();
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              RequestObservation.start(context, ended -> {});
              context.next();
            });
    router.route().failureHandler(new FailureHandler(SECOND));
    HttpLimits limits =
        new HttpLimits(1000, 8192, 10, 10, 10, SECOND, SECOND, Duration.ofMinutes(1));
    MemoryBudget memory = Memory.budget();
    AdmissionControl admission =
        new AdmissionControl(limits, new OpenConnections(10, false, Duration.ZERO, memory), memory);
    new ApiRouter(
            router,
            "/api/v3",
            new Authentication(vertx, keys(), keySet),
            new BodyReader(vertx, limits, admission),
            admission)
        .mount(
            "/things/",
            Resource.collection("Things", Map.of(HttpMethod.POST, Permission.ADD_RAC_PROVIDER))
                .on(HttpMethod.POST, AuthenticationTest::reach));
    return router;
  }

  private static Future<JsonResponse> reach(ApiRequest request) {
    REACHED.set(request.caller());
    return Future.succeededFuture(JsonResponse.ok(new JsonObject()));
  }

  private static JwtConfig keys() {
    JsonObject jwk = Keys.ecJwk(EC).put("kid", "ec").put("alg", "ES256");
    return new JwtConfig(
        Optional.of(SECRET),
        Optional.of(Keys.pem(RSA.getPublic())),
        Optional.of(new JwksSource.Given(List.of(jwk))),
        Duration.ofMinutes(5),
        Optional.empty(),
        Optional.of("the issuer"),
        Optional.of("the audience"),
        "scopes");
  }

  private static String claims(long secondsAhead) {
    return new JsonObject()
        .put("iss", "the issuer")
        .put("aud", "the audience")
        .put("sub", "somebody")
        .put("scopes", List.of(ADD))
        .put("exp", Instant.now().getEpochSecond() + secondsAhead)
        .encode();
  }

  /** Numbers such as 1e400 survive only as text. */
  private static String merged(JsonObject claims, String changes) {
    new JsonObject(changes).fieldNames().forEach(claims::remove);
    String rest = claims.encode();
    return changes.equals("{}")
        ? rest
        : changes.substring(0, changes.length() - 1) + "," + rest.substring(1);
  }

  private static String changed(String token) {
    String[] parts = token.split("\\.");
    String claims = Jws.unsigned(HS256, claims(7200)).split("\\.")[1];
    return parts[0] + "." + claims + "." + parts[2];
  }

  private static String withUnusedBit(String token) {
    int last = token.length() - 1;
    return token.substring(0, last) + (char) (token.charAt(last) + 1);
  }

  /** The signature with a zero in front. */
  private static String padded(String token) {
    byte[] signature = signature(token);
    byte[] longer = new byte[signature.length + 1];
    System.arraycopy(signature, 0, longer, 1, signature.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(longer);
  }

  private static byte[] signature(String token) {
    return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
  }

  /** The token up to its signature. */
  private static String unsigned(String token) {
    return token.substring(0, token.lastIndexOf('.') + 1);
  }

  private static String twoParts(String token) {
    return token.substring(0, token.length() - 1);
  }

  private static Arguments forgery(String name, String token) {
    return Arguments.of(name, token);
  }
}
