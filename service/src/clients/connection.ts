import type { Lane } from '../domain/events.ts'
import type { OutsideCall } from '../domain/outside-calls.ts'

/** Told of every outside call as it ends. */
export type Observe = (call: OutsideCall) => void

/** One college's way to one system: shared sockets and limits, from which each run takes a port that reports its own calls. */
export type Connection<Port> = {
  port(observe: Observe, lane: Lane): Port
  /** One cheap read that says whether the system is well; throws as the port does. */
  probe(): Promise<void>
  close(): Promise<void>
}
