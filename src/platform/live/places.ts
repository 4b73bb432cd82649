/** How many streams there may be, and of whom. */

/** In all of a process; of one session; and of one network, where many people may share an address. */
const most = { inAll: 8_000, ofSession: 24, ofNetwork: 400 }

export interface Places {
  /** Takes a place for a network, or says why not. */
  take(network: string): "taken" | "too_many" | "full"
  /** Counts it on a session too. False where that has enough. */
  takeOf(sessionId: string): boolean
  leave(network: string): void
  leaveOf(sessionId: string): void
}

export function createPlaces(): Places {
  const networks = new Map<string, number>()
  const sessions = new Map<string, number>()
  let all = 0
  return {
    take: (network) => {
      if (all >= most.inAll) return "full"
      if (!add(networks, network, most.ofNetwork)) return "too_many"
      all += 1
      return "taken"
    },
    takeOf: (sessionId) => add(sessions, sessionId, most.ofSession),
    leave: (network) => {
      all -= 1
      remove(networks, network)
    },
    leaveOf: (sessionId) => remove(sessions, sessionId),
  }
}

function add(counts: Map<string, number>, key: string, most: number): boolean {
  const count = counts.get(key) ?? 0
  if (count >= most) return false
  counts.set(key, count + 1)
  return true
}

function remove(counts: Map<string, number>, key: string): void {
  const count = (counts.get(key) ?? 0) - 1
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
