/**
 * One question to a Moodle site. `RUN` stands for the run's own prefix and `{name}` for the id of the user, category, course or cohort
 * `RUN<name>`.
 */
export type Exchange = {
  /** What a reader learns from the answer. */
  name: string
  /** The form after token and format, or a function of the site's limits. */
  form: string | ((limits: { maxInputVars: number }) => string)
  /** What of the transport differs from a plain POST of a form with the token first. */
  transport?: Partial<Transport>
  /**
   * `types`: compare only the names and types of the members, for answers full of a site's own values. `unordered`: the rows by id, where
   * their order depends on what else the site has.
   */
  view?: 'types' | 'unordered'
  /** Whose ids a bare `id` in the answer is; `row` is a number that is only this site's own. Left out: of users. */
  about?: Kind | 'row'
}

/** What is called `RUN<name>` and has an id of its own. */
export type Kind = 'user' | 'category' | 'course' | 'cohort'

export type Transport = {
  method: 'POST' | 'GET'
  contentType: string
  /** null sends none. */
  token: string | null
  headers: Record<string, string>
  /** null sends none. */
  format: string | null
  /** The form as it stands, without token and format in front. */
  bare: boolean
  /** Below the site's address. */
  path: string
}

export const exchange = (name: string, form: Exchange['form'], transport?: Partial<Transport>): Exchange => ({
  name,
  form,
  ...(transport === undefined ? {} : { transport }),
})

const encoded = (text: string): string => encodeURIComponent(text).replaceAll('%7B', '{').replaceAll('%7D', '}')

/** `users[0][a]=1&users[0][b]=2&users[1]…` */
const rows = (list: Record<string, string>[]): string =>
  list.flatMap((row, index) => Object.entries(row).map(([key, value]) => `users[${index}][${key}]=${encoded(value)}`)).join('&')

/** A new user `RUN<name>` with external authentication, and what differs from that. */
export const person = (name: string, differing: Record<string, string> = {}): Record<string, string> => ({
  username: `RUN${name}`,
  auth: 'oauth2',
  firstname: `First ${name}`,
  lastname: `Last ${name}`,
  email: `RUN${name}@college.example`,
  ...differing,
})

export const create = (...list: Record<string, string>[]): string => `wsfunction=core_user_create_users&${rows(list)}`
export const update = (...list: Record<string, string>[]): string => `wsfunction=core_user_update_users&${rows(list)}`
export const remove = (...ids: string[]): string =>
  ['wsfunction=core_user_delete_users', ...ids.map((id, index) => `userids[${index}]=${id}`)].join('&')
export const byField = (field: string, ...values: string[]): string =>
  [
    `wsfunction=core_user_get_users_by_field&field=${field}`,
    ...values.map((value, index) => `values[${index}]=${encoded(value)}`),
  ].join('&')
export const search = (...criteria: [string, string][]): string =>
  [
    'wsfunction=core_user_get_users',
    ...criteria.map(([key, value], index) => `criteria[${index}][key]=${key}&criteria[${index}][value]=${encoded(value)}`),
  ].join('&')

type Value = string | number | Value[] | { [name: string]: Value }

/** Any function's form, written as PHP reads it: `call('f', { rows: [{ a: 1 }] })` is `wsfunction=f&rows[0][a]=1`. */
export const call = (name: string, parameters: { [name: string]: Value } = {}): string =>
  [`wsfunction=${name}`, ...Object.entries(parameters).flatMap(([key, value]) => variables(key, value))].join('&')

function variables(key: string, value: Value): string[] {
  if (typeof value !== 'object') return [`${key}=${encoded(String(value))}`]
  return Object.entries(value).flatMap(([name, member]) => variables(`${key}[${name}]`, member))
}

/** The exchanges of one group that share what they are about. */
export const about = (kind: NonNullable<Exchange['about']>, exchanges: Exchange[]): Exchange[] =>
  exchanges.map((each) => ({ about: kind, ...each }))

const BOUNDARY = 'a-line-between-parts'

/** A file for a draft area, as a form of several parts; `fields` go along with the token. Its bytes are base64. */
export const upload = (name: string, filename: string, bytes: string, fields: Record<string, string> = {}): Exchange => {
  const { token = 'TOKEN', ...others } = fields
  const part = (about: string, content: string): string =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; ${about}\r\n\r\n${content}\r\n`
  const plain = Object.entries({ token, filearea: 'draft', itemid: '0', ...others }).map(([key, value]) =>
    part(`name="${key}"`, value),
  )
  const file = filename === '' ? '' : part(`name="file_1"; filename="${filename}"`, atob(bytes))
  return exchange(name, `${plain.join('')}${file}--${BOUNDARY}--\r\n`, {
    bare: true,
    path: '/webservice/upload.php',
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
  })
}
