/**
 * The library behind the staff sign-in: better-auth, called through `auth.api` and never mounted as a
 * handler, so that no address of its exists. It is loaded at the first use, since most of a portal's hours
 * pass without staff and it takes memory.
 */
import type pg from "pg"
import type { Clock } from "../../../platform/clock/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { type CookieNames, networkHeader } from "./cookies.ts"
import { hashPassword, passwordLength, verifyPassword } from "./passwords.ts"
import { makeRecoveryCodes } from "./recovery-codes.ts"

export interface LibraryOptions {
  pool: pg.Pool
  secrets: Secrets
  clock: Clock
  cookies: CookieNames
  secureCookies: boolean
}

export const absoluteHours = 24
export const librarySecretPurpose = "staff-accounts/library"
export const passwordKeyPurpose = "staff-accounts/password"

const fields = {
  user: {
    emailVerified: "email_verified",
    createdAt: "created_at",
    updatedAt: "updated_at",
  },
  session: {
    expiresAt: "expires_at",
    createdAt: "created_at",
    updatedAt: "updated_at",
    ipAddress: "ip_address",
    userAgent: "user_agent",
    userId: "user_id",
  },
  account: {
    accountId: "account_id",
    providerId: "provider_id",
    userId: "user_id",
    accessToken: "access_token",
    refreshToken: "refresh_token",
    idToken: "id_token",
    accessTokenExpiresAt: "access_token_expires_at",
    refreshTokenExpiresAt: "refresh_token_expires_at",
    createdAt: "created_at",
    updatedAt: "updated_at",
  },
  verification: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
  twoFactor: {
    backupCodes: "backup_codes",
    userId: "user_id",
    failedVerificationCount: "failed_verification_count",
    lockedUntil: "locked_until",
  },
} as const

export type Library = Awaited<ReturnType<typeof loadLibrary>>

export async function loadLibrary(options: LibraryOptions) {
  const [{ betterAuth }, { twoFactor }] = await Promise.all([
    import("better-auth"),
    import("better-auth/plugins/two-factor"),
  ])
  const passwordKey = options.secrets.deriveKey(passwordKeyPurpose)
  return betterAuth({
    appName: "Kvit",
    // Nothing is served from it; it only keeps the library from guessing.
    baseURL: "https://staff.invalid",
    secret: options.secrets.deriveKey(librarySecretPurpose).toString("base64url"),
    database: options.pool,
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    user: {
      modelName: "users",
      fields: fields.user,
      additionalFields: {
        passwordIsTemporary: {
          type: "boolean",
          required: false,
          input: false,
          fieldName: "password_is_temporary",
        },
      },
      changeEmail: { enabled: false },
      deleteUser: { enabled: false },
    },
    session: {
      modelName: "sessions",
      fields: fields.session,
      additionalFields: {
        startedAt: { type: "date", required: false, input: false, fieldName: "started_at" },
        lastSeenAt: { type: "date", required: false, input: false, fieldName: "last_seen_at" },
        network: { type: "string", required: false, input: false },
      },
      expiresIn: absoluteHours * 3600,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    account: { modelName: "credentials", fields: fields.account, accountLinking: { enabled: false } },
    verification: { modelName: "verifications", fields: fields.verification },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
      password: {
        hash: (password) => hashPassword(password, passwordKey),
        verify: ({ password, hash }) => verifyPassword(password, hash, passwordKey),
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            const now = options.clock.now()
            // A session that replaces another, after a change of password or a new second factor, keeps its age.
            const replaced = context?.context.session?.session as { startedAt?: Date } | undefined
            return {
              data: {
                ...session,
                startedAt: replaced?.startedAt ?? now,
                lastSeenAt: now,
                network: context?.headers?.get(networkHeader) ?? null,
              },
            }
          },
        },
      },
    },
    advanced: {
      database: { generateId: () => newId() },
      ipAddress: { disableIpTracking: true },
      useSecureCookies: false,
      cookiePrefix: options.cookies.session,
      cookies: {
        session_token: { name: options.cookies.session },
        two_factor: { name: options.cookies.flow },
      },
      defaultCookieAttributes: {
        secure: options.secureCookies,
        httpOnly: true,
        sameSite: "lax",
        path: "/",
      },
    },
    plugins: [
      twoFactor({
        issuer: "Kvit",
        twoFactorTable: "second_factors",
        twoFactorCookieMaxAge: 600,
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 900 },
        totpOptions: { digits: 6, period: 30 },
        backupCodeOptions: { storeBackupCodes: "encrypted", customBackupCodesGenerate: makeRecoveryCodes },
        schema: {
          user: { fields: { twoFactorEnabled: "two_factor_enabled" } },
          twoFactor: { modelName: "second_factors", fields: fields.twoFactor },
        },
      }),
    ],
  })
}

/** The library's word for what it refused, such as `INVALID_CODE`, or null for an error that is none of its refusals. */
export function findRefusal(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== "APIError") return null
  const { body, statusCode } = error as Error & { body?: { code?: string }; statusCode?: number }
  if (statusCode === undefined || statusCode >= 500) return null
  return body?.code ?? "REFUSED"
}
