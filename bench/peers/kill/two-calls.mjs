/** What every peer's handler does: two calls, one after the other. */
export const call = async (target, kind, key) => {
  const answer = await fetch(`${target}/${kind}/${key}`, { method: 'POST' })
  await answer.text()
}

export const twoCalls = async (target, key) => {
  await call(target, 'create', key)
  await call(target, 'tell', key)
}
