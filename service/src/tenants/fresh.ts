/**
 * Remembers what `load` said for a while. Those who ask while it loads wait for the same answer; a failure is not remembered.
 * @param ms how old an answer may be
 */
export function fresh<T>(ms: number, now: () => number, load: () => Promise<T>): () => Promise<T> {
  let loadedAt = Number.NEGATIVE_INFINITY
  let answer: Promise<T> | undefined
  return () => {
    if (answer !== undefined && now() - loadedAt < ms) return answer
    const loading = load()
    answer = loading
    loadedAt = now()
    loading.catch(() => {
      if (answer === loading) answer = undefined
    })
    return loading
  }
}
