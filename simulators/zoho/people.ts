import type { Actor } from '../system.ts'

export type Person = { id: string; name: string; email: string; zuid: string }

/** The user whose consent the integration's token carries. */
export const integrationUser: Person = {
  id: '5725767000000009001',
  name: 'Campus Integration',
  email: 'integration@college.example',
  zuid: '700000001',
}

/** Stands for everybody who works in the browser, and for the functions they set off. */
export const registrar: Person = {
  id: '5725767000000009002',
  name: 'Rana Registrar',
  email: 'registrar@college.example',
  zuid: '700000002',
}

const people = new Map([integrationUser, registrar].map((person) => [person.id, person]))

export const personOf = (id: string): Person => people.get(id) ?? registrar

export const personBehind = (actor: Actor): Person => (actor === 'api' ? integrationUser : registrar)

export const organisation = { id: '5725767000000000321', zgid: '700000000', name: 'College Example' }
