/** How many streams there may be, and of whom. */

/** In all of a process; of one session; and of one network, where many people may share an address. */
const most = { inAll: 8_000, ofSession: 24, ofNetwork: 400 }

export interface Places {
  /** Takes a place, or says why there is none: for this session or network, or for anybody. */
  take(network: string, sessionId: string): "taken" | "too_many" | "full"
  leave(network: string, sessionId: string): void
}

export function createPlaces(): Places {
  const networks = new Map<string, number>()
  const sessions = new Map<string, number>()
  let all = 0
  return {
    take: (network, sessionId) => {
      const ofNetwork = networks.get(network) ?? 0
      const ofSession = sessions.get(sessionId) ?? 0
      if (all >= most.inAll) return "full"
      if (ofNetwork >= most.ofNetwork || ofSession >= most.ofSession) return "too_many"
      all += 1
      networks.set(network, ofNetwork + 1)
      sessions.set(sessionId, ofSession + 1)
      return "taken"
    },
    leave: (network, sessionId) => {
      all -= 1
      countDown(networks, network)
      countDown(sessions, sessionId)
    },
  }
}

function countDown(counts: Map<string, number>, key: string): void {
  const count = (counts.get(key) ?? 0) - 1
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
