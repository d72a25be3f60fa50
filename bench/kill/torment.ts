import { setTimeout as pause } from 'node:timers/promises'
import { type Contestant, type Verdict, verdictOf } from './contestant.ts'

export type Torment = {
  kills: number
  perSecond: number
  /** Between two kills, at random. */
  pauseMs: readonly [number, number]
  /** After the last kill, for what is still in line. */
  patienceMs: number
}

/** Gives work all the time, kills the worker without a word at random moments, and starts it again at once. */
export async function torment(contestant: Contestant, { kills, perSecond, pauseMs, patienceMs }: Torment): Promise<Verdict> {
  const accepted = new Map<string, number>()
  const killedAt: number[] = []
  let giving = true

  const give = async (nth: number): Promise<void> => {
    for (;;) {
      try {
        const { key, acceptedAt } = await contestant.give(nth)
        accepted.set(key, acceptedAt)
        return
      } catch {
        // Nobody is there to take it, or its answer was lost: a sender sends the same again.
        await pause(200)
      }
    }
  }
  const giver = async (): Promise<void> => {
    const gifts: Promise<void>[] = []
    for (let nth = 0; giving; nth++) {
      gifts.push(give(nth))
      await pause(1000 / perSecond)
    }
    await Promise.all(gifts)
  }

  let worker = await contestant.start()
  const given = giver()
  for (let nth = 0; nth < kills; nth++) {
    const [shortest, longest] = pauseMs
    await pause(shortest + Math.random() * (longest - shortest))
    killedAt.push(Date.now())
    worker.kill()
    await worker.ended
    worker = await contestant.start()
  }
  giving = false
  await given

  const deadline = Date.now() + patienceMs
  for (;;) {
    const deeds = await contestant.deeds()
    const verdict = verdictOf(contestant, accepted, killedAt, deeds, Date.now())
    if (verdict.undone === 0 || Date.now() > deadline) return verdict
    await pause(500)
  }
}
