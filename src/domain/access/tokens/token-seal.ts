import { newId } from "../../../platform/ids/index.ts"
import { type Secrets, seal, sha256, unseal } from "../../../platform/secrets/index.ts"
import { newToken } from "../../../platform/tokens/index.ts"

/** Rows name the key they were sealed with, so that keys can follow one another. */
function tokenKey(secrets: Secrets, keyId: string): Buffer {
  return secrets.deriveKey(`portal-token/${keyId}`)
}

function boundTo(businessId: string, tokenId: string): string {
  return `portal-token:${businessId}:${tokenId}`
}

/** A token never seen before, with what is kept of it: its hash for the look-up, itself sealed for copying. */
export function drawToken(secrets: Secrets, businessId: string, keyId: string) {
  const token = newToken("kvt")
  const tokenId = newId()
  return {
    token,
    tokenId,
    hash: sha256(token),
    sealed: seal(token, tokenKey(secrets, keyId), boundTo(businessId, tokenId)),
    keyId,
  }
}

/** The token itself. Throws where row, business or key are not those it was sealed with. */
export function openSealedToken(
  secrets: Secrets,
  businessId: string,
  row: { id: string; sealed: Uint8Array; key_id: string },
): string {
  return unseal(row.sealed, tokenKey(secrets, row.key_id), boundTo(businessId, row.id))
}
