/**
 * Lets a few of one visitor's requests through at a time and has the others wait, so that one who asks for a
 * hundred PDFs slows down nobody else. Each server process counts its own.
 */
export interface Turnstile {
  /** Runs `work` when it is this visitor's turn; null, without running it, where too many wait already. */
  pass<T>(visitor: string, work: () => Promise<T>): Promise<T | null>
}

interface Queue {
  inside: number
  waiting: (() => void)[]
}

export function createTurnstile(limits: { inside: number; waiting: number }): Turnstile {
  const queues = new Map<string, Queue>()

  async function enter(visitor: string): Promise<Queue | null> {
    const queue = queues.get(visitor) ?? { inside: 0, waiting: [] }
    queues.set(visitor, queue)
    if (queue.inside < limits.inside) {
      queue.inside += 1
      return queue
    }
    if (queue.waiting.length >= limits.waiting) return null
    // Whoever leaves hands over their place, so `inside` stays as it is.
    await new Promise<void>((resolve) => queue.waiting.push(resolve))
    return queue
  }

  function leave(visitor: string, queue: Queue): void {
    const next = queue.waiting.shift()
    if (next) {
      next()
      return
    }
    queue.inside -= 1
    if (queue.inside === 0) queues.delete(visitor)
  }

  return {
    async pass(visitor, work) {
      const queue = await enter(visitor)
      if (!queue) return null
      try {
        return await work()
      } finally {
        leave(visitor, queue)
      }
    },
  }
}
