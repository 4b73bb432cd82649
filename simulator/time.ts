/** The simulator's clock: runs with the real one, may be put forward, and does what falls due. */
import { nextMomentOf, passTime } from "./payments/pass-time.ts"
import type { Deliveries } from "./webhooks/deliver.ts"
import type { World } from "./world/world.ts"

export interface Timekeeper {
  advance(ms: number): Promise<void>
  stop(): void
}

const longestTimerMs = 2_147_483_647

export function keepTime(world: World, deliveries: Deliveries): Timekeeper {
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  const nextMoment = () =>
    world.state.payments
      .map(nextMomentOf)
      .concat(deliveries.nextMoment())
      .reduce<number | null>((least, at) => (at === null ? least : Math.min(least ?? at, at)), null)
  const wake = () => {
    if (timer) clearTimeout(timer)
    timer = null
    if (stopped) return
    deliveries.send()
    const next = nextMoment()
    if (next === null) return
    const pause = Math.min(Math.max(next - world.now(), 0), longestTimerMs)
    timer = setTimeout(() => {
      if (passTime(world)) world.commit()
      else wake()
    }, pause)
    timer.unref()
  }
  world.onCommit(wake)
  if (passTime(world)) world.commit()
  wake()

  const setForward = (to: number) => {
    world.state.clockOffset += Math.max(0, to - world.now())
    passTime(world)
    world.commit()
  }
  return {
    advance: async (ms) => {
      const target = world.now() + ms
      for (;;) {
        await deliveries.settled()
        const next = nextMoment()
        if (next === null || next > target) break
        setForward(next)
      }
      setForward(target)
      await deliveries.settled()
    },
    stop: () => {
      stopped = true
      if (timer) clearTimeout(timer)
    },
  }
}
