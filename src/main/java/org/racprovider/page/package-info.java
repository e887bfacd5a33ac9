/**
 * Web pages and the description of the API.
 *
 * <ul>
 *   <li>{@link org.racprovider.page.PageRoutes} serves the API page and the live page.
 *   <li>{@link org.racprovider.page.OpenApiRoutes} serves the OpenAPI document.
 *   <li>{@link org.racprovider.page.FileResponse} sends a file from the class path.
 * </ul>
 *
 * <p>It may use {@code http}. The pages themselves are in {@code src/main/resources/page}.
 */
package org.racprovider.page;
