/**
 * Everything that can happen, by name: the noun, a point, what became of it. A name once released is
 * never reused for something else. Events hold ids, never names, addresses or secrets.
 */
export const eventKinds = [
  "business.set_up",
  "settings.changed",
  "feature.changed",

  "staff.signed_in",
  "staff.sign_in_failed",
  "staff.signed_out",
  "staff.password_changed",
  "staff.second_factor_enabled",
  "staff.second_factor_reset",
  "staff.session_ended",
  "staff.added",

  "customer.created",
  "customer.changed",
  "customer.portal_access_changed",

  "document.issued",
  "document.imported",
  "document.changed",
  "document.viewed",
  "document.downloaded",

  "payment.recorded",
  "payment_page.opened",
  "payment.started",
  "payment.completed",
  "payment.failed",
  "payment.surplus",
  "payment.refunded",
  "payment.refund_failed",
  "payment.announced",
  "payment.taken_over",
  "write_off.recorded",
  "write_off.taken_back",
  "opening_balance.recorded",
  "allocation.made",

  "statement.viewed",
  "statement.downloaded",
  "statement.asked",

  "mail.sent",
  "mail.failed",

  "token.created",
  "token.revoked",
  "token.refused",
  "portal_link.shared",
  "portal_link.opened",
  "document_link.closed",
  "document_link.refused",
  "invitation.started",
  "invitation.stopped",

  "sign_in.requested",
  "sign_in.link_opened",
  "sign_in.code_failed",
  "sign_in.codes_paused",
  "access.requested",
  "access.request_done",

  "customer.signed_in",
  "customer.signed_out",
  "portal.previewed",
  "access.refused",
] as const

export type EventKind = (typeof eventKinds)[number]
