/**
 * JSON functions that Vert.x lacks. {@link org.racprovider.json.StrictJson} decodes JSON as RFC
 * 8259 defines it. {@link org.racprovider.json.StorableJson} finds values that PostgreSQL or Vert.x
 * cannot read back.
 *
 * <p>Uses only {@code bus}, for the failure that tells a client why its JSON was refused.
 */
package org.racprovider.json;
